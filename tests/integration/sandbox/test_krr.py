"""KRR answers by scope and in its own forms, and refuses what it cannot take."""

import base64
import calendar
import datetime
import itertools
import json
import re
import unittest

from case import SandboxCase
from driver import identity_numbers


class Krr(SandboxCase):
    def one(self, row, **options):
        people = self.sandbox.krr([self.sandbox.person(row)], **options).json()["personer"]
        return people[0] if people else None

    def test_shows_every_row_of_the_decision_table(self):
        expected = {"fresh_digipost": ("AKTIV", "NEI", "KAN_VARSLES"), "fresh_eboks": ("AKTIV", "NEI", "KAN_VARSLES"),
                    "only_mobile_fresh": ("AKTIV", "NEI", "KAN_VARSLES"),
                    "expired_filtered": ("AKTIV", "NEI", "KAN_IKKE_VARSLES"),
                    "expired_unfiltered": ("AKTIV", "NEI", "KAN_IKKE_VARSLES"),
                    "no_contact_information": ("AKTIV", "NEI", "KAN_IKKE_VARSLES"),
                    "reserved": ("AKTIV", "JA", "KAN_IKKE_VARSLES"), "deleted": ("SLETTET", "NEI", "KAN_IKKE_VARSLES")}
        for row, facts in expected.items():
            with self.subTest(row):
                person = self.one(row)
                self.assertEqual((person["status"], person["reservasjon"], person["varslingsstatus"]), facts)

    def test_leaves_out_what_is_not_there(self):
        self.assertNotIn("kontaktinformasjon", self.one("no_contact_information"))
        self.assertNotIn("digital_post", self.one("fresh_no_mailbox"))
        self.assertNotIn("kontaktinformasjon", self.one("deleted"))
        self.assertEqual(self.one("fresh_empty_mailbox")["digital_post"]["postkasseadresse"], "")
        self.assertEqual(self.one("fresh_empty_certificate")["sertifikat"], "")

    def test_filters_expired_information_or_not(self):
        self.assertNotIn("kontaktinformasjon", self.one("expired_filtered"))
        self.assertIn("kontaktinformasjon", self.one("expired_unfiltered"))
        self.sandbox.fault(service="krr", operation="lookup", action="filter", code="off")
        self.assertIn("kontaktinformasjon", self.one("expired_filtered"))

    def test_gives_times_in_both_forms_of_the_registry(self):
        text = self.sandbox.krr([person["fnr"] for person in self.sandbox.people()]).text
        self.assertRegex(text, r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+02"')
        self.assertRegex(text, r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"')

    def test_gives_a_certificate_that_openssl_can_read(self):
        der = base64.b64decode(self.one("fresh_digipost")["sertifikat"])
        self.assertEqual(der[0], 0x30)

    def test_omits_the_unregistered_unless_asked_for(self):
        unknown = [self.sandbox.person("not_registered"), next(identity_numbers())]
        self.assertEqual(self.sandbox.krr(unknown).json(), {"personer": []})
        people = self.sandbox.krr(unknown, inkluderIkkeRegistrerte=True).json()["personer"]
        self.assertEqual({person["status"] for person in people}, {"IKKE_REGISTRERT"})
        self.assertEqual({person["personidentifikator"] for person in people}, set(unknown))

    def test_answers_in_another_order_and_each_person_once(self):
        ids = [person["fnr"] for person in self.sandbox.people() if person["status"] == "AKTIV"][:10]
        answered = [person["personidentifikator"] for person in self.sandbox.krr(ids + ids).json()["personer"]]
        self.assertNotEqual(answered, ids)
        self.assertEqual(sorted(answered), sorted(ids))

    def test_takes_a_thousand_and_not_one_more(self):
        ids = list(itertools.islice(identity_numbers(), 1001))
        self.assertEqual(self.sandbox.krr(ids[:1000]).status, 200)
        self.assertEqual(self.sandbox.krr(ids).status, 400)

    def test_shows_only_what_the_scope_gives(self):
        contact = self.one("fresh_digipost", scope="krr:global/kontaktinformasjon.read")
        self.assertNotIn("digital_post", contact)
        self.assertIn("varslingsstatus", contact)
        mailbox = self.one("fresh_digipost", scope="krr:global/digitalpost.read")
        self.assertIn("digital_post", mailbox)
        self.assertNotIn("kontaktinformasjon", mailbox)
        self.assertNotIn("varslingsstatus", mailbox)

    def test_answers_signed_when_asked_for_jose(self):
        answer = self.sandbox.krr([self.sandbox.person("reserved")], headers={"Accept": "application/jose"})
        payload = answer.text.split(".")[1]
        people = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["personer"]
        self.assertEqual(people[0]["reservasjon"], "JA")

    def test_refuses_bodies_that_are_not_a_list_of_identity_numbers(self):
        good = self.sandbox.person("reserved")
        for body in ["", "[]", "{}", '{"personidentifikatorer": []}', '{"personidentifikatorer": "%s"}' % good,
                     '{"personidentifikatorer": [%s]}' % good, '{"personidentifikatorer": ["%s"' % good,
                     json.dumps({"personidentifikatorer": [good], "inkluderIkkeRegistrerte": "ja"}),
                     json.dumps({"personidentifikatorer": [good, good[:10]]}),
                     json.dumps({"personidentifikatorer": [good, good[:10] + str((int(good[10]) + 1) % 10)]}),
                     json.dumps({"personidentifikatorer": ["12345678901"]})]:
            with self.subTest(re.sub(r"\d{11}", "<fnr>", body)):
                self.assertEqual(self.sandbox.krr([], body=body).status, 400)

    def test_refuses_numbers_of_real_form(self):
        self.assertEqual(self.sandbox.krr([next(identity_numbers(month_shift=0))]).status, 400)
        self.assertEqual(self.sandbox.krr([next(identity_numbers(month_shift=80))]).status, 200)

    def test_refuses_without_a_valid_token(self):
        token = self.sandbox.token("krr:global/digitalpost.read")
        head, claims, signature = token.split(".")
        for name, value in {"none": None, "basic": "Basic abc", "nonsense": "Bearer abc",
                            "changed": "Bearer " + ".".join([head, claims[:-4] + "AAAA", signature]),
                            "unsigned": "Bearer " + head + "." + claims + "."}.items():
            with self.subTest(name):
                answer = self.sandbox.krr([self.sandbox.person("reserved")], headers={"Authorization": value})
                self.assertEqual(answer.status, 401)
                self.assertIn("Bearer", answer.headers["www-authenticate"])

    def test_refuses_a_token_of_another_environment_or_that_has_expired(self):
        for flaw in ["wrong_environment", "short_lived"]:
            with self.subTest(flaw):
                self.sandbox.fault(service="maskinporten", operation="token", action="refuse", code=flaw)
                token = self.sandbox.ask_token(scope="krr:global/digitalpost.read").json()["access_token"]
                if flaw == "short_lived":
                    self.sandbox.control("PUT", "clock", {"offsetSeconds": 6})
                answer = self.sandbox.krr([self.sandbox.person("reserved")],
                                          headers={"Authorization": "Bearer " + token})
                self.sandbox.control("PUT", "clock", {"offsetSeconds": 0})
                self.assertEqual(answer.status, 401)

    def test_refuses_a_token_without_a_scope_of_its_own(self):
        self.assertEqual(self.sandbox.krr([self.sandbox.person("reserved")], scope="ks:fiks").status, 403)

    def test_refuses_other_media_types(self):
        ids = [self.sandbox.person("reserved")]
        self.assertEqual(self.sandbox.krr(ids, headers={"Content-Type": "text/plain"}).status, 415)
        self.assertEqual(self.sandbox.krr(ids, headers={"Accept": "application/xml"}).status, 406)

    def test_refuses_get(self):
        self.assertEqual(self.sandbox.call("GET", "/krr/rest/v2/personer").status, 405)

    def test_puts_all_kinds_of_bodies_on_errors(self):
        kinds = set()
        for _ in range(4):
            answer = self.sandbox.krr([], body="{}")
            kinds.add(answer.headers.get("content-type", "empty") + ("+" if "timestamp" in answer.text else ""))
        self.assertEqual(kinds, {"empty", "text/html", "application/json", "application/json+"})

    def test_counts_eighteen_months_by_the_calendar(self):
        fnr = self.sandbox.person("fresh_no_mailbox")
        now = datetime.datetime.now(datetime.timezone.utc)
        month = now.year * 12 + now.month - 1 - 18
        last_day = calendar.monthrange(month // 12, month % 12 + 1)[1]
        limit = now.replace(year=month // 12, month=month % 12 + 1, day=min(now.day, last_day))
        for hours, expected in [(1, "KAN_VARSLES"), (-1, "KAN_IKKE_VARSLES")]:
            confirmed = (limit + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
            self.sandbox.control("PUT", "people", {"people": [{"fnr": fnr, "confirmed": confirmed}]})
            self.assertEqual(self.sandbox.krr([fnr]).json()["personer"][0]["varslingsstatus"], expected)


if __name__ == "__main__":
    unittest.main()
