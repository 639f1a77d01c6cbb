"""The doors of the running program: what the settings say is what it does."""
import base64
import http.client
import json
import re
import shutil
import sqlite3
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

from support import BUILD, installation  # first: puts the sample day on the path
from sample_day.client import Client, wait_until
from sample_day.installation import Installation
from sample_day.process import Process
from sample_day_support import finish_one, simple_submission


class Certificates:
    """A certificate authority in a folder, and what it has signed."""

    def __init__(self, folder):
        self.folder = folder
        self._run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                  "/CN=test", "-keyout", self.path("ca.key"), "-out", self.path("ca.pem"))

    def path(self, name):
        return self.folder / name

    def issue(self, name):
        extensions = self.path("san")
        extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1")
        self._run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}", "-keyout",
                  self.path(f"{name}.key"), "-out", self.path(f"{name}.csr"))
        self._run("x509", "-req", "-in", self.path(f"{name}.csr"), "-CA", self.path("ca.pem"), "-CAkey", self.path("ca.key"),
                  "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", self.path(f"{name}.pem"))
        self.path(f"{name}.key").chmod(0o600)

    @staticmethod
    def _run(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Management:
    """RabbitMQ's own HTTP interface: how a test publishes and looks."""

    def __init__(self, broker):
        self._url = broker.management_url
        self._secret = base64.b64encode(f"{broker.user}:{broker.password}".encode()).decode()

    def call(self, method, path, body=None):
        request = urllib.request.Request(self._url + "/api" + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": f"Basic {self._secret}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def ask(self, routing_key, key, message, properties=None):
        """Publishes a message of a source, with the API key, and returns the answer to it."""
        self.call("PUT", "/queues/%2F/test.svar", {"durable": True})
        headers = {"authorization": f"Bearer {key}"} if key else {}
        sent = {"routing_key": routing_key, "payload": json.dumps(message), "payload_encoding": "string",
                "properties": {"headers": headers, "reply_to": "test.svar", "delivery_mode": 2, **(properties or {})}}
        wait_until(lambda: self._is_routed(sent), 30, "the queues of the intake")
        found = []

        def answered():
            found.extend(self.call("POST", "/queues/%2F/test.svar/get",
                                   {"count": 1, "ackmode": "ack_requeue_false", "encoding": "auto"}))
            return found

        wait_until(answered, 30, "an answer to the message")
        return json.loads(found[0]["payload"])

    def _is_routed(self, message):
        """Not before Fangst has declared exchange and queue, which it does some time after it is ready."""
        try:
            return self.call("POST", "/exchanges/%2F/fangst.inn/publish", message)["routed"]
        except urllib.error.HTTPError as error:
            if b"NOT_FOUND" not in error.read():
                raise
            return False


class WithSettings(Installation):
    """`change` is called with the configuration before it is written."""

    def __init__(self, directory, change, **options):
        super().__init__(directory, BUILD, **options)
        self._change = change

    def _config(self):
        config = super()._config()
        self._change(self, config)
        return config


class Doors(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="fangst-doors."))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def test_a_client_without_a_certificate_is_refused_when_one_is_demanded(self):
        made_by_us, by_a_stranger = self.directory / "tls", self.directory / "stranger"
        made_by_us.mkdir()
        by_a_stranger.mkdir()
        ours, strangers = Certificates(made_by_us), Certificates(by_a_stranger)
        for authority, name in ((ours, "server"), (ours, "client"), (strangers, "client")):
            authority.issue(name)

        def change(_, config):
            config["http"] |= {"certificate_chain_file": str(ours.path("server.pem")),
                               "private_key_file": str(ours.path("server.key")), "client_ca_file": str(ours.path("ca.pem"))}

        with WithSettings(self.directory / "made", change) as made:
            port_file = made.directory / "port"
            made.server = Process("fangst serve", [made.fangst_program, "serve", "--config", made.config_file],
                                  made.directory / "fangst.out")
            wait_until(lambda: port_file.exists() and port_file.read_text().strip(), 30, "the port")

            def status(certificate_of):
                context = ssl.create_default_context(cafile=ours.path("ca.pem"))
                if certificate_of:
                    context.load_cert_chain(certificate_of.path("client.pem"), certificate_of.path("client.key"))
                connection = http.client.HTTPSConnection("127.0.0.1", made.port(), context=context, timeout=10)
                try:
                    connection.request("GET", "/livez")
                    return connection.getresponse().status
                except (OSError, http.client.HTTPException):
                    return None
                finally:
                    connection.close()

            self.assertEqual(status(ours), 200)
            self.assertIsNone(status(None))
            self.assertIsNone(status(strangers))

    def test_a_source_that_must_shield_is_refused_without(self):
        def change(_, config):
            config["source"][1]["requires_skjerming"] = True

        with WithSettings(self.directory, change) as made:
            made.start()
            refused = made.client("visma").submit_multipart(*simple_submission("K-1"))
            self.assertEqual(refused.status, 400, refused)
            self.assertIn("/sak/skjerming", [error["pointer"] for error in refused.json["errors"]])
            taken = made.client("norkart").submit_multipart(*simple_submission("K-1"))
            self.assertEqual(taken.status, 201, taken)

    def test_it_is_not_ready_when_the_database_does_not_answer(self):
        with installation() as made:
            made.start()
            probe = Client(made.port)
            self.addCleanup(probe.close)
            self.assertEqual(probe.get("/readyz").status, 200)
            self._rename_head(made, "audit_head", "away")
            self.assertEqual(probe.get("/readyz").status, 503)
            self.assertEqual(probe.get("/livez").status, 200)
            self._rename_head(made, "away", "audit_head")
            self.assertEqual(probe.get("/readyz").status, 200)

    @staticmethod
    def _rename_head(made, name, other):
        with sqlite3.connect(made.directory / "data" / "fangst.sqlite", timeout=30) as database:
            database.execute(f"ALTER TABLE {name} RENAME TO {other}")
        database.close()

    def test_metrics_have_the_right_sign(self):
        with installation(overrides={"retry": {"rungs": ["1h"], "give_up_after": 60}}) as made:
            made.start()
            finish_one(made, "K-1")
            operator = made.client("operator")
            self.assertEqual(self._metric(operator, "fangst_queue_healthy"), [1.0])
            self.assertEqual(self._metric(operator, 'fangst_dependency_up{dependency="arkiv"}'), [1.0])
            paused = operator.request("POST", "/v1/operations/dependencies/arkiv/pause")
            self.assertLess(paused.status, 300, paused)
            self.assertEqual(self._metric(operator, 'fangst_dependency_up{dependency="arkiv"}'), [0.0])
            waiting = made.client("visma").submit_multipart(*simple_submission("K-2"))
            self.assertEqual(waiting.status, 201, waiting)
            time.sleep(0.05)  # the age of what waits is more than nothing
            ages = self._metric(operator, "fangst_oldest_item_age_seconds")
            self.assertTrue(ages)
            self.assertTrue(all(0 <= age < 60 for age in ages) and max(ages) > 0, ages)
            self.assertEqual(sum(self._metric(operator, "fangst_backlog_items")), 1.0)

    @staticmethod
    def _metric(client, name):
        text = client.get("/metrics").body.decode()
        return [float(value) for value in re.findall("^" + re.escape(name) + r"(?:\{[^}]*\})? (\S+)$", text, re.M)]

    def test_a_message_with_the_key_of_another_source_is_refused(self):
        with WithSettings(self.directory, lambda *_: None, broker=True) as made:
            made.start()
            management = Management(made.broker)
            message = {key: value for key, value in simple_submission("K-1")[0].items()}
            self.assertIn("tilgang.feil_kilde", management.ask("gerica.innsending", made.keys["visma"]["key"], message)["type"])
            self.assertIn("tilgang.feil_kilde", management.ask("gerica.innsending", made.keys["operator"]["key"], message)["type"])
            self.assertIn("inntak.ikke_paalogget", management.ask("gerica.innsending", None, message)["type"])
            own = management.ask("gerica.innsending", made.keys["gerica"]["key"], message)
            self.assertNotIn("tilgang.", own.get("type", ""), "its own key is let in, whatever is said of the message")
            self.assertEqual(made.client("archivist").all_submissions(source="visma"), [])

    def test_a_source_is_known_by_its_user_of_the_broker_and_told_by_its_queue(self):
        """Also when the work itself goes by the embedded queue."""
        def change(made, config):
            config["queue"] = {"kind": "embedded"}
            gerica, visma, _ = config["source"]
            gerica["rabbitmq_user"] = made.broker.user
            visma["queue_events"] = True
            del visma["webhook_url"], visma["webhook_secret_file"]

        with WithSettings(self.directory, change, broker=True) as made:
            made.start()
            management = Management(made.broker)
            message = simple_submission("K-1")[0]
            vouched = {"user_id": made.broker.user}
            answer = management.ask("gerica.innsending", None, message, vouched)
            self.assertIn("innsending.dokumenter", answer["type"], "it was let in, and lacks its file")
            self.assertIn("inntak.ikke_paalogget", management.ask("norkart.innsending", None, message, vouched)["type"])
            submission = finish_one(made, "K-2", "visma")
            told = []

            def is_told():
                told.extend(json.loads(one["payload"]) for one in management.call(
                    "POST", "/queues/%2F/fangst.ut.visma/get", {"count": 10, "ackmode": "ack_requeue_false", "encoding": "auto"}))
                return any(one["type"] == "no.fangst.submission.finished.v1" for one in told)

            wait_until(is_told, 30, "the event of the end")
            self.assertIn(submission, json.dumps(told[-1]))
            queues = {queue["name"] for queue in management.call("GET", "/queues")}
            self.assertFalse({"fangst.ut.gerica", "fangst.ut.norkart"} & queues, queues)

    def test_a_broker_that_only_brings_messages_is_missed_when_it_is_gone(self):
        def change(_, config):
            config["queue"] = {"kind": "embedded"}

        with WithSettings(self.directory, change, broker=True) as made:
            made.start()
            operator = made.client("operator")

            def queue():
                return operator.get("/v1/operations/overview").json["queue"]

            wait_until(lambda: queue() == {"healthy": True, "problems": []}, 60, "a connection to the broker")
            made.broker.kill()
            wait_until(lambda: queue()["problems"], 60, "the loss of the broker")
            self.assertIn("RabbitMQ", queue()["problems"][0])
            self.assertTrue(queue()["healthy"], "the work itself does not need it")
            self.assertEqual(operator.get("/readyz").json["status"], "warn")
            finish_one(made, "K-1")

    def test_tls_to_the_broker_is_used_and_its_certificate_is_looked_at(self):
        stranger = self.directory / "stranger"
        stranger.mkdir()
        Certificates(stranger)

        def over_tls(made, config):
            folder = made.directory / "rabbitmq"
            port = re.search(r"FANGST_TEST_AMQPS_PORT=(\d+)", (folder / "variables").read_text()).group(1)
            config["rabbitmq"] |= {"host": "localhost", "port": int(port), "ca_file": str(made.ca_file or folder / "tls" / "ca.pem")}

        made = WithSettings(self.directory / "made", over_tls, broker=True)
        made.ca_file = None
        with made:
            made.start()
            management, begun = Management(made.broker), time.monotonic()

            def connections():
                return management.call("GET", "/connections")

            def has_broker(operator):
                return self._metric(operator, "fangst_queue_healthy") == [1.0]

            operator = made.client("operator")
            wait_until(lambda: has_broker(operator), 30, "a connection to the broker")
            connects_in = time.monotonic() - begun
            wait_until(connections, 30, "the broker's list of its connections")
            finish_one(made, "K-1")
            self.assertTrue(all(connection["ssl"] for connection in connections()), connections())
            made.stop_server()

            made.ca_file = stranger / "ca.pem"
            made._write_config()
            made.start()
            operator = made.client("operator")
            # Not by the broker's own list of connections: that comes seconds late.
            until = time.monotonic() + max(3, 3 * connects_in)
            while time.monotonic() < until:
                self.assertFalse(has_broker(operator))
                time.sleep(0.1)


if __name__ == "__main__":
    unittest.main()
