"""The subcommands for operators, against a server that notes what it is asked: what is typed is what is sent."""
import http.server
import json
import shutil
import ssl
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from support import BUILD  # first: puts the sample day on the path
from test_doors import Certificates

KEY = "fangst_noekkel"


class Listener:
    """Answers every request with the same, and keeps them."""

    def __init__(self, status=200, body=b'{"svar": 1}', context=None):
        self.asked = asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def _answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                asked.append((self.command, self.path, self.rfile.read(length).decode(), dict(self.headers)))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _answer

            def log_message(self, *_):
                pass

        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"http{'s' if context else ''}://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Commands(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="fangst-commands."))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.key_file = self.directory / "key"
        self.key_file.write_text(KEY + "\n")
        self.key_file.chmod(0o600)

    def run_fangst(self, *arguments):
        return subprocess.run([BUILD / "service" / "fangst", *map(str, arguments)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)

    def ask(self, listener, *arguments):
        command, *rest = arguments
        return self.run_fangst(command, "--url", listener.url, "--key-file", self.key_file, *rest)

    def test_each_sends_what_was_typed_with_the_operators_key(self):
        operations = "/v1/operations"
        typed = {
            ("overview",): ("GET", "/overview", None),
            ("parked",): ("GET", "/parked", None),
            ("refusals",): ("GET", "/refusals", None),
            ("refusals", "--trace-id", "a b&c"): ("GET", "/refusals?traceId=a%20b%26c", None),
            ("balance",): ("GET", "/balance", None),
            ("balance", "--from", "2026-09-01"): ("GET", "/balance?from=2026-09-01", None),
            ("balance", "--to", "2026-09-02"): ("GET", "/balance?to=2026-09-02", None),
            ("balance", "--to", "2026-09-02", "--from", "2026-09-01"): ("GET", "/balance?from=2026-09-01&to=2026-09-02", None),
            ("retry", "id-1", "id-2"): ("POST", "/retries", {"dryRun": False, "ids": ["id-1", "id-2"]}),
            ("retry", "--dry-run", "id-1"): ("POST", "/retries", {"dryRun": True, "ids": ["id-1"]}),
            ("retry", "--step", "send", "--code", "svarut.avvist"):
                ("POST", "/retries", {"dryRun": False, "group": {"step": "send", "code": "svarut.avvist"}}),
            ("retry", "--step", "send", "--code", "svarut.avvist", "--dry-run"):
                ("POST", "/retries", {"dryRun": True, "group": {"step": "send", "code": "svarut.avvist"}}),
            ("pause", "svarut"): ("POST", "/dependencies/svarut/pause", None),
            ("resume", "digipost"): ("POST", "/dependencies/digipost/resume", None),
        }
        with Listener() as listener:
            for arguments, (method, path, body) in typed.items():
                with self.subTest(arguments):
                    listener.asked.clear()
                    done = self.ask(listener, *arguments)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertEqual(done.stdout, '{\n  "svar": 1\n}\n')
                    self.assertEqual(len(listener.asked), 1, "once, for a repeat may do it twice")
                    sent_method, sent_path, sent_body, headers = listener.asked[0]
                    self.assertEqual((sent_method, sent_path), (method, operations + path))
                    self.assertEqual(json.loads(sent_body) if sent_body else None, body)
                    self.assertEqual(headers["Authorization"], f"Bearer {KEY}")
                    if body:
                        self.assertEqual(headers["Content-Type"], "application/json")

    def test_a_refusal_goes_to_standard_error_and_is_the_exit_code(self):
        for status, code in ((200, 0), (201, 0), (299, 0), (300, 1), (400, 1), (403, 1), (404, 1), (500, 1), (503, 1)):
            with self.subTest(status), Listener(status) as listener:
                done = self.ask(listener, "pause", "svarut")
                self.assertEqual(done.returncode, code)
                self.assertIn("svar", done.stderr if code else done.stdout)
                self.assertEqual(done.stdout if code else done.stderr, "")

    def test_an_answer_that_is_no_json_is_shown_as_it_is(self):
        with Listener(body=b"<html>en annen tjeneste") as listener:
            self.assertEqual(self.ask(listener, "overview").stdout, "<html>en annen tjeneste\n")

    def test_a_service_that_does_not_run_is_named(self):
        with Listener() as listener:
            pass
        done = self.ask(listener, "overview")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(f"Fangst svarte ikke på {listener.url}.", done.stderr)

    def test_a_key_that_everybody_may_read_is_sent_to_nobody(self):
        self.key_file.chmod(0o644)
        with Listener() as listener:
            done = self.ask(listener, "overview")
            self.assertEqual(done.returncode, 1)
            self.assertIn("kan leses av alle", done.stderr)
            self.assertEqual(listener.asked, [])

    def test_a_certificate_is_trusted_when_its_authority_is_named_and_not_else(self):
        authority = Certificates(self.directory)
        authority.issue("server")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority.path("server.pem"), authority.path("server.key"))
        with Listener(context=context) as listener:
            trusted = self.ask(listener, "overview", "--ca-file", authority.path("ca.pem"))
            self.assertEqual(trusted.returncode, 0, trusted.stderr)
            asked = len(listener.asked)
            self.assertEqual(self.ask(listener, "overview").returncode, 1)
            self.assertEqual(len(listener.asked), asked)

    def test_what_is_typed_wrongly_is_refused_before_anything_is_done(self):
        with Listener() as listener:
            asked = ("--url", listener.url, "--key-file", self.key_file)
            for arguments in ((), ("finnes-ikke",), ("overview", "--url", listener.url), ("overview", *asked, "for-mye"),
                              ("retry", *asked), ("retry", *asked, "--code", "x"), ("retry", *asked, "--step", "x"),
                              ("pause", *asked), ("resume", *asked), ("config",), ("audit",), ("key",), ("receipt", "verify")):
                with self.subTest(arguments):
                    done = self.run_fangst(*arguments)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertTrue(done.stderr)
            self.assertEqual(listener.asked, [])

    def test_help_tells_what_holds_when_nothing_is_said(self):
        self.assertIn("=http://127.0.0.1:8080\n", self.run_fangst("overview", "--help").stdout)
        for command in (("serve",), ("config", "check"), ("audit", "verify")):
            self.assertIn("=/etc/fangst/fangst.toml\n", self.run_fangst(*command, "--help").stdout)

    def test_a_page_that_cannot_be_written_is_no_success(self):
        for page in ("sample", "reference"):
            with open("/dev/full", "w") as full:
                done = subprocess.run([BUILD / "service" / "fangst", "config", page], stdout=full, stderr=subprocess.PIPE,
                                      timeout=60, check=False)
            self.assertEqual(done.returncode, 1, page)

    def test_a_configuration_that_is_not_there_is_named(self):
        for command in (("serve",), ("config", "check"), ("audit", "verify")):
            done = self.run_fangst(*command, "--config", self.directory / "finnes-ikke.toml")
            self.assertEqual(done.returncode, 1)
            self.assertIn("finnes-ikke.toml", done.stderr)


if __name__ == "__main__":
    unittest.main()
