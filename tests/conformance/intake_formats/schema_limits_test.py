"""Every member that a JSON Schema of ours names is read, and every limit that it sets is the reader's too.

The cases are made from the schema itself, so that a new member has them at once: a test fails when the whole message below
lacks a member.
"""
import copy
import json
import pathlib
import sys
import unittest

import schema_validator
from identity_numbers import ORGANISATION, PERSON, REAL_FORM

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from json_places import GONE, changed  # noqa: E402

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ABROAD = {"adresselinje1": "Linje 1", "adresselinje2": "Linje 2", "adresselinje3": "Linje 3", "postnummer": "123", "poststed": "Sted", "landkode": "SE"}
OTHER_KINDS = [GONE, None, True, 0, -1, 1.5, "", "x", "2026-01-01", [], {}, [1]]
OTHER_TEXTS = [" ", "a\nb", "a\u202eb", "a b", "å", "A", PERSON, "x " + PERSON, REAL_FORM, "12345678901"]
EXTENSIONS = {"time": "2026-04-14T08:02:11Z", "subject": "sak/1", "datacontenttype": "application/json", "dataschema": "urn:x", "traceparent": "00-x",
              "tracestate": "a=b", "sequence": "1", "partitionkey": "p"}


def file_of(number, **more):
    return {"tittel": f"Fil {number}", "filnavn": f"f{number}.pdf", "mimeType": "application/pdf", "url": f"https://h/{number}", "sha256": SHA, "bytes": 9, **more}


def innsending():
    shielding = {"tilgangsrestriksjon": "UO", "skjermingshjemmel": "Offl. § 13", "skjermingOpphoererDato": "2086-03-10"}
    return {
        "eksternNoekkel": "V-1", "type": "vedtak",
        "sak": {"eksternNoekkel": {"fagsystem": "Ett", "noekkel": "S-1"}, "tittel": "Sak", "offentligTittel": "Sak - *****", "arkivdel": "HELSE",
                "mappetype": "Mappe", "administrativEnhet": "Enhet", "saksansvarlig": "KABR",
                "klassifikasjon": [{"klassifikasjonssystem": "KKF", "klasseID": "G21", "tittel": "Klasse", "erSkjermet": True}], "skjerming": shielding,
                "part": [{"navn": "Olga", "rolle": "KLI", "personidentifikator": PERSON, "erSkjermet": True},
                         {"navn": "Skule", "rolle": "EIER", "organisasjonsnummer": ORGANISATION}]},
        "journalpost": {"eksternNoekkel": {"fagsystem": "To", "noekkel": "J-1"}, "tittel": "Vedtak", "offentligTittel": "Vedtak - *****",
                        "journalposttype": "U", "dokumentetsDato": "2026-03-10", "forfallsdato": "2026-04-07", "administrativEnhet": "Avdeling",
                        "saksbehandler": "SIHA", "skjerming": {**shielding, "skjermingOpphoererDato": "2087-03-10"},
                        "korrespondansepart": [
                            {"korrespondanseparttype": "EM", "navn": "Olga", "personidentifikator": PERSON, "erSkjermet": True, "adresse": ABROAD, "forsendelsesmaate": "Papir"},
                            {"korrespondanseparttype": "EK", "navn": "Skule", "organisasjonsnummer": ORGANISATION}]},
        "dokumenter": [{"tittel": "Brev", "dokumenttype": "VEDTAK", "tilknyttetRegistreringSom": "H", "variantformat": "A", "filnavn": "a.pdf",
                        "mimeType": "application/pdf", "sjekksum": SHA, "filstoerrelse": 9, "url": "https://h/1"},
                       {"tittel": "Skjema", "dokumenttype": "VEDLEGG", "tilknyttetRegistreringSom": "V", "variantformat": "P", "filnavn": "b.pdf",
                        "mimeType": "image/png"}],
        "forsendelse": {"ekspeder": True, "innhold": "servicemelding"}}


def visma(retning):
    person = {"type": "PERSON", "fnr": PERSON, "navn": "Olga", "adresse": ABROAD, "relasjon": "FORESATT"}
    parties = {"avsender": person} if retning == "INN" else {"mottakere": [person, {"type": "VIRKSOMHET", "orgnr": ORGANISATION, "navn": "Skule"}]}
    return {"specversion": "1.0", "id": "e-1", "source": "urn:x", "type": "no.kommune.ppt.dokument.ferdigstilt.v1", **EXTENSIONS, "data": {
        "tenant": "3439",
        "sak": {"id": "S-1", "type": "T", "opprettet": "2026-02-03", "status": "ÅPEN", "tittel": "Mappe", "enhet": "Enhet", "saksbehandler": "siha"},
        "gjelder": {"fnr": PERSON, "fornavn": "Olga", "etternavn": "Syntetisk", "rolle": "ELEV"},
        "dokument": {"id": "d-1", "versjon": 2, "retning": retning, "dato": "2026-04-14", "type": "VEDTAK", "tittel": "Vedtak", "signertAv": "siha",
                     "filer": [file_of(0, rolle="HOVEDDOKUMENT"), file_of(1, rolle="VEDLEGG")]},
        "taushetsplikt": {"unntattOffentlighet": True, "hjemmel": "Offl. § 13"}, **parties}}


def norkart(owner):
    return {"specversion": "1.0", "id": "e-1", "source": "urn:x", "type": "no.kommune.brannvern.tilsyn.utfort.v1", **EXTENSIONS, "data": {
        "oppdragId": "o-1", "versjon": 2, "oppdragstype": "TILSYN", "utfortDato": "2026-05-06", "utfortAv": "F12",
        "eiendom": {"matrikkelId": "34390004100870012003", "kommunenr": "3439", "gnr": 41, "bnr": 87, "fnr": 12, "snr": 3, "bygningsnr": 7, "adresse": "Veg 1"},
        "eier": {**owner, "navn": "Eier", "adresse": ABROAD}, "resultat": "AVVIK",
        "avvik": [{"nr": 1, "kategori": "PIPE", "beskrivelse": "Sprekk", "frist": "2026-06-15", "hjemmel": "§ 6"}],
        "rapport": file_of(0), "vedlegg": [file_of(1)]}}


MESSAGES = {"innsending": [innsending()],
            "visma-hendelse": [visma("UT"), visma("INN")],
            "norkart-hendelse": [norkart({"type": "PERSON", "fnr": PERSON}), norkart({"type": "VIRKSOMHET", "orgnr": ORGANISATION})]}
# What the reader alone refuses, and rightly: the codes of a source's own table, a number that must agree with its parts.
READER_ONLY = ("Dokumenttypen er ukjent", "Matrikkel-id-en stemmer ikke")
# The longest of a text that cannot be any text. That of a mimeType, and of the type of a submission, is in its pattern.
AS_LONG = {"url": lambda length: "https://h/" + "x" * (length - 10), "kategori": lambda length: "A" * length}
SKIPPED = {"time"}  # No moment is as long as its limit.


class Place:
    """One value of a message, with the schemas that all apply to it."""

    def __init__(self, path, value, schemas):
        self.path, self.value, self.schemas = path, value, schemas

    def limit(self, name, choose):
        found = [schema[name] for schema in self.schemas if name in schema]
        return choose(found) if found else None

    def properties(self):
        result = {}
        for schema in self.schemas:
            for key, part in schema.get("properties", {}).items():
                result.setdefault(key, []).append(part)
        return result


def values_of(root):
    """Every value of the message, outermost first. Branches (if, oneOf) set no limit of their own that is looked for here."""
    def resolved(schemas):
        for schema in schemas:
            yield schema
            if "$ref" in schema:
                yield from resolved([root["$defs"][schema["$ref"].removeprefix("#/$defs/")]])
            if "allOf" in schema and "if" not in schema["allOf"][0]:
                yield from resolved(schema["allOf"])

    def walk(path, value, schemas):
        place = Place(path, value, list(resolved(schemas)))
        yield place
        if isinstance(value, dict):
            properties = place.properties()
            for key, child in value.items():
                yield from walk((*path, key), child, properties[key])
        elif isinstance(value, list):
            of_each = [schema["items"] for schema in place.schemas if "items" in schema]
            for number, child in enumerate(value):
                yield from walk((*path, number), child, of_each)
    return lambda message: walk((), message, [root])


def longest(name, length, letter):
    return AS_LONG[name](length) if name in AS_LONG else letter * length


def of_length(place, count):
    """So many elements; what must be unique in each of them is."""
    result = []
    for number in range(count):
        one = copy.deepcopy(place.value[min(number, len(place.value) - 1)])
        if "filnavn" in one:
            one["filnavn"] = f"n{number}.pdf"
        if "nr" in one:
            one["nr"] = number + 1
        result.append(one)
    return result


def limits_of(place):
    """Pairs of the last value that is taken and the first that is not."""
    name = place.path[-1]
    if (length := place.limit("maxLength", min)) is not None and name not in SKIPPED:
        for letter in ("x", "å") if name not in AS_LONG else "x":
            yield longest(name, length, letter), longest(name, length + 1, letter)
    if name == "mimeType":
        yield "a" * 100 + "/b", "a" * 101 + "/b"
        yield "a/" + "b" * 100, "a/" + "b" * 101
    if (least := place.limit("minimum", max)) is not None:
        yield least, least - 1
    if (most := place.limit("maximum", min)) is not None:
        yield most, most + 1
    if (count := place.limit("maxItems", min)) is not None:
        yield of_length(place, count), of_length(place, count + 1)


def each_once(messages, walk):
    """Each place of the messages, with the first message that has it."""
    seen = {()}
    for message in messages:
        for place in walk(message):
            if place.path not in seen:
                seen.add(place.path)
                yield message, place


class SchemaLimits(unittest.TestCase):
    def each(self):
        for name, messages in MESSAGES.items():
            schema = json.loads((schema_validator.ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
            yield name, messages, values_of(schema), schema_validator.validator(name)

    def test_the_messages_are_taken_in_and_use_every_member_of_the_schema(self):
        for name, messages, walk, validator in self.each():
            members, used = {}, {}
            for message, answer in zip(messages, schema_validator.read_messages(name, messages), strict=True):
                self.assertEqual([error.message for error in validator.iter_errors(message)], [], name)
                self.assertTrue(answer["ok"], answer)
                for place in walk(message):
                    for schema in place.schemas:
                        if "properties" in schema and isinstance(place.value, dict):
                            members[id(schema)] = set(schema["properties"])
                            used.setdefault(id(schema), set()).update(place.value)
            for which, names in members.items():
                self.assertEqual(names - used[which], set(), name)

    def test_every_member_of_a_submission_is_kept_as_it_came(self):
        for message, answer in zip(MESSAGES["innsending"], schema_validator.read_messages("innsending", MESSAGES["innsending"]), strict=True):
            self.assertEqual(json.loads(answer["canonical"]), message)

    def test_every_limit_is_the_same_to_the_schema_and_to_the_reader(self):
        for name, messages, walk, validator in self.each():
            cases = [(place.path, changed(message, (place.path, value)), is_good) for message, place in each_once(messages, walk)
                     for pair in limits_of(place) for value, is_good in zip(pair, (True, False))]
            self.assertGreater(len(cases), 100)
            for (path, message, is_good), answer in zip(cases, schema_validator.read_messages(name, [message for _, message, _ in cases]), strict=True):
                with self.subTest(format=name, path=path, within=is_good):
                    self.assertEqual(validator.is_valid(message), is_good)
                    self.agrees(is_good, answer)

    def test_every_member_has_the_same_form_to_the_schema_and_to_the_reader(self):
        for name, messages, walk, validator in self.each():
            cases = [(place.path, value, changed(message, (place.path, value))) for message, place in each_once(messages, walk)
                     for value in OTHER_KINDS + (OTHER_TEXTS if isinstance(place.value, str) else [])
                     + [other for schema in place.schemas for other in schema.get("enum", [])]]
            for (path, value, message), answer in zip(cases, schema_validator.read_messages(name, [message for _, _, message in cases]), strict=True):
                with self.subTest(format=name, path=path, value=value):
                    self.agrees(validator.is_valid(message), answer)

    def agrees(self, is_good, answer):
        if is_good and not answer["ok"]:
            self.assertTrue(all(any(text in message for text in READER_ONLY) for _, message in answer["errors"]), answer)
        else:
            self.assertEqual(answer["ok"], is_good, answer)


if __name__ == "__main__":
    unittest.main()
