"""Synthetic people and organisations: valid control digits, and +80 on the month so that no real number can appear."""
import random
from dataclasses import dataclass

_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_ORG = (3, 2, 7, 6, 5, 4, 3, 2)

_FIRST_NAMES = ("Olga", "Jonas", "Eira", "Torgeir", "Ingrid", "Peder", "Solveig", "Aksel", "Marit", "Håkon", "Åse", "Øyvind")
_LAST_NAMES = ("Fiktiv Bergum", "Syntetisk Solhaug", "Prøve Lien", "Oppdiktet Haugen", "Tenkt Moen", "Eksempel Brekke")


def _control_digit(digits, weights):
    remainder = sum(d * w for d, w in zip(digits, weights)) % 11
    return (11 - remainder) % 11


def is_valid_number(number):
    """Eleven digits whose two control digits hold."""
    digits = [int(c) for c in number]
    return len(digits) == 11 and digits[9] == _control_digit(digits, _K1) and digits[10] == _control_digit(digits, _K2)


def new_number(rng):
    while True:
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(30, 99)
        digits = [int(c) for c in f"{day:02d}{month + 80:02d}{year:02d}{rng.randint(0, 499):03d}"]
        k1 = _control_digit(digits, _K1)
        k2 = _control_digit(digits + [k1], _K2)
        if k1 < 10 and k2 < 10:
            return "".join(map(str, digits + [k1, k2]))


def new_organisation_number(rng):
    while True:
        digits = [3, 1] + [rng.randint(0, 9) for _ in range(6)]
        control = _control_digit(digits, _ORG)
        if control < 10:
            return "".join(map(str, digits + [control]))


@dataclass(frozen=True)
class Person:
    number: str
    name: str
    street: str
    postnummer: str = "2630"
    poststed: str = "RINGEBU"

    @property
    def given_name(self):
        return self.name.split(" ", 1)[0]

    @property
    def family_name(self):
        return self.name.split(" ", 1)[1]

    @property
    def birth_date(self):
        return f"19{self.number[4:6]}-{int(self.number[2:4]) - 80:02d}-{self.number[0:2]}"

    @property
    def adresse(self):
        return {"adresselinje1": self.street, "postnummer": self.postnummer, "poststed": self.poststed, "landkode": "NO"}


@dataclass(frozen=True)
class Organisation:
    number: str
    name: str


class Population:
    """The same people for the same seed."""

    def __init__(self, seed):
        self._rng = random.Random(seed)
        self._taken = set()

    def person(self):
        number = new_number(self._rng)
        while number in self._taken:
            number = new_number(self._rng)
        self._taken.add(number)
        name = f"{self._rng.choice(_FIRST_NAMES)} {self._rng.choice(_LAST_NAMES)}"
        return Person(number, name, f"Prøvevegen {len(self._taken)}")

    def organisation(self, name):
        return Organisation(new_organisation_number(self._rng), name)
