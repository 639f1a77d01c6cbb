"""The subcommands, as an operator types them."""
import contextlib
import hashlib
import json
import re
import sqlite3
import subprocess
import time
import unittest

from support import ROOT, installation  # first: puts the sample day on the path
from sample_day.client import wait_until
from sample_day_support import finish_one, simple_submission


class CommandLine(unittest.TestCase):
    def run_ok(self, made, *arguments):
        done = made.run(*arguments)
        self.assertEqual(done.returncode, 0, f"fangst {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def test_help_names_every_subcommand(self):
        with installation() as made:
            text = self.run_ok(made, "--help")
            for name in ("serve", "key", "audit", "receipt"):
                self.assertIn(name, text)

    def test_the_version_names_the_build_and_every_library_it_was_built_against(self):
        declared = re.search(r"project\(fangst VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
        with installation() as made:
            first, revision, build, *libraries = self.run_ok(made, "--version").splitlines()
        self.assertEqual(first, f"fangst {declared}")
        if (ROOT / ".git").exists():
            head = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout
            self.assertIn(re.fullmatch(r"revision ([0-9a-f]{12,40})(-dirty)?", revision).group(1), head)
        else:
            self.assertEqual(revision, "revision not built from git")
        self.assertRegex(build, r"^build (Debug|RelWithDebInfo), (GNU 12|Clang 14)\.")
        self.assertIn("Boost 1.74.0", libraries)
        self.assertGreaterEqual(len(libraries), 14)
        for library in libraries:
            self.assertRegex(library, r"^[\w+-]+ \d+\.\d+[\w.]*$")

    def test_a_new_key_is_printed_once_with_its_hash(self):
        with installation() as made:
            first, second = (json.loads(self.run_ok(made, "key", "new")) for _ in range(2))
        self.assertTrue(first["key"].startswith("fangst_"))
        self.assertNotEqual(first["key"], second["key"])
        self.assertEqual(first["sha256"], hashlib.sha256(first["key"].encode()).hexdigest())

    def test_serve_refuses_a_configuration_with_an_unknown_key_and_names_the_line(self):
        with installation() as made:
            text = made.config_file.read_text().replace("[workers]\n", "[workers]\ntraader = 3\n")
            made.config_file.write_text(text)
            line = text.splitlines().index("traader = 3") + 1
            done = made.run("serve", "--config", made.config_file)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("traader", done.stdout + done.stderr)
        self.assertIn(str(line), done.stdout + done.stderr)

    def test_the_default_configuration_is_in_order_once_it_is_filled_in(self):
        with installation() as made:
            text = (ROOT / "deploy/fangst.toml").read_text()
            for name in set(re.findall(r"/etc/fangst/secrets/([\w.-]+)", text)):
                key = made.directory / "sandbox" / "maskinporten-client.key.pem"
                made.secret(name, key.read_text() if name.endswith(".key.pem") else "en lang nok hemmelighet\n")
            text = text.replace("/etc/fangst/secrets", str(made.directory / "secrets"))
            text = text.replace("/var/lib/fangst", str(made.directory / "data"))
            text = text.replace("/usr/share/fangst/pipelines", str(ROOT / "pipelines"))
            text = text.replace("<avsenders id>", "1").replace("<meglers id>", "2").replace("<9 siffer>", "310450006")
            text = re.sub(r'(?m)^(\w+ = "[^"]*)<[^>"]*>', r"\1fylt-inn", text)
            filled_in = made.directory / "default.toml"
            filled_in.write_text(text)
            self.assertIn("i orden", self.run_ok(made, "config", "check", "--config", filled_in))

            filled_in.write_text(text.replace('origin = "fylt-inn/fangst"', 'origin = "lørenskog.kommune.no"\nkey_fil = 1'))
            refused = made.run("config", "check", "--config", filled_in)
            self.assertEqual(refused.returncode, 1)
            self.assertRegex(refused.stderr, r"default.toml:\d+: \[audit\] origin: ")
            self.assertRegex(refused.stderr, r"default.toml:\d+: \[audit\] ukjent nøkkel «key_fil». Mente du «key_file»\?")
            self.assertEqual(made.run("config", "chekc").returncode, 2)

    def test_a_configuration_in_order_is_told_with_what_it_has(self):
        with installation() as made:
            pipelines = len(list((ROOT / "pipelines").glob("*.toml")))
            self.assertEqual(self.run_ok(made, "config", "check", "--config", made.config_file),
                             f"Oppsettet er i orden: 3 kilder, {pipelines} løyper.\n")

    def test_the_sample_and_the_reference_page_are_printed_as_delivered(self):
        with installation() as made:
            self.assertEqual(self.run_ok(made, "config", "sample"), (ROOT / "deploy/fangst.toml").read_text())
            self.assertEqual(self.run_ok(made, "config", "reference"), (ROOT / "docs/innstillinger.md").read_text())

    def test_operators_see_pause_and_resume_by_command(self):
        with installation() as made:
            made.start()
            made.secret("operator", made.keys["operator"]["key"])
            asked = ("--url", f"http://127.0.0.1:{made.port()}", "--key-file", made.directory / "secrets" / "operator")
            self.assertTrue(json.loads(self.run_ok(made, "overview", *asked))["queue"]["healthy"])
            self.assertEqual(json.loads(self.run_ok(made, "pause", *asked, "svarut"))["name"], "svarut")
            states = {c["name"]: c["state"] for c in json.loads(self.run_ok(made, "overview", *asked))["dependencies"]}
            self.assertEqual(states["svarut"], "paused")
            self.run_ok(made, "resume", *asked, "svarut")
            self.assertEqual(json.loads(self.run_ok(made, "parked", *asked))["groups"], [])
            self.assertNotEqual(made.run("retry", *asked).returncode, 0)
            self.assertIn("balance", json.loads(self.run_ok(made, "balance", *asked)))

    def test_a_node_without_workers_only_takes_in(self):
        with installation(overrides={"workers": {"threads": 0}}) as made:
            made.start()
            answer = made.client("visma").submit_multipart(*simple_submission("CLI-3"))
            self.assertEqual(answer.status, 201, answer)
            address = f"/v1/submissions/{answer.json['id']}"
            time.sleep(1)  # several polls of the queue
            self.assertEqual(made.client("visma").get(address).json["state"], "in_flight")
            made.stop_server()
            made.config_file.write_text(made.config_file.read_text().replace("threads = 0", "threads = 2"))
            made.start()
            wait_until(lambda: made.client("visma").get(address).json.get("state") == "finished", 30, "CLI-3")

    def test_a_receipt_holds_offline_and_a_changed_one_does_not(self):
        with installation() as made:
            made.start()
            submission = finish_one(made, "CLI-1")
            answer = made.client("visma").get(f"/v1/submissions/{submission}/receipt")
            self.assertEqual(answer.status, 200, answer)
            made.stop()
            path = made.directory / "receipt.json"
            path.write_bytes(answer.body)
            told = self.run_ok(made, "receipt", "verify", path)
            self.assertIn("Sammenlign nøkkelen", told)
            entry, number, key = re.search(r"(?s)^(.*)\nKvitteringen er ekte. Innførsel (\d+), signert med (\S+)\n", told).groups()
            self.assertEqual(json.loads(entry), json.loads(answer.json["entry"]))
            self.assertEqual(int(number), answer.json["index"])
            trusted = self.run_ok(made, "receipt", "verify", path, "--key", key)
            self.assertNotIn("Sammenlign nøkkelen", trusted)
            name, number, public = key.split("+", 2)
            self.assertEqual(name, "fangst.example/proevedag", "as [audit] origin says")
            self.assertTrue((made.directory / "secrets" / "audit.key.pem").is_file(), "as [audit] key_file says")
            for another in (f"{name}.annen+{number}+{public}", "tull"):
                refused = made.run("receipt", "verify", path, "--key", another)
                self.assertEqual((refused.returncode, refused.stdout), (1, ""), another)
                self.assertTrue(refused.stderr)
            no_receipt = made.directory / "tull.json"
            no_receipt.write_text("tull")
            for none in (no_receipt, made.directory / "finnes-ikke"):
                refused = made.run("receipt", "verify", none)
                self.assertEqual((refused.returncode, refused.stdout), (1, ""), none)
                self.assertTrue(refused.stderr)

            receipt = answer.json
            changed = receipt["entry"].replace("finished", "parked").replace('"journalpostnummer":1', '"journalpostnummer":2')
            self.assertNotEqual(changed, receipt["entry"])
            receipt["entry"] = changed
            path.write_text(json.dumps(receipt))
            self.assertNotEqual(made.run("receipt", "verify", path).returncode, 0)

    def test_audit_verify_tells_what_it_has_read_and_what_is_wrong(self):
        with installation() as made:
            made.start()
            finish_one(made, "CLI-4")
            finish_one(made, "CLI-5")
            visma = made.client("visma")
            for _ in range(120):
                self.assertEqual(visma.submit_message("innsending", b"tull", "application/json").status, 400)
            made.stop_server()
            verify = ("audit", "verify", "--config", made.config_file)
            entries = self.query(made, "SELECT COUNT(*) FROM audit_entry")
            whole = f"Revisjonsloggen og tabellene er hele: {entries} innførsler, "
            self.assertEqual(self.run_ok(made, *verify), whole + "2 dokumenter lest.\n")
            self.assertEqual(self.run_ok(made, *verify, "--without-documents"), whole + "dokumentenes innhold er ikke lest.\n")
            self.assertEqual(json.loads(self.run_ok(made, *verify, "--json")),
                             {"entries": entries, "documents": 2, "verified": True, "faultCount": 0, "faults": []})

            self.change_a_document(made)
            self.assertEqual(self.run_ok(made, *verify, "--without-documents"), whole + "dokumentenes innhold er ikke lest.\n")
            done = made.run(*verify, "--json")
            told = json.loads(done.stdout)
            self.assertEqual((done.returncode, told["verified"], told["faultCount"], len(told["faults"])), (1, False, 1, 1))
            done = made.run(*verify)
            self.assertEqual(done.returncode, 1)
            fault, last = done.stdout.splitlines()
            self.assertEqual(fault, told["faults"][0])
            self.assertEqual(last, f"Revisjonsloggen stemmer ikke: {entries} innførsler, {told['documents']} dokumenter lest.")

            with contextlib.closing(sqlite3.connect(made.directory / "data" / "fangst.sqlite")) as database:
                database.execute("UPDATE audit_entry SET actor = 'operator:ingen'")
                database.commit()
            told = json.loads(made.run(*verify, "--json").stdout)
            self.assertEqual(len(told["faults"]), 100)
            self.assertGreaterEqual(told["faultCount"], entries)
            *faults, more, last = made.run(*verify).stdout.splitlines()
            self.assertEqual((faults, more), (told["faults"], f"... og {told['faultCount'] - 100} til."))
            self.assertIn("stemmer ikke", last)

    def query(self, made, sql):
        with contextlib.closing(sqlite3.connect(made.directory / "data" / "fangst.sqlite")) as database:
            return database.execute(sql).fetchone()[0]

    def change_a_document(self, made):
        """One byte of one document, where it lies on disk."""
        content = simple_submission("CLI-4")[1][0][1]
        for path in (made.directory / "data").rglob("*"):
            if path.is_file() and content in (found := path.read_bytes()):
                path.chmod(0o600)
                at = found.index(content) + len(content) // 2
                path.write_bytes(found[:at] + bytes([found[at] ^ 1]) + found[at + 1:])
                return
        self.fail("the document lies nowhere in the folder")

    def test_audit_verify_finds_one_row_changed_or_deleted_anywhere(self):
        tamperings = (
            "UPDATE audit_entry SET actor = 'operator:ingen' WHERE idx = 1",
            "UPDATE audit_entry SET at = at + 1 WHERE idx = 1",
            "UPDATE audit_entry SET body = '{}' WHERE idx = 2",
            "DELETE FROM audit_entry WHERE idx = 1",
            "DELETE FROM audit_entry WHERE idx = (SELECT MAX(idx) FROM audit_entry)",
            "UPDATE submission SET fingerprint = replace(fingerprint, substr(fingerprint, 1, 1), 'x')",
            "UPDATE submission SET content = content || ' '",
            "UPDATE submission SET state = 'parked'",
            "UPDATE journalpost SET tittel = 'En annen tittel'",
            "UPDATE document SET location = location || '0'",
            "DELETE FROM dokumentobjekt",
            "DELETE FROM nummerserie WHERE navn = 'journal'",
            "DELETE FROM submission",
        )
        with installation() as made:
            made.start()
            finish_one(made, "CLI-2")
            made.stop_server()
            self.run_ok(made, "audit", "verify", "--config", made.config_file)
            database = made.directory / "data" / "fangst.sqlite"
            untouched = database.read_bytes()
            for tampering in tamperings:
                with self.subTest(tampering):
                    database.write_bytes(untouched)
                    connection = sqlite3.connect(database)
                    self.assertEqual(connection.execute(tampering).rowcount, 1)
                    connection.commit()
                    connection.close()
                    done = made.run("audit", "verify", "--config", made.config_file)
                    self.assertNotEqual(done.returncode, 0, done.stdout)
                    self.assertTrue(done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
