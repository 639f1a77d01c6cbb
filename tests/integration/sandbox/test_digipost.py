"""Digipost trusts only signed requests, takes only what its schema and rules allow, and signs every answer."""

import base64
import hashlib
import re
import time
import unittest
import uuid
import xml.etree.ElementTree as ET
from email.utils import formatdate
from urllib.parse import quote

from case import SandboxCase
from driver import DIGIPOST_XML, PDF, document_part, identity_numbers, multipart, rsa_verify

SPACE = "{http://api.digipost.no/schema/v8}"
PRINT = """<print-details><recipient><name>Ola</name><norwegian-address><addressline1>Storgata 1</addressline1>
<zip-code>0155</zip-code><city>Oslo</city></norwegian-address></recipient><return-address><name>Testby</name>
<norwegian-address><zip-code>0037</zip-code><city>Oslo</city></norwegian-address></return-address></print-details>"""


def document(identifier, element="primary-document", subject="<subject>Vedtak</subject>", kind="pdf", more=""):
    return "<%s><uuid>%s</uuid>%s<file-type>%s</file-type>%s</%s>" % (element, identifier, subject, kind, more, element)


class Digipost(SandboxCase):
    def fnr(self, row="fresh_digipost"):
        return self.sandbox.person(row)

    def message(self, documents, fnr=None, recipient=None, key=None, sender=None, after_recipient="", end=""):
        """A message with one primary document for each text given; recipient and sender are XML."""
        if recipient is None:
            recipient = "<personal-identification-number>%s</personal-identification-number>" % (fnr or self.fnr())
        if sender is None:
            sender = "<sender-id>%d</sender-id>" % self.sandbox.facts["digipost"]["senderId"]
        return ('<message xmlns="http://api.digipost.no/schema/v8"><message-id>%s</message-id>%s<recipient>%s</recipient>'
                '%s%s%s</message>' % (key or uuid.uuid4(), sender, recipient, after_recipient, "".join(documents), end))

    def send(self, content=PDF, kind="pdf", subject="<subject>Vedtak</subject>", more="", **message):
        identifier = str(uuid.uuid4())
        xml = self.message([document(identifier, subject=subject, kind=kind, more=more)], **message)
        return self.sandbox.digipost_send(xml, [(identifier, content)])

    def identify(self, inner, attributes=""):
        body = '<identification xmlns="http://api.digipost.no/schema/v8"%s>%s</identification>' % (attributes, inner)
        return self.sandbox.digipost("POST", "/identification", body.encode())

    def by_pin(self, fnr):
        return self.identify("<personal-identification-number>%s</personal-identification-number>" % fnr)

    def assert_refused(self, answer, code, status=400):
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(ET.fromstring(answer.body).findtext(SPACE + "error-code"), code, answer.text)

    def certificate(self):
        return ET.fromstring(self.sandbox.digipost("GET", "/").body).findtext(SPACE + "certificate")

    def assert_signed(self, answer, path):
        fields = ["date: " + answer.headers["date"]]
        if answer.body:
            digest = base64.b64encode(hashlib.sha256(answer.body).digest()).decode()
            self.assertEqual(answer.headers["x-content-sha256"], digest)
            fields.append("x-content-sha256: " + digest)
        signed = "\n".join([str(answer.status), path.lower(), *fields]) + "\n"
        signature = base64.b64decode(answer.headers["x-digipost-signature"])
        self.assertTrue(rsa_verify(self.certificate(), signed.encode(), signature))


class Signatures(Digipost):
    BODY = b'<identification xmlns="http://api.digipost.no/schema/v8"/>'

    def call(self, headers=None, **signing):
        return self.sandbox.digipost("POST", "/identification", self.BODY, headers=headers, **signing)

    def test_signs_every_answer_also_refusals(self):
        self.assert_signed(self.sandbox.digipost("GET", "/"), "/digipost/")
        self.assert_signed(self.by_pin(self.fnr()), "/digipost/identification")
        self.assert_signed(self.call(key="maskinporten-other.key.pem"), "/digipost/identification")
        path = "/documents/%d/%s/status" % (self.sandbox.facts["digipost"]["senderId"], uuid.uuid4())
        self.assert_signed(self.sandbox.digipost("GET", path), "/digipost" + path)

    def test_writes_the_signed_headers_in_the_case_that_java_sorts_by(self):
        names = [name for name, _ in self.sandbox.digipost("GET", "/").raw_headers]
        for name in ["Date", "X-Content-SHA256", "X-Digipost-Signature"]:
            self.assertIn(name, names)

    def test_signs_with_a_new_key_after_a_rollover(self):
        before = self.certificate()
        self.sandbox.control("POST", "digipost/rollover")
        self.assertNotEqual(self.certificate(), before)
        self.assert_signed(self.by_pin(self.fnr()), "/digipost/identification")

    def test_can_sign_wrongly_on_demand(self):
        self.sandbox.fault(service="digipost", operation="identify", action="bad_signature")
        answer = self.by_pin(self.fnr())
        self.assertEqual(answer.status, 200)
        with self.assertRaises(AssertionError):
            self.assert_signed(answer, "/digipost/identification")

    def test_refuses_requests_without_the_signed_headers(self):
        for name, headers, code, status in [
                ("no user", {"X-Digipost-UserId": None}, "INVALID_USER_ID_HEADER", 400),
                ("user not a number", {"X-Digipost-UserId": "me"}, "INVALID_USER_ID_HEADER", 400),
                ("unknown user", {"X-Digipost-UserId": "1"}, "UNKNOWN_USER_ID", 403),
                ("no date", {"Date": None}, "MISSING_DATE_HEADER", 400),
                ("date in ISO", {"Date": "2026-11-21T11:00:00Z"}, "INVALID_DATE_HEADER", 400),
                ("date not in GMT", {"Date": "Sat, 21 Nov 2026 11:00:00 +0100"}, "INVALID_DATE_HEADER", 400),
                ("day does not fit the date", {"Date": "Mon, 21 Nov 2026 11:00:00 GMT"}, "INVALID_DATE_HEADER", 400),
                ("no hash", {"X-Content-SHA256": None}, "MISSING_SHA256", 400),
                ("hash of something else", {"X-Content-SHA256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},
                 "INVALID_SHA256", 400),
                ("no signature", {"X-Digipost-Signature": None}, "MISSING_SIGNATURE", 403),
                ("signature not base64", {"X-Digipost-Signature": "%%%"}, "INVALID_SIGNATURE", 403),
                ("no accept", {"Accept": "text/html"}, "PROBLEM_WITH_REQUEST", 406)]:
            with self.subTest(name):
                self.assert_refused(self.call(headers=headers), code, status)

    def test_refuses_dates_more_than_five_minutes_off(self):
        for seconds in [-310, 310]:
            answer = self.call(date=formatdate(time.time() + seconds, usegmt=True))
            self.assert_refused(answer, "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL")
        self.assert_refused(self.call(date=formatdate(time.time() - 290, usegmt=True)), "MISSING_RECIPIENT")

    def test_refuses_a_signature_over_anything_else_and_shows_what_it_signed(self):
        answer = self.call(key="maskinporten-other.key.pem")
        self.assert_refused(answer, "INVALID_SIGNATURE", 403)
        shown = re.search(r"===START===\n(.*)===SLUTT===", answer.text, re.S).group(1)
        self.assertTrue(shown.startswith("POST\n/digipost/identification\ndate: "))
        self.assertTrue(shown.endswith("x-digipost-userid: %d\n\n" % self.sandbox.facts["digipost"]["brokerId"]))
        signed = self.sandbox.digipost_headers("POST", "/digipost/identification", self.BODY, query="a=b")
        self.assert_refused(self.call(headers=signed), "INVALID_SIGNATURE", 403)
        signed = self.sandbox.digipost_headers("PUT", "/digipost/identification", self.BODY)
        self.assert_refused(self.call(headers=signed), "INVALID_SIGNATURE", 403)
        signed = self.sandbox.digipost_headers("POST", "/digipost/messages", self.BODY)
        self.assert_refused(self.call(headers=signed), "INVALID_SIGNATURE", 403)

    def test_signs_queries_in_lower_case_as_they_were_sent(self):
        query = "from=%s&to=%s&offset=0&maxResults=100" % tuple(
            quote(time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00", time.gmtime(time.time() + shift)), safe="")
            for shift in (-3600, 3600))
        self.assertIn("%3A", query)
        self.assertEqual(self.sandbox.digipost("GET", "/documents/events", query=query).status, 200)


class Identification(Digipost):
    def result(self, answer):
        root = ET.fromstring(answer.body)
        return tuple(child.text for child in root)

    def test_tells_the_four_outcomes_apart(self):
        fnr = self.fnr()
        wrong = fnr[:10] + str((int(fnr[10]) + 1) % 10)
        self.assertEqual(self.result(self.by_pin(fnr)), ("DIGIPOST",))
        self.assertEqual(self.result(self.by_pin(self.fnr("fresh_eboks"))), ("IDENTIFIED",))
        self.assertEqual(self.result(self.by_pin(next(identity_numbers()))), ("UNIDENTIFIED", "NOT_FOUND"))
        self.assertEqual(self.result(self.by_pin(wrong)), ("INVALID", "INVALID_PERSONAL_IDENTIFICATION_NUMBER"))
        self.assertEqual(self.result(self.by_pin(next(identity_numbers(0)))),
                         ("INVALID", "INVALID_PERSONAL_IDENTIFICATION_NUMBER"))
        self.assertEqual(self.result(self.identify("<organisation-number>123456789</organisation-number>")),
                         ("INVALID", "INVALID_ORGANISATION_NUMBER"))

    def test_gives_a_key_when_asked_for_one(self):
        body = ('<identification xmlns="http://api.digipost.no/schema/v8"><personal-identification-number>%s'
                '</personal-identification-number></identification>' % self.fnr()).encode()
        answer = self.sandbox.digipost("POST", "/identificationwithencryptionkey", body)
        self.assertIn("BEGIN PUBLIC KEY", answer.text)

    def test_refuses_what_is_not_an_identification(self):
        for name, body in {"not XML": "<", "another root": "<x/>", "no namespace": "<identification/>",
                           "a document type": "<!DOCTYPE a><identification xmlns='http://api.digipost.no/schema/v8'/>",
                           "two people": "<identification xmlns='http://api.digipost.no/schema/v8'>"
                                         "<digipost-address>a</digipost-address><digipost-address>b</digipost-address>"
                                         "</identification>"}.items():
            with self.subTest(name):
                answer = self.sandbox.digipost("POST", "/identification", body.encode())
                self.assert_refused(answer, "SCHEMA_VALIDATION_ERROR")
        self.assert_refused(self.identify("<personal-identification-number>123</personal-identification-number>"),
                            "SCHEMA_VALIDATION_ERROR")
        self.assert_refused(self.identify("", ' unknown="1"'), "SCHEMA_VALIDATION_ERROR")
        self.assert_refused(self.identify(""), "MISSING_RECIPIENT")
        answer = self.sandbox.digipost("POST", "/identification", b"<x/>", content_type="application/xml")
        self.assert_refused(answer, "ILLEGAL_CONTENT_TYPE")


class Sending(Digipost):
    def test_delivers_digitally_and_to_print(self):
        for fnr, more, expected in [(self.fnr(), "", ("DIGIPOST", "DELIVERED")),
                                    (self.fnr(), PRINT, ("DIGIPOST", "DELIVERED")),
                                    (self.fnr("fresh_eboks"), PRINT, ("PRINT", "DELIVERED_TO_PRINT"))]:
            recipient = "<personal-identification-number>%s</personal-identification-number>%s" % (fnr, more)
            root = ET.fromstring(self.send(recipient=recipient).body)
            self.assertEqual((root.findtext(SPACE + "delivery-method"), root.findtext(SPACE + "status")), expected)
        root = ET.fromstring(self.send(recipient=PRINT).body)
        self.assertEqual(root.findtext(SPACE + "delivery-method"), "PRINT")

    def test_takes_attachments_in_order_and_shows_their_hashes(self):
        ids = [str(uuid.uuid4()) for _ in range(3)]
        documents = [document(ids[0])] + [document(one, "attachment") for one in ids[1:]]
        contents = [PDF + bytes([65 + n]) for n in range(3)]
        answer = self.sandbox.digipost_send(self.message(documents), list(zip(ids, contents)))
        hashes = [element.text for element in ET.fromstring(answer.body).iter(SPACE + "content-hash")]
        self.assertEqual(hashes, [base64.b64encode(hashlib.sha256(one).digest()).decode() for one in contents])
        logged = next(item for item in self.letters("digipost") if item["externalId"] == ids[0])
        self.assertEqual(logged["documents"], [hashlib.sha256(one).hexdigest() for one in contents])

    def test_follows_a_document_to_its_events(self):
        identifier, sender = str(uuid.uuid4()), self.sandbox.facts["digipost"]["senderId"]
        xml = self.message([document(identifier, more="<opening-receipt>post@example.org</opening-receipt>")])
        self.assertEqual(self.sandbox.digipost_send(xml, [(identifier, PDF)]).status, 200)
        status = ET.fromstring(self.sandbox.digipost("GET", "/documents/%d/%s/status" % (sender, identifier)).body)
        self.assertEqual((status.get("status"), status.get("read"), status.get("channel")), ("DELIVERED", "Y", "DIGIPOST"))
        self.assertIn((identifier, "OPENED"), self.events())

    def events(self, offset=0, most=1000, status=200):
        times = [quote(time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00", time.gmtime(time.time() + shift)), safe="")
                 for shift in (-3600, 3600)]
        query = "from=%s&to=%s&offset=%s&maxResults=%s" % (*times, offset, most)
        answer = self.sandbox.digipost("GET", "/documents/events", query=query)
        self.assertEqual(answer.status, status, answer.text)
        return [(event.get("uuid"), event.get("type")) for event in ET.fromstring(answer.body)]

    def test_pages_through_events(self):
        for _ in range(3):
            self.send(recipient=PRINT)
        everything = self.events()
        self.assertGreaterEqual(len(everything), 3)
        paged = []
        while page := self.events(len(paged), 2):
            paged += page
        self.assertEqual(paged, everything)

    def test_lets_print_fail_on_demand(self):
        self.sandbox.fault(service="digipost", operation="send", action="end_status", code="TOO_MANY_PAGES")
        identifier = ET.fromstring(self.send(recipient=PRINT).body).find(SPACE + "primary-document").findtext(SPACE + "uuid")
        self.assertIn((identifier, "PRINT_FAILED"), self.events())
        path = "/documents/%d/%s/status" % (self.sandbox.facts["digipost"]["senderId"], identifier)
        self.assertEqual(ET.fromstring(self.sandbox.digipost("GET", path).body).get("status"), "NOT_DELIVERED")

    def test_refuses_ids_that_were_used(self):
        key, identifier = str(uuid.uuid4()), str(uuid.uuid4())
        xml = self.message([document(identifier)], key=key)
        self.assertEqual(self.sandbox.digipost_send(xml, [(identifier, PDF)]).status, 200)
        self.assert_refused(self.sandbox.digipost_send(xml, [(identifier, PDF)]), "DUPLICATE_MESSAGE")
        self.assert_refused(self.send(key=key), "DUPLICATE_MESSAGE")
        xml = self.message([document(identifier)])
        self.assert_refused(self.sandbox.digipost_send(xml, [(identifier, PDF)]), "DUPLICATE_DOCUMENT_ID")
        twin = str(uuid.uuid4())
        xml = self.message([document(twin), document(twin, "attachment")])
        self.assert_refused(self.sandbox.digipost_send(xml, [(twin, PDF), (twin, PDF)]), "DUPLICATE_DOCUMENT_ID")
        logged = [item["count"] for item in self.letters("digipost") if item["key"] == key]
        self.assertEqual(logged, [1])

    def test_refuses_bodies_of_another_form(self):
        identifier = str(uuid.uuid4())
        xml = self.message([document(identifier)]).encode()
        message, file = document_part("message", xml, DIGIPOST_XML), document_part(identifier, PDF)
        for name, parts, code in [
                ("no files", [message], "DOCUMENTS_AND_FILES_MISMATCH"),
                ("file first", [file, message], "DOCUMENTS_AND_FILES_MISMATCH"),
                ("one file too many", [message, file, file], "DOCUMENTS_AND_FILES_MISMATCH"),
                ("named by something else", [message, document_part("vedtak.pdf", PDF)], "DOCUMENTS_AND_FILES_MISMATCH"),
                ("no disposition", [message, ({"Content-Type": "application/pdf"}, PDF)],
                 "MISSING_BODYPART_CONTENT_DISPOSITION"),
                ("no filename", [message, ({"Content-Disposition": 'attachment; name="a"'}, PDF)],
                 "MISSING_BODYPART_FILENAME"),
                ("message as plain XML", [document_part("message", xml, "application/xml"), file],
                 "ILLEGAL_CONTENT_TYPE"),
                ("file of another type", [message, document_part(identifier, PDF, "image/png")],
                 "ILLEGAL_CONTENT_TYPE"),
                ("empty file", [message, document_part(identifier, b"")], "MISSING_CONTENT"),
                ("message not XML", [document_part("message", b"<message", DIGIPOST_XML), file],
                 "SCHEMA_VALIDATION_ERROR")]:
            with self.subTest(name):
                body = multipart("grense", parts)
                answer = self.sandbox.digipost("POST", "/messages", body,
                                               content_type="multipart/vnd.digipost-v8+xml; boundary=grense")
                self.assert_refused(answer, code)
        self.assert_refused(self.sandbox.digipost("POST", "/messages", xml), "ILLEGAL_CONTENT_TYPE")
        body = multipart("grense", [message, file])
        for cut, kind, code in [(10, "multipart/vnd.digipost-v8+xml; boundary=grense", "PROBLEM_WITH_REQUEST"),
                                (0, "multipart/vnd.digipost-v8+xml", "PROBLEM_WITH_REQUEST"),
                                (0, "multipart/mixed; boundary=grense", "ILLEGAL_CONTENT_TYPE")]:
            answer = self.sandbox.digipost("POST", "/messages", body[:len(body) - cut], content_type=kind)
            self.assert_refused(answer, code)

    def test_refuses_what_the_rules_forbid(self):
        overrides = "<sms-notification><overrides><sms-mobile-number>+4799999999</sms-mobile-number><text>a</text>" \
                    "</overrides></sms-notification>"
        late = '<sms-notification><at time="2020-01-01T12:00:00+01:00"/></sms-notification>'
        email = '<email-notification><email-address>a@example.org</email-address><subject>a</subject><text>b</text>' \
                '<at time="2036-01-01T12:00:00Z"/></email-notification>'
        eboks = "<personal-identification-number>%s</personal-identification-number>" % self.fnr("fresh_eboks")
        for name, changed, code, status in [
                ("blank subject", {"subject": "<subject>  </subject>"}, "MISSING_SUBJECT", 400),
                ("no subject", {"subject": ""}, "MISSING_SUBJECT", 400),
                ("unsupported type", {"kind": "exe"}, "ILLEGAL_CONTENT_TYPE", 400),
                ("pre-encrypted", {"more": '<encrypted number-of-pages="1"/>'}, "NOT_APPROVED_FOR_PREENCRYPT", 403),
                ("own mobile number", {"more": overrides}, "NOTIFICATION_ADDRESSES_NOT_ALLOWED", 403),
                ("own mail address", {"more": email}, "NOTIFICATION_ADDRESSES_NOT_ALLOWED", 403),
                ("notice in the past", {"more": late}, "INVALID_SMS_NOTIFICATION_TIME", 400),
                ("wrong content hash", {"more": '<content-hash hash-algorithm="SHA256">abc=</content-hash>'},
                 "VALIDATION_FAILED", 400),
                ("delivery in the past", {"after_recipient": "<delivery-time>2020-01-01T12:00:00Z</delivery-time>"},
                 "DELIVERY_DATE_HISTORICAL", 400),
                ("unknown batch", {"end": "<batch><uuid>%s</uuid></batch>" % uuid.uuid4()}, "UNKNOWN_BATCH", 400),
                ("nobody", {"recipient": ""}, "MISSING_RECIPIENT", 400),
                ("no account and no paper", {"recipient": eboks}, "UNKNOWN_RECIPIENT", 404),
                ("unknown person", {"fnr": next(identity_numbers())}, "UNKNOWN_RECIPIENT", 404),
                ("a wrong control digit", {"fnr": "12345678901"}, "VALIDATION_FAILED", 400),
                ("another's sender", {"sender": "<sender-id>1</sender-id>"}, "BROKER_NOT_AUTHORIZED", 403),
                ("unknown organisation", {"sender": "<sender-organization><organization-id>974760673</organization-id>"
                                                    "</sender-organization>"}, "UNKNOWN_SENDER", 400),
                ("no PDF", {"content": b"text"}, "INVALID_PDF_CONTENT", 400),
                ("paper of text", {"recipient": eboks + PRINT, "kind": "txt"}, "CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF",
                 400),
                ("paper of a locked PDF", {"recipient": PRINT, "content": PDF + b"/Encrypt"}, "INVALID_PDF_CONTENT", 400),
                ("paper of PDF 2.0", {"recipient": PRINT, "content": b"%PDF-2.0\n"}, "INVALID_PDF_CONTENT", 400),
                ("paper to nowhere", {"recipient": PRINT.replace("0155", "ukjent")},
                 "INVALID_RECIPIENT_PRINT_ADDRESS", 400),
                ("paper from nowhere", {"recipient": PRINT.replace("0037", "1")}, "INVALID_RETURN_ADDRESS", 400)]:
            with self.subTest(name):
                before = self.accepted()
                self.assert_refused(self.send(**changed), code, status)
                self.assertEqual(self.accepted(), before)

    def test_refuses_more_than_99_attachments(self):
        ids = [str(uuid.uuid4()) for _ in range(101)]
        documents = [document(ids[0])] + [document(one, "attachment") for one in ids[1:]]
        answer = self.sandbox.digipost_send(self.message(documents), [(one, PDF) for one in ids])
        self.assert_refused(answer, "VALIDATION_FAILED")

    def test_refuses_messages_that_break_the_schema(self):
        identifier = str(uuid.uuid4())
        good = self.message([document(identifier)])
        for name, xml in {"upper case uuid": good.replace(identifier, identifier.upper()),
                          "elements swapped": good.replace("<uuid>%s</uuid><subject>Vedtak</subject>" % identifier,
                                                           "<subject>Vedtak</subject><uuid>%s</uuid>" % identifier),
                          "unknown element": good.replace("<recipient>", "<hurry/><recipient>"),
                          "subject too long": good.replace("Vedtak", "x" * 256),
                          "no file type": good.replace("<file-type>pdf</file-type>", ""),
                          "another namespace": good.replace("schema/v8", "schema/v7")}.items():
            with self.subTest(name):
                self.assert_refused(self.sandbox.digipost_send(xml, [(identifier, PDF)]), "SCHEMA_VALIDATION_ERROR")

    def test_refuses_questions_about_what_it_does_not_have(self):
        sender = self.sandbox.facts["digipost"]["senderId"]
        path = "/documents/%d/%s/status"
        self.assert_refused(self.sandbox.digipost("GET", path % (sender, uuid.uuid4())), "DOCUMENT_NOT_FOUND", 404)
        self.assert_refused(self.sandbox.digipost("GET", path % (1, uuid.uuid4())), "BROKER_NOT_AUTHORIZED", 403)
        self.assert_refused(self.sandbox.digipost("GET", "/1"), "BROKER_NOT_AUTHORIZED", 403)
        self.assert_refused(self.sandbox.digipost("GET", "/sender-information/1"), "UNKNOWN_SENDER", 404)

    def test_refuses_event_queries_out_of_range(self):
        now = time.strftime("%Y-%m-%dt%H%%3A%M%%3A%S%%2B00%%3A00", time.gmtime()).replace("t", "T")
        for query, code in [("", "INVALID_DATE"), ("from=yesterday&to=" + now, "INVALID_DATE"),
                            ("from=%s&to=2020-01-01T00%%3A00%%3A00Z" % now, "INVALID_DATE_RANGE"),
                            ("from=2020-01-01T00%%3A00%%3A00Z&to=%s" % now, "INVALID_DATE_RANGE"),
                            ("from=%s&to=%s&maxResults=0" % (now, now), "INVALID_QUERY_PARAMETER"),
                            ("from=%s&to=%s&maxResults=1001" % (now, now), "INVALID_QUERY_PARAMETER"),
                            ("from=%s&to=%s&offset=-1" % (now, now), "INVALID_QUERY_PARAMETER")]:
            with self.subTest(query):
                self.assert_refused(self.sandbox.digipost("GET", "/documents/events", query=query), code)


if __name__ == "__main__":
    unittest.main()
