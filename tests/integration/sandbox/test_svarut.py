"""SvarUT takes what it documents, chooses the channel, and refuses the rest with its own error body."""

import json
import unittest
import uuid

from case import SandboxCase
from driver import ADDRESS, PDF, part, person_forsendelse

ORGNR = "974760673"
LOCKED_PDF = b"%PDF-1.6\ntrailer << /Encrypt 5 0 R >>\n%%EOF\n"


def organisation(**changed):
    return person_forsendelse(ORGNR, **changed)


def letter_to_print(**changed):
    return person_forsendelse("", mottaker={"navn": "Ukjent Mottaker", "adresse": dict(ADDRESS)}, **changed)


class SvarUt(SandboxCase):
    def fnr(self, row="fresh_digipost"):
        return self.sandbox.person(row)

    def assert_refused(self, answer, status=400, code=None, text=""):
        self.assertEqual(answer.status, status, answer.text)
        body = answer.json()
        self.assertEqual(body["status"], status)
        uuid.UUID(body["errorId"])
        self.assertTrue(body["originalPath"].endswith(body["path"]))
        self.assertIn(text, body["message"])
        if code:
            self.assertEqual(body["errorCode"], code)

    def assert_forsendelse_refused(self, forsendelse, kind="person", files=None, text="Ugyldig innhold"):
        self.assert_refused(self.sandbox.send_forsendelse(forsendelse, kind, files), text=text)


class Sending(SvarUt):
    def test_takes_each_kind_down_its_own_path(self):
        for row, status, channel in [("fresh_digipost", "LEVERT_SDP", "sdp"), ("fresh_eboks", "LEVERT_SDP", "sdp"),
                                     ("fresh_no_mailbox", "LEST", "altinn"), ("fresh_unread", "PRINTET", "altinn"),
                                     ("fresh_empty_certificate", "LEST", "altinn"), ("reserved", "PRINTET", "print"),
                                     ("expired_unfiltered", "PRINTET", "print"), ("deleted", "PRINTET", "print"),
                                     ("not_registered", "PRINTET", "print")]:
            with self.subTest(row):
                forsendelse = person_forsendelse(self.fnr(row))
                answer = self.sandbox.send_forsendelse(forsendelse)
                self.assertEqual(answer.status, 200, answer.text)
                self.assertEqual(self.sandbox.status_of(answer.json()["id"]), status)
                logged = next(item for item in self.letters() if item["key"] == forsendelse["eksternReferanse"])
                self.assertEqual((logged["channel"], logged["count"]), (channel, 1))
        for kind, forsendelse, status in [("organisasjon", organisation(), "LEST"),
                                          ("print", letter_to_print(), "PRINTET")]:
            answer = self.sandbox.send_forsendelse(forsendelse, kind)
            self.assertEqual(self.sandbox.status_of(answer.json()["id"]), status)

    def test_takes_every_documented_field(self):
        answer_to = {"navn": "Testby kommune", "type": "ORGANISASJON", "digitalId": ORGNR, "adresse": dict(ADDRESS)}
        noark = {"saksaar": 2026, "sakssekvensnummer": 1, "journalaar": 2026, "journalsekvensnummer": 2,
                 "journalpostnummer": 3, "journalposttype": "U", "journalstatus": "E", "tittel": "Tittel",
                 "dokumentetsDato": "2026-11-21T12:00:00+01:00"}
        forsendelse = organisation(
            avgivendeSystemAktor="saksbehandler", konteringskode="1.2_ø-Å", kunDigitalLevering=False, kryptert=False,
            utskriftskonfigurasjon={"tosidig": True}, sikkerhetsniva="BETYDELIG", svarSendesTil=answer_to,
            svarPaForsendelseId=str(uuid.uuid4()), lenker=[{"url": "https://example.org/a", "tekst": "Les mer"}],
            kanSvareViaEdialog=True, korrelasjonsid="sak-1", forsendelsestype="innsyn", taushetsbelagtPost=True,
            metadataFraAvleverendeSystem={**noark, "journaldato": "2026-11-21T12:00:00Z", "saksbehandler": "NN",
                                          "ekstraMetadata": [{"key": "a", "value": "b"}]},
            metadataForImport=noark, eksponertFor=[self.fnr()], ukjentFelt={"tolereres": True},
            dokumenter=[{"filnavn": "vedtak.pdf", "mimeType": "application/pdf", "giroarkSide": 1,
                         "dokumentType": "VEDTAK", "ekstraMetadata": [{"key": "a", "value": "b"}],
                         "inneholderPersonsensitivInformasjon": True},
                        {"filnavn": "data.xml", "mimeType": "text/xml", "skalEkskluderesFraUtskrift": True}])
        answer = self.sandbox.send_forsendelse(forsendelse, "organisasjon", [PDF, b"<a/>"])
        self.assertEqual(answer.status, 200, answer.text)

    def test_takes_the_metadata_part_as_the_official_client_sends_it(self):
        forsendelse = person_forsendelse(self.fnr())
        parts = [part("forsendelse", json.dumps(forsendelse).encode(), content_type="text/plain;charset=UTF-8"),
                 part("filer_0", PDF, "vedtak.pdf", "application/pdf")]
        self.assertEqual(self.sandbox.svarut_send("person", parts).status, 200)

    def test_rejects_after_the_id_was_given_what_cannot_be_printed(self):
        for name, changed, content in [("locked", {}, LOCKED_PDF), ("no PDF", {}, b"this is text"),
                                       ("no address", {"mottaker": {"navn": "X", "digitalId": self.fnr("reserved")}},
                                        PDF)]:
            with self.subTest(name):
                forsendelse = person_forsendelse(self.fnr("reserved"), **changed)
                answer = self.sandbox.send_forsendelse(forsendelse, files=[content])
                self.assertEqual(self.sandbox.status_of(answer.json()["id"]), "AVVIST")

    def test_says_not_delivered_when_only_digital_would_do(self):
        answer = self.sandbox.send_forsendelse(person_forsendelse(self.fnr("reserved"), kunDigitalLevering=True))
        self.assertEqual(self.sandbox.status_of(answer.json()["id"]), "IKKE_LEVERT")

    def test_finds_an_encrypt_word_across_the_chunks_of_a_large_file(self):
        content = b"%PDF-1.7\n" + b"x" * 3_000_000 + b"/Encrypt" + b"y" * 1_000_000
        answer = self.sandbox.send_forsendelse(person_forsendelse(self.fnr()), files=[content])
        self.assertEqual(self.sandbox.status_of(answer.json()["id"]), "AVVIST")

    def test_finds_by_reference_all_that_bear_it(self):
        reference = str(uuid.uuid4())
        ids = [self.sandbox.send_forsendelse(person_forsendelse(self.fnr(), eksternReferanse=reference)).json()["id"]
               for _ in range(2)]
        self.assertEqual(sorted(self.sandbox.svarut_find(reference).json()["forsendelseIds"]), sorted(ids))
        self.assertEqual(self.sandbox.svarut_find("unknown").json(), {"forsendelseIds": []})
        logged = next(item for item in self.letters() if item["key"] == reference)
        self.assertEqual(logged["count"], 2)
        self.assertIn(["svarut", reference, 2], self.sandbox.log()["summary"]["sentTwice"])

    def test_refuses_the_same_content_twice_whatever_its_reference(self):
        forsendelse = person_forsendelse(self.fnr())
        self.assertEqual(self.sandbox.send_forsendelse(forsendelse).status, 200)
        before = self.accepted()
        forsendelse["eksternReferanse"] = str(uuid.uuid4())
        text = "Forsendelse med samme mottaker, tittel, avsender og filer er forsøkt sendt tidligere"
        self.assert_refused(self.sandbox.send_forsendelse(forsendelse), code="GJENTAGENDE_FORSENDELSE", text=text)
        self.assertEqual(self.accepted(), before)
        forsendelse["tittel"] += " (rettet)"
        self.assertEqual(self.sandbox.send_forsendelse(forsendelse).status, 200)


class Refusals(SvarUt):
    def test_refuses_without_the_three_headers(self):
        forsendelse = person_forsendelse(self.fnr())
        other = self.sandbox.token("ks:fiks", **self.sandbox.other_client())
        for headers, text in [({"Authorization": None}, "access_token"), ({"Authorization": "Bearer x"}, "access_token"),
                              ({"Authorization": "Bearer " + self.sandbox.token("krr:global/digitalpost.read")},
                               "access_token"),
                              ({"IntegrasjonId": None}, "Autentisering feilet for integrasjon med id"),
                              ({"IntegrasjonId": str(uuid.uuid4())}, "Autentisering feilet for integrasjon med id"),
                              ({"IntegrasjonPassord": "feil"}, "Autentisering feilet for integrasjon med id"),
                              ({"Authorization": "Bearer " + other}, "Autentisering feilet for integrasjon med id")]:
            with self.subTest(str(list(headers))):
                sent = self.sandbox.fiks_headers(**headers)
                self.assert_refused(self.sandbox.send_forsendelse(forsendelse, headers=sent), 401, text=text)
                self.assert_refused(self.sandbox.svarut_find("x", headers=sent), 401, text=text)
                self.assert_refused(self.sandbox.svarut_status([str(uuid.uuid4())], headers=sent), 401, text=text)

    def test_refuses_a_konto_of_others(self):
        answer = self.sandbox.send_forsendelse(person_forsendelse(self.fnr()), konto=str(uuid.uuid4()))
        self.assert_refused(answer, 403)

    def test_refuses_multipart_in_another_order_or_form(self):
        forsendelse = person_forsendelse(self.fnr(), dokumenter=[
            {"filnavn": "a.pdf", "mimeType": "application/pdf"}, {"filnavn": "b.pdf", "mimeType": "application/pdf"}])
        metadata = part("forsendelse", json.dumps(forsendelse).encode(), content_type="application/json")
        a, b = (part("filer", PDF + name, name.decode(), "application/pdf") for name in (b"a.pdf", b"b.pdf"))
        for name, parts in {"files first": [a, b, metadata], "files swapped": [metadata, b, a],
                            "a file missing": [metadata, a], "a file too many": [metadata, a, b, a],
                            "metadata twice": [metadata, metadata, a, b], "nothing": [],
                            "metadata under another name": [part("metadata", metadata[1]), a, b],
                            "metadata as XML": [part("forsendelse", metadata[1], content_type="text/xml"), a, b],
                            "metadata not JSON": [part("forsendelse", b"{tittel"), a, b],
                            "a file without a name": [metadata, part("filer", PDF), b],
                            "a file of another type": [metadata, part("filer", PDF, "a.pdf", "text/html"), b],
                            "an empty file": [metadata, part("filer", b"", "a.pdf", "application/pdf"), b]}.items():
            with self.subTest(name):
                self.assert_refused(self.sandbox.svarut_send("person", parts))
        self.assert_refused(self.sandbox.svarut_send("person", [metadata, a, b], cut=10))
        self.assert_refused(self.sandbox.svarut_send("person", [metadata, a, b], content_type="application/json"))
        self.assert_refused(self.sandbox.svarut_send("person", [metadata, a, b], content_type="multipart/form-data"))
        self.assertEqual(self.sandbox.svarut_send("person", [metadata, a, b]).status, 200)

    def test_refuses_what_the_schema_forbids(self):
        fnr = self.fnr()
        to = {"navn": "X", "digitalId": fnr}
        bad_address = lambda **changed: {"mottaker": {**to, "adresse": {**ADDRESS, **changed}}}
        for changed in [{"tittel": None}, {"tittel": ""}, {"tittel": "x" * 1001}, {"tittel": 7}, {"mottaker": None},
                        {"mottaker": {"digitalId": fnr}}, {"mottaker": {"navn": "X"}},
                        {"mottaker": {**to, "navn": "x" * 101}}, bad_address(poststed=""),
                        bad_address(adresselinje1="x" * 71), bad_address(postnummer="x" * 21),
                        bad_address(landkode="no"), {"mottaker": {**to, "adresse": {"poststed": "Oslo"}}},
                        {"avgivendeSystem": "x" * 101}, {"konteringskode": "a b"}, {"konteringskode": "x" * 21},
                        {"kunDigitalLevering": "ja"}, {"kryptert": 1}, {"utskriftskonfigurasjon": {"tosidig": "nei"}},
                        {"sikkerhetsniva": "NIVA4"}, {"svarPaForsendelseId": "not-a-uuid"},
                        {"eksternReferanse": "x" * 101}, {"eksternReferanse": ""}, {"korrelasjonsid": "x" * 101},
                        {"svarSendesTil": {"navn": "X", "digitalId": "1", "adresse": dict(ADDRESS)}},
                        {"svarSendesTil": {"navn": "X", "type": "PERSON", "digitalId": "12a", "adresse": dict(ADDRESS)}},
                        {"eksponertFor": [fnr, fnr]}, {"lenker": [{"url": "https://a", "tekst": "b"}] * 6},
                        {"lenker": [{"url": "uten skjema", "tekst": "b"}]}, {"lenker": [{"url": "https://a"}]},
                        {"dokumenter": {}}, {"dokumenter": [{"filnavn": "a.pdf"}]},
                        {"dokumenter": [{"mimeType": "application/pdf"}]},
                        {"dokumenter": [{"filnavn": "x" * 227, "mimeType": "application/pdf"}]},
                        {"dokumenter": [{"filnavn": "a.pdf", "mimeType": "application/pdf", "giroarkSide": 0}]},
                        {"signering": {"signaturType": "AVANSERT_SIGNATUR"}},
                        {"signering": {"signeringUtloper": "i morgen", "signaturType": "AVANSERT_SIGNATUR"}}]:
            with self.subTest(str(changed)[:80].replace(fnr, "<fnr>")):
                self.assert_forsendelse_refused(person_forsendelse(fnr, **changed))

    def test_refuses_organisation_metadata_that_the_schema_forbids(self):
        for field, value in [("saksaar", 26), ("saksaar", "2026"), ("sakssekvensnummer", 0), ("mappeId", ""),
                             ("dokumentetsDato", "2026-11-21"), ("tittel", "x" * 1001),
                             ("ekstraMetadata", [{"key": "a"}]), ("ekstraMetadata", [{"key": "a", "value": "b"}] * 2),
                             ("ekstraMetadata", [{"key": str(n), "value": "b"} for n in range(21)])]:
            with self.subTest(field):
                forsendelse = organisation(metadataFraAvleverendeSystem={field: value})
                self.assert_forsendelse_refused(forsendelse, "organisasjon")

    def test_refuses_what_the_rules_forbid(self):
        fnr = self.fnr()
        document = {"filnavn": "a.pdf", "mimeType": "application/pdf"}
        sign = {"signeringUtloper": "2036-11-21T12:00:00Z", "signaturType": "AVANSERT_SIGNATUR"}
        person_answer = {"navn": "X", "type": "PERSON", "digitalId": fnr, "adresse": dict(ADDRESS)}
        for name, changed in {
                "name used twice": {"dokumenter": [document, {**document, "filnavn": "A.PDF"}]},
                "colon in a name": {"dokumenter": [{**document, "filnavn": "a:b.pdf"}]},
                "question mark in a name": {"dokumenter": [{**document, "filnavn": "a?.pdf"}]},
                "no PDF and not excluded": {"dokumenter": [{"filnavn": "a.txt", "mimeType": "text/plain"}]},
                "no documents": {"dokumenter": []},
                "highest level unencrypted": {"sikkerhetsniva": "HOYESTE"},
                "encrypted in name only": {"kryptert": True},
                "edialog without an address": {"kanSvareViaEdialog": True},
                "edialog to a person": {"kanSvareViaEdialog": True, "svarSendesTil": person_answer},
                "signing without a document": {"signering": sign},
                "a document to sign without signing": {"dokumenter": [{**document, "skalSigneres": True}]},
                "signing that ends too soon": {"dokumenter": [{**document, "skalSigneres": True}], "signering":
                                               {**sign, "signeringUtloper": "2020-01-01T00:00:00Z"}},
                "exposed to nobody": {"eksponertFor": ["12345678901"]},
                "digitalId with a wrong control digit": {"mottaker": {
                    "navn": "X", "digitalId": fnr[:10] + str((int(fnr[10]) + 1) % 10)}},
                "digitalId of ten digits": {"mottaker": {"navn": "X", "digitalId": fnr[:10]}},
                "an organisation as a person": {"mottaker": {"navn": "X", "digitalId": ORGNR}}}.items():
            with self.subTest(name):
                self.assert_forsendelse_refused(person_forsendelse(fnr, **changed))

    def test_refuses_organisations_that_are_none(self):
        self.assert_forsendelse_refused(organisation(mottaker={"navn": "X", "digitalId": "123456789"}), "organisasjon")
        self.assert_forsendelse_refused(organisation(mottaker={"navn": "X", "digitalId": self.fnr()}), "organisasjon")
        self.assert_forsendelse_refused(organisation(forsendelsestype="oppdiktet"), "organisasjon")

    def test_refuses_paper_without_an_address_or_of_other_than_pdf(self):
        self.assert_forsendelse_refused(letter_to_print() | {"mottaker": {"navn": "X"}}, "print")
        text = letter_to_print(dokumenter=[{"filnavn": "a.txt", "mimeType": "text/plain"}])
        self.assert_forsendelse_refused(text, "print")

    def test_refuses_searches_that_name_no_ids(self):
        for body in ["", "{}", '{"id": []}', '{"id": "x"}', '{"id": ["x"]}', '{"id": [1]}',
                     '{"forsendelseIds": ["%s"]}' % uuid.uuid4()]:
            with self.subTest(body[:20]):
                self.assert_refused(self.sandbox.svarut_status([], body=body))
        self.assert_refused(self.sandbox.svarut_status([str(uuid.uuid4())], content_type="text/plain"), 415)
        self.assertEqual(self.sandbox.svarut_status([str(uuid.uuid4())]).json(), {"statuser": []})

    def test_refuses_a_look_up_without_a_reference(self):
        answer = self.sandbox.call("GET", self.sandbox.forsendelser("v2"), headers=self.sandbox.fiks_headers())
        self.assert_refused(answer)

    def test_takes_on_nothing_that_it_refuses(self):
        before = self.accepted()
        forsendelse = person_forsendelse(self.fnr(), sikkerhetsniva="HOYESTE")
        self.assert_forsendelse_refused(forsendelse)
        self.assertEqual(self.accepted(), before)
        self.assertEqual(self.sandbox.svarut_find(forsendelse["eksternReferanse"]).json(), {"forsendelseIds": []})


if __name__ == "__main__":
    unittest.main()
