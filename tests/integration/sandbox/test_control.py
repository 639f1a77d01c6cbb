"""Faults, files, webhooks and the log: what tests of the product lean on."""

import concurrent.futures
import hashlib
import hmac
import http.client
import json
import time
import unittest
import uuid

from case import SandboxCase
from driver import PDF, identity_numbers, person_forsendelse


class Faults(SandboxCase):
    def send(self, **changed):
        return self.sandbox.send_forsendelse(person_forsendelse(self.sandbox.person("fresh_digipost"), **changed))

    def test_answers_a_status_without_acting(self):
        before = self.accepted()
        self.sandbox.fault(service="svarut", operation="send", action="status", status=503, times=2)
        self.assertEqual([self.send().status for _ in range(3)], [503, 503, 200])
        self.assertEqual(self.accepted(), before + 1)

    def test_acts_and_then_fails_when_told_to(self):
        reference = str(uuid.uuid4())
        self.sandbox.fault(service="svarut", operation="send", action="status", status=502, accept=True, body="html")
        answer = self.send(eksternReferanse=reference)
        self.assertEqual((answer.status, answer.headers["content-type"]), (502, "text/html"))
        self.assertEqual(len(self.sandbox.svarut_find(reference).json()["forsendelseIds"]), 1)

    def test_drops_before_acting(self):
        reference = str(uuid.uuid4())
        self.sandbox.fault(service="svarut", operation="send", action="drop")
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionResetError)):
            self.send(eksternReferanse=reference)
        self.assertEqual(self.sandbox.svarut_find(reference).json()["forsendelseIds"], [])

    def test_drops_after_acting_and_logs_the_letter(self):
        reference = str(uuid.uuid4())
        self.sandbox.fault(service="svarut", operation="send", action="drop_after_accept", match=reference)
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionResetError)):
            self.send(eksternReferanse=reference)
        ids = self.sandbox.svarut_find(reference).json()["forsendelseIds"]
        logged = next(item for item in self.letters() if item["key"] == reference)
        self.assertEqual((ids, logged["count"]), ([logged["externalId"]], 1))
        self.assertEqual(self.sandbox.log()["calls"]["svarut.send.dropped"] >= 1, True)

    def test_answers_late_without_holding_up_others(self):
        self.sandbox.fault(service="svarut", operation="send", action="slow", milliseconds=1500)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            slow = pool.submit(self.send, eksternReferanse="slow-" + uuid.uuid4().hex)
            while not any(item["key"].startswith("slow-") for item in self.letters()):
                time.sleep(0.01)
            self.assertEqual(self.sandbox.call("GET", "/sandbox/ready").status, 200)
            self.assertFalse(slow.done())
            self.assertEqual(slow.result().status, 200)

    def test_answers_duplicate_after_acting(self):
        for code, text in [("", "avsender og filer er forsøkt sendt tidligere"), ("older", "tittel og avsender")]:
            reference = str(uuid.uuid4())
            self.sandbox.fault(service="svarut", operation="send", action="duplicate", code=code)
            answer = self.send(eksternReferanse=reference)
            self.assertEqual(answer.json()["errorCode"], "GJENTAGENDE_FORSENDELSE")
            self.assertIn(text, answer.json()["message"])
            self.assertEqual(len(self.sandbox.svarut_find(reference).json()["forsendelseIds"]), 1)

    def test_refuses_with_the_code_asked_for(self):
        self.sandbox.fault(service="svarut", operation="send", action="refuse", code="SAERSKILT_FEIL")
        body = self.send().json()
        self.assertEqual((body["errorCode"], body["errorJson"]), ("SAERSKILT_FEIL", {"antall": "1"}))

    def test_ends_with_the_status_asked_for(self):
        for status in ["IKKE_LEVERT", "FEILET_UNDER_MOTTAK", "HELT_NY_STATUS"]:
            self.sandbox.fault(service="svarut", operation="send", action="end_status", code=status)
            self.assertEqual(self.sandbox.status_of(self.send().json()["id"]), status)

    def test_answers_garbage(self):
        self.sandbox.fault(service="krr", operation="lookup", action="garbage")
        answer = self.sandbox.krr([self.sandbox.person("reserved")])
        self.assertEqual(answer.status, 200)
        self.assertRaises(json.JSONDecodeError, answer.json)

    def test_strikes_only_what_matches_until_cleared(self):
        self.sandbox.fault(service="svarut", operation="send", action="status", status=500, match="bare-denne", times=0)
        self.assertEqual([self.send(eksternReferanse="bare-denne-1").status, self.send().status,
                          self.send(eksternReferanse="bare-denne-2").status], [500, 200, 500])
        self.sandbox.control("DELETE", "faults")
        self.assertEqual(self.send(eksternReferanse="bare-denne-3").status, 200)

    def test_refuses_faults_that_cannot_be(self):
        for fault in [{}, [], {"service": "svarut"}, {"service": "post", "action": "drop"},
                      {"service": "krr", "action": "explode"}, {"service": "krr", "action": "status", "status": 99},
                      {"service": "krr", "action": "status", "status": "503"}]:
            with self.subTest(str(fault)):
                answer = self.sandbox.call("POST", "/sandbox/faults", json.dumps(fault))
                self.assertEqual(answer.status, 400)

    def test_counts_one_letter_a_key_under_concurrency(self):
        references = [str(uuid.uuid4()) for _ in range(40)]
        forsendelser = [person_forsendelse(self.sandbox.person("fresh_digipost"), eksternReferanse=reference)
                        for reference in references]
        self.sandbox.token()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda one: self.sandbox.send_forsendelse(one).status, forsendelser * 3))
        self.assertEqual((statuses.count(200), statuses.count(400)), (40, 80))
        counts = [item["count"] for item in self.letters() if item["key"] in references]
        self.assertEqual(counts, [1] * 40)


class Log(SandboxCase):
    def test_shows_hashes_and_never_identity_numbers(self):
        fnr = self.sandbox.person("fresh_digipost")
        self.sandbox.send_forsendelse(person_forsendelse(fnr))
        log = self.sandbox.call("GET", "/sandbox/log").text
        self.assertIn(hashlib.sha256(fnr.encode()).hexdigest(), log)
        self.assertIn(hashlib.sha256(PDF).hexdigest(), log)
        self.assertNotIn(fnr, log)

    def test_counts_identity_numbers_in_request_lines(self):
        before = self.sandbox.log()["identityNumbersInUrls"]
        self.sandbox.call("GET", "/filer/" + next(identity_numbers()))
        self.sandbox.call("GET", "/filer/12345678901")
        self.assertEqual(self.sandbox.log()["identityNumbersInUrls"], before + 1)

    def test_counts_calls_and_refusals(self):
        self.sandbox.krr([self.sandbox.person("reserved")])
        self.sandbox.krr([], body="{}")
        calls = self.sandbox.log()["calls"]
        self.assertEqual((calls["krr.lookup"], calls["krr.lookup.refused"]), (2, 1))

    def test_refuses_people_who_are_not_synthetic(self):
        for fnr in ["12345678901", next(identity_numbers(0)), "", "123456789"]:
            body = json.dumps({"people": [{"fnr": fnr}]})
            self.assertEqual(self.sandbox.call("PUT", "/sandbox/people", body).status, 400)
        for wrong in [{"status": "UKJENT"}, {"confirmed": "i fjor"}, {"reservert": "ja"}]:
            body = json.dumps({"people": [{"fnr": next(identity_numbers()), **wrong}]})
            self.assertEqual(self.sandbox.call("PUT", "/sandbox/people", body).status, 400)


class Files(SandboxCase):
    def test_serves_what_was_put_there(self):
        content = bytes(range(256)) * 20_000
        self.assertEqual(self.sandbox.call("PUT", "/sandbox/files/a.pdf", content,
                                           {"Content-Type": "application/pdf"}).status, 204)
        answer = self.sandbox.call("GET", "/filer/a.pdf")
        self.assertEqual((answer.status, answer.headers["content-type"], answer.body), (200, "application/pdf", content))

    def test_asks_for_the_bearer_it_was_told_of(self):
        self.sandbox.call("PUT", "/sandbox/files/secret", b"x", {"X-Sandbox-Bearer": "token"})
        self.assertEqual(self.sandbox.call("GET", "/filer/secret").status, 401)
        self.assertEqual(self.sandbox.call("GET", "/filer/secret", headers={"Authorization": "Bearer x"}).status, 401)
        self.assertEqual(self.sandbox.call("GET", "/filer/secret", headers={"Authorization": "Bearer token"}).status, 200)

    def test_knows_no_other_files(self):
        for name in ["unknown", "..%2Fjournal.jsonl", "%2Fetc%2Fpasswd"]:
            self.assertIn(self.sandbox.call("GET", "/filer/" + name).status, (400, 404))


class Webhook(SandboxCase):
    def post(self, event, at=None, secret=None, content_type="application/cloudevents+json", header=None):
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        at = str(int(time.time()) if at is None else at)
        key = (secret or self.sandbox.facts["webhookSecret"]).encode()
        signature = "t=%s,v1=%s" % (at, hmac.new(key, at.encode() + b"." + body, hashlib.sha256).hexdigest())
        return self.sandbox.call("POST", "/webhook/gerica", body,
                                 {"Content-Type": content_type, "X-Fangst-Signature": header or signature})

    def event(self, **changed):
        event = {"specversion": "1.0", "id": str(uuid.uuid4()), "source": "urn:fangst", "type": "no.fangst.arkivert",
                 "data": {"state": "archived"}, **changed}
        return {name: value for name, value in event.items() if value is not None}

    def test_logs_each_event_once_with_its_count(self):
        event = self.event()
        self.assertEqual([self.post(event).status for _ in range(2)], [204, 204])
        logged = next(item for item in self.sandbox.log()["webhooks"] if item["event"]["id"] == event["id"])
        self.assertEqual((logged["source"], logged["count"], logged["event"]), ("gerica", 2, event))
        self.assertFalse(logged["holdsIdentityNumber"])

    def test_points_out_identity_numbers_in_events(self):
        event = self.event(data={"text": "gjelder " + next(identity_numbers())})
        self.assertEqual(self.post(event).status, 204)
        logged = next(item for item in self.sandbox.log()["webhooks"] if item["event"]["id"] == event["id"])
        self.assertTrue(logged["holdsIdentityNumber"])

    def test_refuses_signatures_that_do_not_hold(self):
        now = int(time.time())
        for name, options in {"another secret": {"secret": "x"}, "too old": {"at": now - 301}, "too new": {"at": now + 305},
                              "nothing": {"header": "x"}, "no digest": {"header": "t=%d,v1=" % now},
                              "no time": {"header": "v1=abc"}}.items():
            with self.subTest(name):
                self.assertEqual(self.post(self.event(), **options).status, 401)

    def test_refuses_what_is_not_a_cloud_event(self):
        self.assertEqual(self.post(self.event(), content_type="application/json").status, 415)
        for event in [b"{", [], self.event(specversion="0.3"), self.event(id=None), self.event(id=""),
                      self.event(source=None), self.event(type=None), self.event(time="i dag"),
                      self.event(data_base64="eA==")]:
            with self.subTest(str(event)):
                self.assertEqual(self.post(event).status, 400)


if __name__ == "__main__":
    unittest.main()
