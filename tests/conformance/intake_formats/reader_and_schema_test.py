"""Our reader and our JSON Schemas accept and refuse the same messages.

Each case is a good message with one change. What JSON Schema cannot say (check READER_ONLY) the reader refuses alone.
"""
import copy
import json
import pathlib
import random
import sys
import unittest

import schema_validator
from identity_numbers import ORGANISATION, PERSON, REAL_FORM

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from json_places import GONE, at, changed, places  # noqa: E402

SAMPLES = schema_validator.ROOT / "tests/support/samples"
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ADDRESS = {"adresselinje1": "Gata 1", "postnummer": "2630", "poststed": "Ringebu"}


def submission():
    return {
        "eksternNoekkel": "V-1", "type": "vedtak",
        "sak": {"eksternNoekkel": {"fagsystem": "Gerica", "noekkel": "S-1"}, "tittel": "Sak - Olga", "offentligTittel": "Sak - *****",
                "arkivdel": "HELSE", "mappetype": "Mappe", "administrativEnhet": "Enhet", "saksansvarlig": "KABR",
                "klassifikasjon": [{"klassifikasjonssystem": "FNR", "klasseID": PERSON, "tittel": "Olga", "erSkjermet": True},
                                   {"klassifikasjonssystem": "KKF", "klasseID": "G21"}],
                "skjerming": {"tilgangsrestriksjon": "UO", "skjermingshjemmel": "Offl. § 13", "skjermingOpphoererDato": "2086-03-10"},
                "part": [{"navn": "Olga", "rolle": "KLI", "personidentifikator": PERSON, "erSkjermet": True}]},
        "journalpost": {"eksternNoekkel": {"noekkel": "J-1"}, "tittel": "Vedtak", "offentligTittel": "Vedtak", "journalposttype": "U",
                        "dokumentetsDato": "2026-03-10", "forfallsdato": "2026-04-07", "administrativEnhet": "Enhet", "saksbehandler": "KABR",
                        "skjerming": {"tilgangsrestriksjon": "UO", "skjermingshjemmel": "Offl. § 13"},
                        "korrespondansepart": [
                            {"korrespondanseparttype": "EM", "navn": "Olga", "personidentifikator": PERSON, "erSkjermet": True, "adresse": ADDRESS},
                            {"korrespondanseparttype": "EK", "navn": "Skule", "organisasjonsnummer": ORGANISATION}]},
        "dokumenter": [{"tittel": "Brev", "dokumenttype": "VEDTAK", "tilknyttetRegistreringSom": "H", "variantformat": "A", "filnavn": "a.pdf",
                        "mimeType": "application/pdf", "sjekksum": SHA, "filstoerrelse": 9, "url": "https://fil.example.no/1"},
                       {"tittel": "Skjema", "filnavn": "b.pdf", "mimeType": "application/pdf"}],
        "forsendelse": {"ekspeder": True, "innhold": "enkeltvedtak"}}


def sample(name):
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def after(case, message):
    """The message with every change of the case, each of which is a path with slashes and a value."""
    return changed(message, *((tuple(int(key) if key.isdigit() else key for key in path.split("/")), value) for path, value in case))


TEXTS = ["", " ", "\t\n", "to\nlinjer", "a\u0000b", "a\u0085b", "a\u202eb", "a\u200fb", "\ufeffa", "a\uffffb", "a\u2028b", 5, None, True, [], {}]

GENERIC = [[("eksternNoekkel", text)] for text in TEXTS] + [[(f"sak/{key}", "")] for key in submission()["sak"]] + [
    [("eksternNoekkel", "k" * 200)], [("eksternNoekkel", "k" * 201)], [("eksternNoekkel", "å" * 200)], [("eksternNoekkel", "å" * 201)],
    [("eksternNoekkel", "v-" + PERSON)], [("eksternNoekkel", "v-" + REAL_FORM)], [("eksternNoekkel", "12345678901")],
    [("eksternNoekkel", "0d1c8a6e-59a4-4a61-9a54-a14833821238")], [("eksternNoekkel", SHA[:53] + PERSON)],
    [("type", "Vedtak")], [("type", "søknad")], [("type", "1vedtak")], [("type", "v" * 50)], [("type", "v" * 51)], [("type", "a b")],
    [("sak", GONE)], [("sak", [])], [("sak/tittel", GONE)], [("sak/arkivdel", GONE)], [("sak/tittel", "t" * 500)], [("sak/tittel", "t" * 501)],
    [("sak/offentligTittel", "Gjelder " + PERSON)], [("sak/tittel", "Gjelder " + PERSON)], [("sak/eksternNoekkel/noekkel", PERSON)],
    [("sak/eksternNoekkel/fagsystem", GONE)], [("sak/eksternNoekkel/ekstra", "x")], [("sak/ekstra", "x")], [("ekstra", {})],
    [("sak/klassifikasjon", [])], [("sak/klassifikasjon/0/klasseID", "14833821239")], [("sak/klassifikasjon/0/erSkjermet", False)],
    [("sak/klassifikasjon/0/erSkjermet", GONE)], [("sak/klassifikasjon/1/erSkjermet", False)], [("sak/klassifikasjon/1/klasseID", GONE)],
    [("sak/klassifikasjon", [{"klassifikasjonssystem": "KKF", "klasseID": "G"}] * 20)], [("sak/klassifikasjon", [{"klassifikasjonssystem": "KKF", "klasseID": "G"}] * 21)],
    [("sak/skjerming", {})], [("sak/skjerming/skjermingshjemmel", GONE)], [("sak/skjerming/tilgangsrestriksjon", GONE)], [("sak/skjerming", GONE)],
    [("sak/skjerming/skjermingOpphoererDato", "2086-02-30")], [("sak/part/0/navn", GONE)], [("sak/part/0", "Olga")],
    [("sak/part/0/personidentifikator", REAL_FORM)], [("sak/part/0/personidentifikator", "1483382123")], [("sak/part/0/personidentifikator", int(PERSON))],
    [("sak/part/0/personidentifikator", "57912075186")], [("sak/part/0/organisasjonsnummer", ORGANISATION)], [("sak/part/0/erSkjermet", "ja")],
    [("journalpost/journalposttype", "I")], [("journalpost/journalposttype", "Z")], [("journalpost/journalposttype", GONE)],
    [("journalpost/journalposttype", "I"), ("forsendelse", GONE)], [("journalpost/journalposttype", "S"), ("forsendelse/ekspeder", False)],
    [("journalpost/dokumentetsDato", "2026-3-10")], [("journalpost/dokumentetsDato", "20260310")], [("journalpost/dokumentetsDato", "2024-02-29")],
    [("journalpost/dokumentetsDato", "2026-02-29")], [("journalpost/dokumentetsDato", "0000-01-01")], [("journalpost/forfallsdato", "2026-04-07T00:00:00Z")],
    [("journalpost/korrespondansepart", GONE)], [("journalpost/korrespondansepart", GONE), ("forsendelse/ekspeder", False)], [("journalpost/korrespondansepart", [])],
    [("journalpost/korrespondansepart/0/korrespondanseparttype", "XX")], [("journalpost/korrespondansepart/0/korrespondanseparttype", GONE)],
    [("journalpost/korrespondansepart/0/korrespondanseparttype", "IA"), ("journalpost/korrespondansepart/1/korrespondanseparttype", "IK")],
    [("journalpost/korrespondansepart/1/organisasjonsnummer", GONE)], [("journalpost/korrespondansepart/1/organisasjonsnummer", "123456789")],
    [("journalpost/korrespondansepart/1/organisasjonsnummer", GONE), ("journalpost/korrespondansepart/1/adresse", ADDRESS)],
    [("journalpost/korrespondansepart/1/organisasjonsnummer", GONE), ("journalpost/korrespondansepart/1/forsendelsesmaate", "Sendt av fagsystem")],
    [("journalpost/korrespondansepart/0/forsendelsesmaate", "Sendt av fagsystem"), ("journalpost/korrespondansepart/1/forsendelsesmaate", "Sendt av fagsystem")],
    [("journalpost/korrespondansepart/0/adresse/postnummer", "263")], [("journalpost/korrespondansepart/0/adresse/postnummer", GONE)],
    [("journalpost/korrespondansepart/0/adresse/landkode", "no")], [("journalpost/korrespondansepart/0/adresse/landkode", "NO")],
    [("journalpost/korrespondansepart/0/adresse", {"adresselinje1": "Storgatan 1", "landkode": "SE"})], [("journalpost/korrespondansepart/0/adresse", {})],
    [("dokumenter", [])], [("dokumenter", GONE)], [("dokumenter", {})], [("dokumenter/0/tilknyttetRegistreringSom", "V")], [("dokumenter/0/tilknyttetRegistreringSom", GONE)],
    [("dokumenter/1/tilknyttetRegistreringSom", "H"), ("dokumenter/1/variantformat", "P")], [("dokumenter/0/variantformat", "X")],
    [("dokumenter/1/filnavn", "x/y.pdf")], [("dokumenter/1/filnavn", "x\\y.pdf")], [("dokumenter/1/filnavn", "..")], [("dokumenter/1/filnavn", "...")], [("dokumenter/1/filnavn", "a\u202efdp.exe")],
    [("dokumenter/1/mimeType", "pdf")], [("dokumenter/1/mimeType", "Application/PDF")], [("dokumenter/1/mimeType", "text/plain; charset=utf-8")], [("dokumenter/1/mimeType", GONE)],
    [("dokumenter/1/mimeType", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")], [("dokumenter/1/mimeType", "a/" + "b" * 101)],
    [("dokumenter/0/sjekksum", SHA.upper())], [("dokumenter/0/sjekksum", SHA[1:])], [("dokumenter/0/sjekksum", "g" * 64)],
    [("dokumenter/0/filstoerrelse", 0)], [("dokumenter/0/filstoerrelse", -1)], [("dokumenter/0/filstoerrelse", 1.5)], [("dokumenter/0/filstoerrelse", "9")], [("dokumenter/0/filstoerrelse", 2**40)], [("dokumenter/0/filstoerrelse", 2**40 + 1)], [("dokumenter/0/filstoerrelse", 2**64)],
    [("dokumenter/0/url", "file:///etc/passwd")], [("dokumenter/0/url", "https://u:p@example.no/")], [("dokumenter/0/url", "https://example.no/" + PERSON)], [("dokumenter/0/url", "https://")],
    [("dokumenter/0/url", "http://[::1]:8080/x?y=z#q")], [("dokumenter/0/url", "https://example.no/a b")], [("dokumenter/0/url", "https://example.no/æ")], [("dokumenter/0/url", "https://a\\b/")], [("dokumenter/0/url", "https://h/" + "x" * 1990)], [("dokumenter/0/url", "https://h/" + "x" * 1991)],
    [("dokumenter/0/url", "https://h?x=1")], [("dokumenter/0/url", "https://\"h\"/")],
    [("forsendelse/ekspeder", "ja")], [("forsendelse/innhold", "reklame")], [("forsendelse/ekstra", 1)], [("forsendelse", {})], [("forsendelse", GONE)]]

GENERIC_READER_ONLY = [[("dokumenter/1/filnavn", "a.pdf")], [("dokumenter/1/tilknyttetRegistreringSom", "H")]]

CLOUD_EVENT = [[("specversion", "0.3")], [("specversion", GONE)], [("id", GONE)], [("id", "")], [("id", PERSON)], [("source", GONE)], [("type", GONE)], [("type", "no.kommune.x.v1")],
               [("time", "i dag")], [("time", "2026-04-14T08:02:11")], [("time", GONE)], [("time", "2026-04-14T08:02:11.123+02:00")], [("time", "2026-02-30T08:02:11Z")],
               [("subject", "elev/" + PERSON)], [("subject", GONE)], [("datacontenttype", "text/xml")], [("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")],
               [("ukjent", "x")], [("data", GONE)], [("data", [])], [("data/ukjent", 1)]]

VISMA = CLOUD_EVENT + [
    [("type", "no.kommune.skole.dokument.ferdigstilt.v1")], [("type", "no.kommune.skole.dokument.ferdigstilt.v2")], [("type", "xno.kommune.skole.dokument.ferdigstilt.v1")],
    [("data/tenant", GONE)], [("data/sak/id", GONE)], [("data/sak/id", "elev-" + PERSON)], [("data/sak/status", GONE)], [("data/sak/opprettet", "i fjor")], [("data/sak/x", 1)],
    [("data/gjelder/fnr", "02891461341")], [("data/gjelder/fnr", REAL_FORM)], [("data/gjelder/fnr", GONE)], [("data/gjelder/etternavn", "")], [("data/gjelder/fornavn", "a" * 81)],
    [("data/dokument/retning", "OPP")], [("data/dokument/retning", "INN")], [("data/dokument/retning", "INT")], [("data/dokument/retning", "INT"), ("data/mottakere", GONE)], [("data/dokument/retning", "INT"), ("data/mottakere", [])],
    [("data/dokument/retning", "INN"), ("data/mottakere", GONE)],
    [("data/dokument/retning", "INN"), ("data/mottakere", GONE), ("data/avsender", {"type": "PERSON", "fnr": PERSON, "navn": "Olga"})],
    [("data/avsender", {"type": "PERSON", "fnr": PERSON, "navn": "Olga"})], [("data/mottakere", [])], [("data/mottakere", GONE)],
    [("data/dokument/dato", "2026-02-29")], [("data/dokument/tittel", "")], [("data/dokument/versjon", 2)], [("data/dokument/versjon", 0)], [("data/dokument/id", "d" * 180)], [("data/dokument/id", "d" * 181)],
    [("data/dokument/filer", [])], [("data/dokument/filer/0/rolle", "VEDLEGG")], [("data/dokument/filer/0/rolle", "SIDE")], [("data/dokument/filer/0/url", GONE)], [("data/dokument/filer/0/url", "ftp://x/y")],
    [("data/dokument/filer/0/sha256", GONE)], [("data/dokument/filer/0/sha256", "abc")], [("data/dokument/filer/0/bytes", GONE)], [("data/dokument/filer/0/bytes", 0)], [("data/dokument/filer/0/filnavn", "a/b")],
    [("data/dokument/filer/1", {"filnavn": "v.pdf", "mimeType": "application/pdf", "rolle": "VEDLEGG", "url": "https://h/v", "sha256": SHA, "tittel": "V"})],
    [("data/dokument/filer/1", {"filnavn": "v.pdf", "mimeType": "application/pdf", "rolle": "HOVEDDOKUMENT", "url": "https://h/v", "sha256": SHA})],
    [("data/mottakere/0/type", "HUND")], [("data/mottakere/0/type", "VIRKSOMHET")], [("data/mottakere/0/orgnr", ORGANISATION)], [("data/mottakere/0/fnr", GONE)], [("data/mottakere/0/navn", GONE)],
    [("data/mottakere/0/relasjon", GONE)], [("data/mottakere/0/adresse", ADDRESS)], [("data/mottakere/0/adresse", {"poststed": "R"})], [("data/mottakere/1/orgnr", "313770002")],
    [("data/taushetsplikt", GONE)], [("data/taushetsplikt/hjemmel", GONE)], [("data/taushetsplikt/unntattOffentlighet", GONE)], [("data/taushetsplikt/unntattOffentlighet", False), ("data/taushetsplikt/hjemmel", GONE)]]
VISMA_READER_ONLY = [[("data/dokument/type", "HEMMELIG")],
                     [("data/dokument/filer/1", {"filnavn": "sakkyndig-vurdering.pdf", "mimeType": "application/pdf", "rolle": "VEDLEGG", "url": "https://h/v", "sha256": SHA})]]

ORDER, CLOSED = "no.kommune.brannvern.palegg.fattet.v1", "no.kommune.brannvern.avvik.lukket.v1"
MANY = [{"nr": number, "kategori": "A", "beskrivelse": "b"} for number in range(1, 102)]
NORKART = CLOUD_EVENT + [
    [("type", ORDER)], [("type", CLOSED)], [("type", CLOSED), ("data/avvik/0/frist", GONE)], [("type", ORDER), ("data/avvik/0/frist", GONE)], [("type", ORDER), ("data/avvik", GONE), ("data/resultat", GONE)],
    [("type", ORDER), ("data/avvik", [{**one, "frist": "2026-06-15"} for one in MANY[:20]])], [("type", ORDER), ("data/avvik", [{**one, "frist": "2026-06-15"} for one in MANY[:21]])],
    [("type", "no.kommune.brannvern.feiing.utfort.v1")], [("data/oppdragId", "o" * 60)], [("data/oppdragId", "o" * 61)], [("data/oppdragId", PERSON)], [("data/oppdragId", GONE)],
    [("data/utfortDato", "6. mai")], [("data/utfortDato", GONE)], [("data/utfortAv", GONE)], [("data/versjon", 3)], [("data/versjon", "3")],
    [("data/eiendom/matrikkelId", GONE)], [("data/eiendom/matrikkelId", "3439")], [("data/eiendom/kommunenr", "343")], [("data/eiendom/kommunenr", 3439)], [("data/eiendom/gnr", 0)], [("data/eiendom/gnr", "41")],
    [("data/eiendom/gnr", 100000)], [("data/eiendom/bnr", GONE)], [("data/eiendom/fnr", GONE)], [("data/eiendom/snr", 1000)], [("data/eiendom/bygningsnr", GONE)], [("data/eiendom/bygningsnr", 0)], [("data/eiendom/adresse", GONE)], [("data/eiendom/adresse", PERSON)], [("data/eiendom/x", 1)],
    [("data/eier/type", "DØDSBO")], [("data/eier/fnr", "30867230138")], [("data/eier/fnr", GONE)], [("data/eier/adresse", ADDRESS)], [("data/eier", {"type": "VIRKSOMHET", "orgnr": ORGANISATION, "navn": "Borettslaget"})], [("data/eier/relasjon", "X")],
    [("data/resultat", "OK")], [("data/resultat", GONE)], [("data/resultat", "INGEN_AVVIK")], [("data/resultat", "INGEN_AVVIK"), ("data/avvik", [])], [("data/avvik", GONE)], [("data/avvik", [])], [("data/avvik", GONE), ("data/resultat", GONE)],
    [("data/avvik/0/nr", GONE)], [("data/avvik/0/nr", 10000)], [("data/avvik/0/kategori", "Skorsteinen til Torgeir")], [("data/avvik/0/kategori", PERSON)], [("data/avvik/0/beskrivelse", "to\nlinjer\tog mer")], [("data/avvik/0/beskrivelse", "a\u0000b")], [("data/avvik/0/beskrivelse", "")],
    [("data/avvik/0/frist", GONE)], [("data/avvik/0/frist", "2026-06-31")], [("data/avvik", MANY[:100])], [("data/avvik", MANY)],
    [("data/rapport", GONE)], [("data/rapport/sha256", GONE)], [("data/rapport/url", "ikke en adresse")], [("data/rapport/filnavn", "/etc/passwd")], [("data/rapport/bytes", 5)], [("data/rapport/tittel", GONE)],
    [("data/vedlegg", [])], [("data/vedlegg", [{"tittel": "Foto", "filnavn": "f.jpg", "mimeType": "image/jpeg", "url": "https://h/f", "sha256": SHA}])], [("data/vedlegg", [{}])]]
NORKART_READER_ONLY = [[("data/eiendom/matrikkelId", "34390004100880000000")], [("data/avvik/1", {"nr": 1, "kategori": "A", "beskrivelse": "b"})],
                       [("data/vedlegg", [{"tittel": "Foto", "filnavn": "tilsynsrapport-2026-004417.pdf", "mimeType": "image/jpeg", "url": "https://h/f", "sha256": SHA}])]]


def random_damage(message, seed):
    """Takes away, doubles or replaces values anywhere, so that cases nobody thought of are tried as well."""
    rng = random.Random(seed)
    message = copy.deepcopy(message)
    for _ in range(rng.randint(1, 3)):
        everywhere = list(places(message))
        *parents, key = rng.choice(everywhere)
        parent = at(message, parents)
        what = rng.randrange(4)
        if what == 0:
            del parent[key]
        elif what == 1:
            parent[key] = rng.choice(["", " x ", "0", 0, -1, 2.5, True, None, [], {}, "2026-01-01", PERSON, ORGANISATION, "æ" * 600])
        elif what == 2:
            parent[key] = copy.deepcopy(at(message, rng.choice(everywhere)))
        elif isinstance(parent, dict):
            parent[rng.choice(["x", key + "x", "tittel", "type"])] = copy.deepcopy(parent[key])
    return message


def says_only_what_schemas_cannot(answer):
    cannot = ("brukt to ganger", "bare være ett hoveddokument", "Dokumenttypen er ukjent", "Matrikkel-id-en stemmer ikke")
    return not answer["ok"] and all(any(text in message for text in cannot) for _, message in answer["errors"])


class ReaderAndSchema(unittest.TestCase):
    def verdicts(self, name, messages):
        validator = schema_validator.validator(name)
        answers = schema_validator.read_messages(name, messages)
        return [(validator.is_valid(message), answer) for message, answer in zip(messages, answers, strict=True)]

    def agree(self, name, good, cases, reader_only, at_least_refused):
        (schema_ok, answer), = self.verdicts(name, [good])
        self.assertTrue(schema_ok and answer["ok"], answer)
        verdicts = self.verdicts(name, [after(case, good) for case in cases])
        for case, (schema_ok, answer) in zip(cases, verdicts):
            with self.subTest(case=str(case)[:200]):
                self.assertEqual(schema_ok, answer["ok"], answer.get("errors"))
        self.assertGreaterEqual(sum(not schema_ok for schema_ok, _ in verdicts), at_least_refused)
        for case, (schema_ok, answer) in zip(reader_only, self.verdicts(name, [after(case, good) for case in reader_only])):
            with self.subTest(case=str(case)[:200]):
                self.assertTrue(schema_ok)
                self.assertTrue(says_only_what_schemas_cannot(answer), answer)

    def agree_on_random_damage(self, name, good):
        messages = [random_damage(good, seed) for seed in range(600)]
        refused = 0
        for message, (schema_ok, answer) in zip(messages, self.verdicts(name, messages)):
            refused += not schema_ok
            if schema_ok != answer["ok"] and not says_only_what_schemas_cannot(answer):
                self.fail(f"schema {schema_ok}, reader {answer}: {json.dumps(message, ensure_ascii=False)[:3000]}")
        self.assertTrue(100 < refused < 600, refused)

    def test_innsending(self):
        self.agree("innsending", submission(), GENERIC, GENERIC_READER_ONLY, 80)

    def test_visma_hendelse(self):
        self.agree("visma-hendelse", sample("v2_visma_hendelse.json"), VISMA, VISMA_READER_ONLY, 50)

    def test_norkart_hendelse(self):
        self.agree("norkart-hendelse", sample("n3_komtek_tilsyn.json"), NORKART, NORKART_READER_ONLY, 50)

    def test_innsending_with_random_damage(self):
        self.agree_on_random_damage("innsending", submission())

    def test_visma_hendelse_with_random_damage(self):
        self.agree_on_random_damage("visma-hendelse", sample("v2_visma_hendelse.json"))

    def test_norkart_hendelse_with_random_damage(self):
        self.agree_on_random_damage("norkart-hendelse", sample("n3_komtek_tilsyn.json"))

    def test_what_every_adapter_makes_fits_the_schema_of_the_submission(self):
        validator = schema_validator.validator("innsending")
        for name, file in (("visma-hendelse", "v2_visma_hendelse.json"), ("norkart-hendelse", "n3_komtek_tilsyn.json"),
                           ("gerica-msghead", "g1_msghead_dialognotat_vedlegg.xml")):
            answer, = schema_validator.read(name, [SAMPLES / file])
            self.assertTrue(answer["ok"], answer)
            self.assertEqual([error.message for error in validator.iter_errors(json.loads(answer["canonical"]))], [], name)


if __name__ == "__main__":
    unittest.main()
