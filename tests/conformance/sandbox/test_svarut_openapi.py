"""The sandbox against the official OpenAPI of SvarUT: what its schemas refuse the sandbox refuses, and the other way."""

import json
import os
import pathlib
import sys
import unittest
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "integration" / "sandbox")]

from json_places import GONE, at, changed, places  # noqa: E402
from driver import ADDRESS, PDF, Sandbox, part, person_forsendelse  # noqa: E402

try:
    import jsonschema
except ImportError:
    jsonschema = None

OFFICIAL = pathlib.Path(os.environ.get("FANGST_OFFICIAL_SCHEMAS", HERE.parents[3] / "shared" / "official")) / "svarut"
ORGNR = "974760673"


def specification(name):
    return json.loads((OFFICIAL / name).read_text())


def validator(spec, schema):
    return jsonschema.Draft7Validator({**spec, **schema})


def component(spec, name):
    return validator(spec, {"$ref": "#/components/schemas/" + name})


def full_forsendelse(kind, fnr):
    """A forsendelse with every field that one may have, and that breaks no other rule."""
    noark = {name: "a" for name in ("mappeId", "mappeSystemId", "systemId", "registreringsId", "journalposttype",
                                    "journalstatus", "tittel")}
    noark.update({"saksaar": 2026, "sakssekvensnummer": 1, "journalaar": 2026, "journalsekvensnummer": 2,
                  "journalpostnummer": 3, "dokumentetsDato": "2026-11-21T12:00:00+01:00"})
    document = {"filnavn": "a.pdf", "mimeType": "application/pdf", "giroarkSide": 1}
    if kind == "organisasjon":
        document.update(dokumentType="a", ekstraMetadata=[{"key": "a", "value": "b"}],
                        inneholderPersonsensitivInformasjon=False, skalEkskluderesFraUtskrift=False)
    if kind == "person":
        document.update(skalSigneres=False, skalEkskluderesFraUtskrift=False)
    full = person_forsendelse(
        fnr if kind == "person" else ORGNR, avgivendeSystemAktor="a", konteringskode="a", kryptert=False,
        utskriftskonfigurasjon={"tosidig": True}, svarPaForsendelseId=str(uuid.uuid4()), korrelasjonsid="a",
        svarSendesTil={"navn": "a", "type": "ORGANISASJON", "digitalId": ORGNR, "adresse": dict(ADDRESS)},
        dokumenter=[document])
    full["mottaker"]["adresse"].update(adresselinje2="a", adresselinje3="b", landkode="NO")
    if kind == "print":
        del full["mottaker"]["digitalId"]
        return full
    full.update(eksponertFor=[fnr], kunDigitalLevering=False, sikkerhetsniva="BETYDELIG", kanSvareViaEdialog=True,
                lenker=[{"url": "https://example.org/", "tekst": "a", "ledetekst": "b"}])
    if kind == "organisasjon":
        full.update(metadataFraAvleverendeSystem={**noark, "journaldato": "2026-11-21T12:00:00Z", "saksbehandler": "a",
                                                  "ekstraMetadata": [{"key": "a", "value": "b"}]},
                    metadataForImport=dict(noark), forsendelsestype="innsyn", taushetsbelagtPost=False)
    return full


def mutations(forsendelse):
    """Each place taken away, emptied, made too long, and given another type."""
    for path in places(forsendelse):
        now = at(forsendelse, path)
        yield path, GONE
        yield path, {"annet": 1} if not isinstance(now, dict) else "tekst"
        if isinstance(now, str):
            for new in ["", "x" * 2, "x" * 70, "x" * 71, "x" * 100, "x" * 101, "x" * 227, "x" * 1001, 7, True]:
                yield path, new
        elif isinstance(now, bool):
            yield from ((path, new) for new in ["true", 1, not now])
        elif isinstance(now, int):
            yield from ((path, new) for new in [0, -1, 999, 1000, 1.5, "1"])
        elif isinstance(now, list):
            yield from ((path, new) for new in [now * 2, now * 6, "x"])


@unittest.skipUnless(jsonschema, "python3-jsonschema is not installed")
@unittest.skipUnless((OFFICIAL / "forsendelse-send-api-v3.json").exists(),
                     "the official SvarUT OpenAPI is not here (FANGST_OFFICIAL_SCHEMAS)")
class OpenApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox("--seed", "5")
        cls.send_spec = specification("forsendelse-send-api-v3.json")
        cls.status_spec = specification("forsendelse-status-api-v3.json")
        cls.find_spec = specification("forsendelse-eksternref-api-v2.json")

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def send(self, kind, forsendelse):
        forsendelse = {**forsendelse}
        documents = forsendelse.get("dokumenter", [])
        parts = [part("forsendelse", json.dumps(forsendelse).encode(), content_type="application/json")]
        for number, document in enumerate(documents if isinstance(documents, list) else []):
            named = document if isinstance(document, dict) else {}
            parts.append(part("filer_%d" % number, PDF + uuid.uuid4().bytes, str(named.get("filnavn") or "x"),
                              "application/pdf"))
        return self.sandbox.svarut_send(kind, parts)

    def names_schema(self, answer):
        """The sandbox says of a breach of the schema where it is; its other rules speak of something else."""
        details = answer.json().get("errorJson", {})
        words = ("mangler", "feil type", "lengden", "verdien", "antallet", "ugyldig format", "ukjent verdi", "gjentatt")
        return any(text.startswith(words) for text in details.values())

    def test_agree_on_every_mutation_of_a_full_forsendelse(self):
        tried = refused = 0
        for kind, name in [("person", "PersonForsendelse"), ("organisasjon", "OrganisasjonForsendelse"),
                           ("print", "PrintForsendelse")]:
            official = component(self.send_spec, name)
            full = full_forsendelse(kind, self.sandbox.person("fresh_digipost"))
            self.assertTrue(official.is_valid(full), list(official.iter_errors(full)))
            answer = self.send(kind, full)
            self.assertEqual(answer.status, 200, answer.text)
            for path, new in mutations(full):
                mutated = changed(full, (path, new))
                valid = official.is_valid(mutated)
                answer = self.send(kind, mutated)
                with self.subTest(kind=kind, path=path, new=str(new)[:12]):
                    if not valid:
                        self.assertEqual(answer.status, 400, answer.text)
                    # Formats (uuid, date-time, uri) are not looked at by the validator, but are by the sandbox.
                    elif answer.status == 400 and "ugyldig format" not in answer.text:
                        self.assertFalse(self.names_schema(answer), answer.text)
                tried, refused = tried + 1, refused + (not valid)
        self.assertGreater(tried, 500)
        self.assertGreater(refused, 200)

    def test_answers_are_as_the_specification_says(self):
        forsendelse = full_forsendelse("person", self.sandbox.person("reserved"))
        sent = self.send("person", forsendelse).json()
        component(self.send_spec, "SendForsendelseResponse").validate(sent)
        response = self.status_spec["paths"]["/v3/kontoer/{kontoId}/forsendelser/status/sok"]["post"]["responses"]["200"]
        statuses = self.sandbox.svarut_status([sent["id"]]).json()
        validator(self.status_spec, next(iter(response["content"].values()))["schema"]).validate(statuses)
        path = next(path for path in self.find_spec["paths"] if path.endswith("/forsendelser"))
        response = self.find_spec["paths"][path]["get"]["responses"]["200"]
        found = self.sandbox.svarut_find(forsendelse["eksternReferanse"]).json()
        validator(self.find_spec, next(iter(response["content"].values()))["schema"]).validate(found)

    def test_errors_are_as_the_specification_says_but_for_error_json(self):
        for body in [self.send("person", {"tittel": 1}).json(),
                     self.sandbox.svarut_find("x", headers=self.sandbox.fiks_headers(IntegrasjonPassord="x")).json()]:
            # An object on the wire, whatever the specification says.
            self.assertIsInstance(body.pop("errorJson", {}), dict)
            component(self.send_spec, "ErrorMessage").validate(body)


if __name__ == "__main__":
    unittest.main()
