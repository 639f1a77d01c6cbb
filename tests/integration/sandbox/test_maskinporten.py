"""Token requests that Maskinporten would refuse are refused, in its order and with its codes."""

import base64
import json
import time
import unittest

from case import SandboxCase
from driver import GRANT_TYPE, b64url


class Maskinporten(SandboxCase):
    def assert_refused(self, answer, code, error="invalid_grant", status=400, text=""):
        self.assertEqual(answer.status, status, answer.text)
        body = answer.json()
        self.assertEqual(body["error"], error)
        self.assertIn(text, body["error_description"])
        self.assertEqual(body.get("error_uri"), "https://maskinporten.no/errors/" + code if code else None)

    def test_issues_a_token_for_a_good_grant(self):
        body = self.sandbox.ask_token(scope="ks:fiks").json()
        self.assertEqual((body["token_type"], body["expires_in"], body["scope"]), ("Bearer", 599, "ks:fiks"))
        self.assertEqual(len(body["access_token"].split(".")), 3)

    def test_accepts_raw_colons_in_the_grant_type(self):
        form = "grant_type=%s&assertion=%s" % (GRANT_TYPE, self.sandbox.grant())
        self.assertEqual(self.sandbox.token_call(form).status, 200)

    def test_publishes_metadata_and_key(self):
        metadata = self.sandbox.call("GET", "/maskinporten/.well-known/oauth-authorization-server").json()
        self.assertEqual(metadata["issuer"], self.sandbox.facts["baseUrl"] + "/maskinporten/")
        keys = self.sandbox.call("GET", metadata["jwks_uri"].replace(self.sandbox.facts["baseUrl"], "")).json()["keys"]
        header = json.loads(base64.urlsafe_b64decode(self.sandbox.token().split(".")[0] + "=="))
        self.assertEqual(header["kid"], keys[0]["kid"])

    def test_refuses_a_request_that_is_not_a_form(self):
        grant = self.sandbox.grant()
        form = {"grant_type": GRANT_TYPE, "assertion": grant}
        for name, answer in {
                "JSON": self.sandbox.token_call(json.dumps(form), "application/json"),
                "no grant_type": self.sandbox.token_call({"assertion": grant}),
                "grant_type twice": self.sandbox.token_call("grant_type=a&grant_type=b&assertion=" + grant)}.items():
            with self.subTest(name):
                self.assert_refused(answer, None, "invalid_request")

    def test_refuses_another_grant_type(self):
        answer = self.sandbox.token_call({"grant_type": "client_credentials", "assertion": self.sandbox.grant()})
        self.assert_refused(answer, None, "unsupported_grant_type")

    def test_refuses_an_assertion_that_cannot_be_read(self):
        for assertion in ["", "a.b", "a.b.c", self.sandbox.grant() + "\n", self.sandbox.grant() + ".x"]:
            with self.subTest(assertion[-10:]):
                answer = self.sandbox.token_call({"grant_type": GRANT_TYPE, "assertion": assertion})
                self.assert_refused(answer, "MP-011", "invalid_request")

    def test_refuses_headers_that_do_not_name_the_registered_key(self):
        for header, code, error in [({"alg": "none"}, "MP-011", "invalid_request"),
                                    ({"alg": "HS256"}, "MP-011", "invalid_request"),
                                    ({"x5c": "MIIC"}, "MP-123", "invalid_grant"),
                                    ({"x5c": ["MIIC"], "kid": None}, "MP-120", "invalid_grant"),
                                    ({"x5c": ["MIIC"]}, "MP-011", "invalid_request"),
                                    ({"kid": None}, None, "invalid_grant"),
                                    ({"kid": "unknown"}, "MP-124", "invalid_grant")]:
            with self.subTest(str(header)):
                self.assert_refused(self.sandbox.ask_token(header=header), code, error)

    def test_refuses_claims_in_the_documented_order(self):
        now = int(time.time())
        for claims, code, error in [({"iss": "unknown"}, "MP-100", "invalid_grant"),
                                    ({"iss": None}, "MP-100", "invalid_grant"),
                                    ({"aud": self.sandbox.facts["maskinporten"]["issuer"].rstrip("/")}, "MP-110",
                                     "invalid_grant"),
                                    ({"aud": self.sandbox.facts["maskinporten"]["issuer"] + "token"}, "MP-110",
                                     "invalid_grant"),
                                    ({"iat": now + 60, "exp": now + 120}, None, "invalid_grant"),
                                    ({"iat": now - 200, "exp": now - 100}, "MP-130", "invalid_grant"),
                                    ({"iat": now, "exp": now + 121}, "MP-011", "invalid_request"),
                                    ({"iat": None}, "MP-011", "invalid_request"),
                                    ({"exp": "soon"}, "MP-011", "invalid_request"),
                                    ({"scope": "krr:global/hentendring.read"}, "MP-200", "invalid_scope"),
                                    ({"scope": ""}, "MP-200", "invalid_scope"),
                                    ({"scope": "openid"}, "MP-201", "invalid_scope"),
                                    ({"resource": "https://api"}, "MP-011", "invalid_request"),
                                    ({"authorization_details": []}, "MP-301", "invalid_request")]:
            with self.subTest(str(claims)):
                self.assert_refused(self.sandbox.ask_token(**claims), code, error)

    def test_refuses_delegation_that_does_not_exist(self):
        own = self.sandbox.facts["maskinporten"]["organisasjonsnummer"]
        self.assert_refused(self.sandbox.ask_token(consumer_org=own), None, "invalid_request", text="consumer_org")
        self.assert_refused(self.sandbox.ask_token(consumer_org="974760673"), "MP-251", "access_denied", 403)

    def test_refuses_a_signature_by_another_key(self):
        self.assert_refused(self.sandbox.ask_token(key="maskinporten-other.key.pem"), "MP-124")

    def test_refuses_a_grant_whose_claims_were_changed_after_signing(self):
        head, _, signature = self.sandbox.grant().split(".")
        claims = b64url(json.dumps({"iss": self.sandbox.facts["maskinporten"]["clientId"],
                                    "aud": self.sandbox.facts["maskinporten"]["issuer"]}).encode())
        answer = self.sandbox.token_call({"grant_type": GRANT_TYPE, "assertion": ".".join([head, claims, signature])})
        self.assert_refused(answer, "MP-124")

    def test_refuses_a_grant_that_was_used(self):
        form = {"grant_type": GRANT_TYPE, "assertion": self.sandbox.grant()}
        self.assertEqual(self.sandbox.token_call(form).status, 200)
        self.assert_refused(self.sandbox.token_call(form), "MP-012")

    def test_refuses_a_new_grant_with_a_used_jti(self):
        self.assertEqual(self.sandbox.ask_token(jti="once").status, 200)
        self.assert_refused(self.sandbox.ask_token(jti="once"), "MP-012")

    def test_shows_each_documented_error_on_demand(self):
        for code in ["MP-012", "MP-100", "MP-121", "MP-124", "MP-130", "MP-200", "MP-250"]:
            with self.subTest(code):
                self.sandbox.fault(service="maskinporten", operation="token", action="refuse", code=code)
                self.assertIn(code, self.sandbox.ask_token().json()["error_uri"])
                self.assertEqual(self.sandbox.ask_token().status, 200)


if __name__ == "__main__":
    unittest.main()
