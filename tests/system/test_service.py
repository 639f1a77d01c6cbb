"""The running program as its supervisor, its log collector and its dashboards see it."""
import contextlib
import json
import os
import signal
import sqlite3
import time
import unittest

from support import ROOT, installation  # first: puts the sample day on the path
from sample_day.client import Client, wait_until
from sample_day_support import finish_one, simple_submission


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


class Service(unittest.TestCase):
    def test_it_tells_where_it_listens_and_that_it_ends(self):
        with installation() as made:
            made.start()
            log = made.directory / "fangst.log"
            ready = [line for line in lines(log) if line["event"] == "service.ready"]
            self.assertEqual([(line["level"], line["address"], line["port"]) for line in ready],
                             [("info", "127.0.0.1", made.port())])
            self.assertFalse(list(made.directory.glob("port.new")))
            self.assertEqual(made.stop_server(), 0)
            self.assertEqual([line["event"] for line in lines(log)][-2:], ["service.stopping", "service.stopped"])

    def test_it_ends_in_order_when_it_is_interrupted_at_the_keyboard(self):
        with installation() as made:
            made.start()
            os.kill(made.server.pid, signal.SIGINT)
            wait_until(lambda: not made.server.is_running(), 20, "the end")
            self.assertEqual(made.server.exit_code, 0)
            self.assertEqual(lines(made.directory / "fangst.log")[-1]["event"], "service.stopped")

    def test_it_goes_on_in_a_new_log_each_time_it_is_told_to(self):
        with installation() as made:
            made.start()
            log = made.directory / "fangst.log"
            stranger = Client(made.port)
            self.addCleanup(stranger.close)
            for number in (1, 2):
                log.rename(made.directory / f"fangst.log.{number}")
                os.kill(made.server.pid, signal.SIGHUP)
                wait_until(log.exists, 20, "the new log")
                stranger.get("/v1/submissions")
                wait_until(lambda: any(line["event"] == "http.refused" for line in lines(log)), 20, "a line in the new log")
            finish_one(made, "K-1")
            self.assertTrue(made.server.is_running())

    def test_it_tells_in_its_metrics_of_what_it_does(self):
        with installation() as made:
            made.start()
            finish_one(made, "K-1")
            operator = made.client("operator")
            operator.get("/v1/operations/overview")

            def told(line):
                return line in operator.get("/metrics").body.decode().splitlines()

            wait_until(lambda: told('fangst_steps_total{outcome="next",pipeline="arkiver",step="arkiver"} 1'), 20, "the step")
            wait_until(lambda: told('fangst_http_requests_total{route="POST /v1/submissions",status="201"} 1'), 20, "the intake")
            wait_until(lambda: told('fangst_http_requests_total{route="GET /v1/operations/overview",status="200"} 1'), 20,
                       "the request")

    def test_it_shows_the_description_that_is_published(self):
        with installation() as made:
            made.start()
            anybody = Client(made.port)
            self.addCleanup(anybody.close)
            self.assertEqual(anybody.get("/openapi.json").json, json.loads((ROOT / "schemas/openapi.json").read_text()))
            self.assertEqual(anybody.get("/docs").body.decode(), (ROOT / "schemas/docs.html").read_text())

    def test_it_takes_up_at_once_what_it_had_in_hand_when_it_was_killed(self):
        with installation(overrides={"workers": {"threads": 0}}) as made:
            made.start()
            answer = made.client("visma").submit_multipart(*simple_submission("K-1"))
            made.server.kill()
            in_an_hour = int(time.time() * 1000) + 3_600_000
            with contextlib.closing(sqlite3.connect(made.directory / "data" / "fangst.sqlite", timeout=30)) as database:
                changed = database.execute("UPDATE work SET lease_owner = 'proevedag', visible_at = ?", (in_an_hour,))
                self.assertEqual(changed.rowcount, 1)
                database.commit()
            made.config_file.write_text(made.config_file.read_text().replace("threads = 0", "threads = 2"))
            made.start()
            address = f"/v1/submissions/{answer.json['id']}"
            wait_until(lambda: made.client("visma").get(address).json.get("state") == "finished", 30, "K-1")

    def test_it_keeps_a_pause_over_a_restart(self):
        with installation() as made:
            made.start()
            for name in ("svarut", "digipost"):
                self.assertEqual(made.client("operator").request("POST", f"/v1/operations/dependencies/{name}/pause").status, 200)
            made.client("operator").request("POST", "/v1/operations/dependencies/digipost/resume")
            made.stop_server()
            made.start()
            overview = made.client("operator").get("/v1/operations/overview").json
            states = {one["name"]: one["state"] for one in overview["dependencies"]}
            self.assertEqual((states["svarut"], states["digipost"], states["arkiv"]), ("paused", "closed", "closed"))


if __name__ == "__main__":
    unittest.main()
