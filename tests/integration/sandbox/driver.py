"""Starts the sandbox and speaks to it over real HTTP, with nothing but Python's library and the openssl program.

Nothing here is shared with the product: signatures are made by openssl, and requests are put together by hand.
"""

import base64
import hashlib
import http.client
import itertools
import json
import os
import pathlib
import subprocess
import tempfile
import time
import uuid
from email.utils import formatdate
from urllib.parse import urlencode

PROGRAM = os.environ["FANGST_SANDBOX"]
GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def rsa_sign(key_file, message):
    return subprocess.run(["openssl", "dgst", "-sha256", "-sign", str(key_file)], input=message, check=True,
                          stdout=subprocess.PIPE).stdout


def rsa_verify(certificate_pem, message, signature):
    """True when the signature holds under the public key of a PEM certificate."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "certificate").write_text(certificate_pem)
        (folder / "signature").write_bytes(signature)
        key = subprocess.run(["openssl", "x509", "-in", str(folder / "certificate"), "-pubkey", "-noout"], check=True,
                             stdout=subprocess.PIPE).stdout
        (folder / "key").write_bytes(key)
        done = subprocess.run(["openssl", "dgst", "-sha256", "-verify", str(folder / "key"), "-signature",
                               str(folder / "signature")], input=message, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
        return done.returncode == 0


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.raw_headers = response.getheaders()
        self.headers = {name.lower(): value for name, value in self.raw_headers}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()


class Sandbox:
    """One running sandbox in a folder of its own."""

    def __init__(self, *options, state=None):
        self.folder = None if state else tempfile.TemporaryDirectory(prefix="fangst-sandbox-")
        self.state = pathlib.Path(state or self.folder.name)
        self.start(*options)

    def start(self, *options):
        description = self.state / "sandbox.json"
        description.unlink(missing_ok=True)
        self.process = subprocess.Popen([PROGRAM, "--state", str(self.state), "--status-delay-ms", "0", *options],
                                        stdout=subprocess.DEVNULL)
        give_up = time.monotonic() + 60
        while not description.exists():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.01)
        self.facts = json.loads(description.read_text())
        self.tokens = {}

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        self.process.terminate()
        self.process.wait()
        if self.folder:
            self.folder.cleanup()

    def call(self, method, path, body=None, headers=None, timeout=30):
        connection = http.client.HTTPConnection("127.0.0.1", self.facts["port"], timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def control(self, method, path, body=None):
        answer = self.call(method, "/sandbox/" + path, json.dumps(body) if body is not None else None,
                           {"Content-Type": "application/json"})
        assert answer.status < 300, answer.text
        return answer.json() if answer.body else None

    def fault(self, **description):
        self.control("POST", "faults", description)

    def log(self):
        return self.control("GET", "log")

    def people(self):
        return self.control("GET", "people")["people"]

    def person(self, row):
        return next(person["fnr"] for person in self.people() if person["row"] == row)

    # Maskinporten

    def grant(self, scope="ks:fiks", client=None, header=None, key="maskinporten-client.key.pem", **claims):
        client = client or self.facts["maskinporten"]
        now = int(time.time())
        head = {"alg": "RS256", "kid": client["kid"]}
        head.update(header or {})
        body = {"aud": self.facts["maskinporten"]["issuer"], "iss": client["clientId"], "scope": scope, "iat": now,
                "exp": now + 120, "jti": str(uuid.uuid4())}
        body.update(claims)
        head = {name: value for name, value in head.items() if value is not None}
        body = {name: value for name, value in body.items() if value is not None}
        signed = b64url(json.dumps(head).encode()) + "." + b64url(json.dumps(body).encode())
        return signed + "." + b64url(rsa_sign(self.state / key, signed.encode()))

    def token_call(self, form, content_type="application/x-www-form-urlencoded"):
        return self.call("POST", "/maskinporten/token", form if isinstance(form, str) else urlencode(form),
                         {"Content-Type": content_type})

    def ask_token(self, **grant):
        return self.token_call({"grant_type": GRANT_TYPE, "assertion": self.grant(**grant)})

    def token(self, scope="ks:fiks", **grant):
        cached = (scope, tuple(sorted(str(item) for item in grant.items())))
        if cached not in self.tokens:
            answer = self.ask_token(scope=scope, **grant)
            assert answer.status == 200, answer.text
            self.tokens[cached] = answer.json()["access_token"]
        return self.tokens[cached]

    def other_client(self):
        return {"client": self.facts["maskinporten"]["other"], "key": "maskinporten-other.key.pem"}

    # KRR

    def krr(self, ids, scope="krr:global/kontaktinformasjon.read krr:global/digitalpost.read", headers=None, body=None,
            **extra):
        sent = {"Authorization": "Bearer " + self.token(scope), "Content-Type": "application/json",
                "Accept": "application/json"}
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        wanted = body if body is not None else json.dumps({"personidentifikatorer": ids, **extra})
        return self.call("POST", "/krr/rest/v2/personer", wanted, sent)

    # SvarUT

    def fiks_headers(self, **changed):
        headers = {"Authorization": "Bearer " + self.token(), "IntegrasjonId": self.facts["svarut"]["integrasjonId"],
                   "IntegrasjonPassord": self.facts["svarut"]["integrasjonPassord"]}
        headers.update(changed)
        return {name: value for name, value in headers.items() if value is not None}

    def forsendelser(self, version="v3", konto=None):
        return "/svarut/api/%s/kontoer/%s/forsendelser" % (version, konto or self.facts["svarut"]["kontoId"])

    def svarut_send(self, kind, parts, headers=None, konto=None, content_type=None, cut=0):
        boundary = "----" + uuid.uuid4().hex
        body = multipart(boundary, parts)
        sent = {**(self.fiks_headers() if headers is None else headers),
                "Content-Type": content_type or "multipart/form-data; boundary=" + boundary}
        return self.call("POST", self.forsendelser(konto=konto) + "/" + kind, body[:len(body) - cut], sent)

    def send_forsendelse(self, forsendelse, kind="person", files=None, **options):
        documents = forsendelse.get("dokumenter", [])
        contents = files if files is not None else [PDF] * len(documents)
        parts = [part("forsendelse", json.dumps(forsendelse).encode(), content_type="application/json")]
        for number, (document, content) in enumerate(zip(documents, contents)):
            parts.append(part("filer_%d" % number, content, document.get("filnavn", "uten-navn.pdf"),
                              document.get("mimeType")))
        return self.svarut_send(kind, parts, **options)

    def svarut_status(self, ids, headers=None, body=None, content_type="application/json"):
        sent = {**(self.fiks_headers() if headers is None else headers), "Content-Type": content_type}
        return self.call("POST", self.forsendelser() + "/status/sok",
                         body if body is not None else json.dumps({"id": ids}), sent)

    def status_of(self, forsendelse_id):
        return self.svarut_status([forsendelse_id]).json()["statuser"][0]["status"]

    def svarut_find(self, reference, headers=None):
        return self.call("GET", self.forsendelser("v2") + "?" + urlencode({"eksternRef": reference}),
                         headers=self.fiks_headers() if headers is None else headers)

    # Digipost

    def digipost_headers(self, method, path, body=None, query="", date=None, user=None, key="digipost-client.key.pem",
                         sha256=None):
        fields = {"Date": date or formatdate(usegmt=True),
                  "X-Digipost-UserId": str(user or self.facts["digipost"]["brokerId"])}
        if body is not None:
            fields["X-Content-SHA256"] = sha256 or base64.b64encode(hashlib.sha256(body).digest()).decode()
        canonical = canonical_request(method, path, fields, query)
        fields["X-Digipost-Signature"] = base64.b64encode(rsa_sign(self.state / key, canonical.encode())).decode()
        fields["Accept"] = DIGIPOST_XML
        return fields

    def digipost(self, method, path, body=None, query="", content_type=None, headers=None, **signing):
        path = "/digipost" + path
        sent = self.digipost_headers(method, path, body, query, **signing)
        if content_type or body is not None:
            sent["Content-Type"] = content_type or DIGIPOST_XML
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.call(method, path + ("?" + query if query else ""), body, sent)

    def digipost_send(self, message, files, **signing):
        boundary = "----" + uuid.uuid4().hex
        parts = [document_part("message", message.encode(), DIGIPOST_XML)]
        parts += [document_part(name, content) for name, content in files]
        return self.digipost("POST", "/messages", multipart(boundary, parts),
                             content_type="multipart/vnd.digipost-v8+xml; boundary=" + boundary, **signing)


DIGIPOST_XML = "application/vnd.digipost-v8+xml"


def canonical_request(method, path, fields, query=""):
    lines = [method.upper(), path.lower()]
    lines += sorted("%s: %s" % (name.lower(), value) for name, value in fields.items())
    return "\n".join(lines + [query.lower()]) + "\n"


def part(name, content, filename=None, content_type=None):
    disposition = 'form-data; name="%s"' % name
    if filename is not None:
        disposition += '; filename="%s"' % filename
    return {"Content-Disposition": disposition, **({"Content-Type": content_type} if content_type else {})}, content


def document_part(filename, content, content_type="application/octet-stream"):
    return {"Content-Type": content_type, "Content-Disposition": 'attachment; filename="%s"' % filename}, content


def multipart(boundary, parts):
    body = b""
    for headers, content in parts:
        body += b"--" + boundary.encode() + b"\r\n"
        body += "".join("%s: %s\r\n" % field for field in headers.items()).encode() + b"\r\n" + content + b"\r\n"
    return body + b"--" + boundary.encode() + b"--\r\n"


def identity_numbers(month_shift=80):
    """Valid numbers without end, none of which the sandbox's own population uses: born in 1930 to 1939."""
    for year, month, day, serial in itertools.product(range(30, 40), range(1, 13), range(1, 29), range(500)):
        digits = [int(digit) for digit in "%02d%02d%02d%03d" % (day, month + month_shift, year, serial)]
        first = -sum(d * w for d, w in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2))) % 11
        second = -sum(d * w for d, w in zip(digits + [first], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))) % 11
        if first < 10 and second < 10:
            yield "".join(map(str, digits + [first, second]))


ADDRESS = {"adresselinje1": "Storgata 1", "postnummer": "0155", "poststed": "Oslo"}


def person_forsendelse(fnr, **changed):
    """A letter that is accepted; what is changed may be set to None to take it away."""
    forsendelse = {"tittel": "Vedtak " + uuid.uuid4().hex, "mottaker": {"navn": "Syntetisk Person", "digitalId": fnr,
                                                                        "adresse": dict(ADDRESS)},
                   "avgivendeSystem": "Fangst", "eksternReferanse": str(uuid.uuid4()),
                   "dokumenter": [{"filnavn": "vedtak.pdf", "mimeType": "application/pdf"}]}
    forsendelse.update(changed)
    return {name: value for name, value in forsendelse.items() if value is not None}
