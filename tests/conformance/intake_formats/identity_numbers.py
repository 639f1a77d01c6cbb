"""The check digits again, written from Skatteetaten's and Brønnøysund's rules and not from our C++."""
import datetime
import re

# Synthetic (+80 on the month); of the real form, which nobody has; of a test organisation.
PERSON, REAL_FORM, ORGANISATION = "14833821238", "13094570055", "313770001"

UUID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])")
HASH = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])")


def is_identity_number(text):
    if not re.fullmatch(r"[0-9]{11}", text):
        return False
    digits = [int(digit) for digit in text]
    first = sum(weight * digit for weight, digit in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), digits))
    second = sum(weight * digit for weight, digit in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), digits))
    if first % 11 > 3 or second % 11 != 0:
        return False
    day, month, year = int(text[0:2]), int(text[2:4]), int(text[4:6])
    try:
        datetime.date(2000 + year, month - (80 if month > 80 else 40 if month > 40 else 0), day - (40 if day > 40 else 0))
    except ValueError:
        return False
    return True


def is_synthetic(text):
    return is_identity_number(text) and text[2] in "456789"


def is_organisation_number(text):
    if not re.fullmatch(r"[0-9]{9}", text):
        return False
    return sum(weight * int(digit) for weight, digit in zip((3, 2, 7, 6, 5, 4, 3, 2, 1), text)) % 11 == 0


def holds_identity_number(text):
    return any(is_identity_number(run) for run in re.findall(r"(?<![0-9])[0-9]{11}(?![0-9])", text))


def names_a_person(text):
    return holds_identity_number(HASH.sub("", UUID.sub("", text)))
