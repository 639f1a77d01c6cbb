"""The whole chain, on both backends, as deploy/run shows it."""
import json
import subprocess
import sys
import tempfile
import unittest

from support import BUILD, ROOT


class SampleDay(unittest.TestCase):
    maxDiff = None

    def play(self, *options):
        with tempfile.TemporaryDirectory(prefix="fangst-system.") as directory:
            done = subprocess.run(
                [sys.executable, ROOT / "deploy/sample_day", "--once", "--json", "--build", BUILD, "--directory", directory,
                 *options], capture_output=True, text=True, timeout=240, check=False)
        self.assertTrue(done.stdout, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report.get("faults"), [], done.stderr)
        self.assertEqual(done.returncode, 0)
        return report

    def check(self, report):
        self.assertTrue(report["ok"])
        self.assertGreaterEqual(len(report["submissions"]), 40)
        for submission in report["submissions"]:
            with self.subTest(key=submission["key"], shows=submission["shows"]):
                self.assertEqual(submission["state"], submission["expected"])
        totals = report["totals"]
        self.assertEqual(totals["received"], len(report["submissions"]))
        self.assertEqual(totals["received"], totals["finished"] + totals["refused"] + totals["duplicate"])
        self.assertEqual((totals["parked"], totals["in_flight"]), (0, 0))
        self.assertEqual((report["letters"]["sent_twice"], report["letters"]["unarchived"]), (0, 0))
        self.assertGreater(report["letters"]["dispatched"], 25)
        self.assertTrue(report["audit"]["verified"])
        self.assertGreater(report["audit"]["entries"], totals["received"])
        self.assertEqual(report["receipts"]["issued"], totals["finished"])
        self.assertEqual(report["receipts"]["verified"], totals["finished"])
        channels = {channel for submission in report["submissions"] for channel in (submission["channel"] or "").split(", ")}
        self.assertLessEqual({"digipost", "svarut", "svarut_print"}, channels)

    def test_everything_becomes_what_it_should_on_the_embedded_default(self):
        report = self.play()
        self.assertEqual(report["backend"], "embedded")
        self.check(report)

    def test_everything_becomes_what_it_should_through_rabbitmq(self):
        report = self.play("--broker")
        self.assertEqual(report["backend"], "rabbitmq")
        self.check(report)


if __name__ == "__main__":
    unittest.main()
