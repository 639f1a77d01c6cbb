"""What was said can be looked up (invariant 18): in the running program, each refusal, fault and outage is found by its
trace id or by the name of its event."""
import json
import random
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from support import BUILD, ROOT  # first: puts the sample day on the path
from sample_day import generic
from sample_day.client import Client, wait_until
from sample_day.documents import letter
from sample_day.installation import Installation
from sample_day.people import Person, new_number
from sample_day_support import finish_one, simple_submission
from test_doors import Management

PATIENCE = 60


class Server:
    """A private PostgreSQL, which the tests stop and start."""

    def __init__(self):
        found = dict(re.findall(r"^export (\w+)=(.*)$", self._run("start"), re.M))
        self.connection = found["FANGST_TEST_POSTGRESQL"].strip("'")
        self._directory = found["FANGST_TEST_POSTGRESQL_DIR"]

    @staticmethod
    def _run(script, *arguments):
        done = subprocess.run([ROOT / "tests/support/postgresql" / script, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120, start_new_session=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"postgresql/{script}: {done.stderr.strip()}")
        return done.stdout

    def start(self):
        self._run("start", self._directory)

    def crash(self):
        self._run("stop", self._directory, "--kill")

    def remove(self):
        self._run("stop", self._directory)

    def execute(self, sql):
        psql = sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"))[-1]
        subprocess.run([psql, "-q", "-v", "ON_ERROR_STOP=1", "-d", self.connection, "-c", sql], check=True,
                       capture_output=True, timeout=30)


class Traces(unittest.TestCase):
    """One installation for all: its parts are stopped and started, and it must come through each."""

    @classmethod
    def setUpClass(cls):
        directory = Path(tempfile.mkdtemp(prefix="fangst-traces."))
        cls.addClassCleanup(shutil.rmtree, directory, ignore_errors=True)
        cls.database = Server()
        cls.addClassCleanup(cls.database.remove)
        cls.made = Installation(directory, BUILD, broker=True, database_connection=cls.database.connection,
                                overrides={"circuit": {"threshold": 1, "cool_down": "300ms", "max_cool_down": "1s"}})
        cls.addClassCleanup(cls.made.stop)
        cls.made.__enter__()
        cls.made.start()
        cls.key_file = cls.made.secret("operator-key", cls.made.keys["operator"]["key"])

    def lines(self, **fields):
        """The lines of the log that have all of these."""
        text = (self.made.directory / "fangst.log").read_text()
        return [line for line in map(json.loads, text.splitlines()) if fields.items() <= line.items()]

    def wait_for_line(self, after=0, **fields):
        """One more line than there were."""
        return wait_until(lambda: self.lines(**fields)[after:], PATIENCE, f"linjen {fields}")[0]

    def the_one_line(self, **fields):
        self.wait_for_line(**fields)  # that of a request is written after its answer
        found = self.lines(**fields)
        self.assertEqual(len(found), 1, found)
        return found[0]

    def assert_lost_and_found(self, kind, **fields):
        """Only changes are told, however often it was tried in between; it may come and go more than once."""
        events = [line["event"] for line in self.lines(**fields) if line["event"] in (f"{kind}.lost", f"{kind}.found")]
        if events[0] == f"{kind}.found":  # the first connection
            events = events[1:]
        self.assertEqual(events, [f"{kind}.lost", f"{kind}.found"] * (len(events) // 2))
        self.assertLessEqual(len(events), 6)

    def command(self, *arguments):
        done = self.made.run(arguments[0], "--url", f"http://127.0.0.1:{self.made.port()}", "--key-file", self.key_file,
                             *arguments[1:])
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def problems(self):
        return self.made.client("operator").get("/v1/operations/overview").json["queue"]["problems"]

    def test_a_refused_request_is_found_by_its_trace_id(self):
        metadata, files = simple_submission("AVVIST-1")
        metadata["type"] = "ukjent-type"
        refused = self.made.client("visma").submit_multipart(metadata, files)
        self.assertEqual(refused.status, 400, refused)
        trace = refused.json["traceId"]
        line = self.the_one_line(event="http.refused", trace_id=trace)
        self.assertEqual((line["error_code"], line["status"]), ("innsending.ukjent_type", 400))
        for answer in (self.made.client("visma").get("/v1/refusals", traceId=trace).json,
                       self.made.client("operator").get("/v1/operations/refusals", traceId=trace).json,
                       self.command("refusals", "--trace-id", trace)):
            kept = answer["refusals"]
            self.assertEqual([(one["code"], one["source"]) for one in kept], [("innsending.ukjent_type", "visma")], answer)
            self.assertEqual(kept[0]["errors"][0]["pointer"], "/type")

    def test_a_request_without_a_key_is_found_by_its_trace_id(self):
        stranger = Client(self.made.port, "tull")
        self.addCleanup(stranger.close)
        refused = stranger.get("/v1/submissions")
        self.assertEqual(refused.status, 401, refused)
        self.assertEqual(self.the_one_line(trace_id=refused.json["traceId"])["error_code"], "tilgang.ukjent_noekkel")

    def test_an_internal_error_is_found_by_its_trace_id(self):
        # A fault of the database in this one submission: what the handler then meets, nobody has foreseen.
        self.database.execute("ALTER TABLE submission ADD CONSTRAINT planted CHECK (external_key <> 'FEIL-1') NOT VALID")
        self.addCleanup(self.database.execute, "ALTER TABLE submission DROP CONSTRAINT planted")
        failed = self.made.client("visma").submit_multipart(*simple_submission("FEIL-1"))
        self.assertEqual(failed.status, 500, failed)
        self.assertNotIn("planted", failed.body.decode())
        line = self.the_one_line(event="http.failed", trace_id=failed.json["traceId"])
        self.assertEqual((line["level"], line["error_code"]), ("error", "lager.sql"))
        self.assertIn("planted", line["error_detail"])
        self.assertEqual(self.lines(event="database.lost", error_detail=line["error_detail"]), [])

    def test_a_message_that_the_broker_brought_is_found_by_its_trace_id(self):
        refused = Management(self.made.broker).ask("gerica.innsending", None, simple_submission("KOE-1")[0])
        line = self.the_one_line(event="intake.refused", trace_id=refused["traceId"])
        self.assertEqual((line["door"], line["source"], line["error_code"]),
                         ("rabbitmq", "gerica", "inntak.ikke_paalogget"))

    def test_a_dependency_that_opens_and_closes_leaves_its_events(self):
        sandbox = self.made.sandbox
        sandbox.order_fault(service="krr", operation="lookup", match="", action="status", status=503, times=0)
        self.addCleanup(sandbox.clear_faults)
        person = Person(new_number(random.Random(18)), "Prøve Prøvesen", "Prøveveien 1")
        metadata = generic.submission(key="KRETS-1", kind="vedtak", case="S-KRETS-1", title="Vedtak", recipients=[("EM", person)],
                                      documents=[("Vedtak", "vedtak.pdf", letter("Vedtak", "KRETS-1"))])
        taken = self.made.client("visma").submit_multipart(metadata, [("vedtak.pdf", letter("Vedtak", "KRETS-1"))])
        self.assertEqual(taken.status, 201, taken)
        opened = self.wait_for_line(event="dependency.opened", dependency="krr")
        self.assertEqual((opened["level"], opened["error_code"]), ("warning", "krr.utilgjengelig"))
        self.assertEqual(self.lines(event="dependency.closed", dependency="krr"), [])
        sandbox.clear_faults()
        self.wait_for_line(event="dependency.closed", dependency="krr")
        self.the_one_line(event="dependency.opened", dependency="krr")

    def test_a_pause_leaves_its_events(self):
        operator = self.made.client("operator")
        for verb, event in (("pause", "dependency.paused"), ("resume", "dependency.resumed")):
            self.assertEqual(operator.request("POST", f"/v1/operations/dependencies/digipost/{verb}").status, 200)
            self.the_one_line(event=event, dependency="digipost")

    def test_a_broker_that_goes_and_comes(self):
        probe = self.made.client("operator")
        wait_until(lambda: not self.problems(), PATIENCE, "køer uten problemer")
        found = {connection: len(self.lines(event="broker.found", connection=connection))
                 for connection in ("fangst arbeid ut", "fangst arbeid inn", "fangst inntak", "fangst svar")}
        well, worse = len(self.lines(event="queue.well")), len(self.lines(event="queue.problem"))
        self.assertTrue(all(found.values()), found)
        self.made.broker.kill()
        for connection in found:
            lost = self.wait_for_line(event="broker.lost", connection=connection)
            self.assertTrue(lost["error_code"].startswith("queue.broker_"), lost)
        problem = self.wait_for_line(worse, event="queue.problem")["problem"]
        self.assertIn("RabbitMQ", problem)
        overview = self.command("overview")
        self.assertEqual(overview["queue"]["healthy"], False)
        problems = overview["queue"]["problems"]
        self.assertIn("RabbitMQ", problems[0])
        self.assertEqual(len(problems), len(set(problems)), "each sentence once")
        ready = probe.get("/readyz")
        self.assertEqual((ready.status, ready.json["status"]), (200, "warn"))
        self.assertIn("RabbitMQ", ready.json["notes"][0])
        taken = self.made.client("visma").submit_multipart(*simple_submission("UTEN-MEGLER"))
        self.assertEqual(taken.status, 201, taken)
        self.made.broker.start()
        for connection, before in found.items():
            self.wait_for_line(before, event="broker.found", connection=connection)
            self.assert_lost_and_found("broker", connection=connection)
        wait_until(lambda: not self.problems(), PATIENCE, f"køer uten problemer, som har {self.problems()},")
        self.wait_for_line(well, event="queue.well")
        self.assertEqual(probe.get("/readyz").json, {"status": "pass"})
        archivist = self.made.client("archivist")
        wait_until(lambda: archivist.get(f"/v1/submissions/{taken.json['id']}").json["state"] == "finished", PATIENCE,
                   "arbeidet fra da megleren var borte")

    def test_a_database_that_goes_and_comes(self):
        probe = self.made.client("operator")
        finish_one(self.made, "FOER")
        self.database.crash()
        self.addCleanup(self.database.start)  # also when this test fails: the others need it
        lost = self.wait_for_line(event="database.lost")
        self.assertEqual(lost["level"], "error")
        self.assertTrue(lost["error_detail"])
        self.assertEqual(probe.get("/readyz").status, 503)
        refused = self.made.client("visma").submit_multipart(*simple_submission("UTEN-BASE"))
        self.assertEqual(refused.status, 503, refused)
        self.the_one_line(event="http.failed", trace_id=refused.json["traceId"])
        self.doCleanups()
        self.wait_for_line(event="database.found")
        finish_one(self.made, "ETTER")
        self.assert_lost_and_found("database")
        self.assertEqual(probe.get("/readyz").status, 200)


if __name__ == "__main__":
    unittest.main()
