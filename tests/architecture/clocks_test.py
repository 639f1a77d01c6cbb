#!/usr/bin/env python3
"""Proves that clocks.py sees every way past the injected clock, and leaves alone what goes by it."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

from clocks import REAL_TIME

HERE = pathlib.Path(__file__).parent

GOOD = """
// steady_clock::now() in a comment
const char* text = "sleep_for";
using Moment = std::chrono::steady_clock::time_point;
clock_.wait_for(lock, changed_, pause, [&] { return closing_; });
clock->wait_until(lock, changed, due, done);
database_.clock().wait_for(lock, changed_, every_, done);
store::wait_until(tx, work, until, reason);
publisher_.wait_until_ready(deadline);
time(session);
"""

PAST_THE_CLOCK = (
    "auto now = std::chrono::steady_clock::now();",
    "auto now = std::chrono::system_clock::now();",
    "auto now = high_resolution_clock::now();",
    "using Clock = std::chrono::steady_clock;",
    "using std::chrono::steady_clock;",
    "std::this_thread::sleep_for(1s);",
    "std::this_thread::sleep_until(later);",
    "changed_.wait_for(lock, pause, done);",
    "changed_->wait_until(lock, pause);",
    "changed_\n    .wait_for(lock, pause, done);",
    "future.wait_until(deadline);",
    "state().wait_for(lock, pause);",
    "boost::asio::steady_timer timer;",
    "::usleep(10);",
    "clock_gettime(CLOCK_MONOTONIC, &spec);",
    "auto seconds = std::time(nullptr);",
    "ports::SystemClock{}.now();",
)


class Clocks(unittest.TestCase):
    def run_on(self, files):
        with tempfile.TemporaryDirectory() as folder:
            allowed = {name: "std::chrono::steady_clock::now();\n" for name in REAL_TIME}
            for name, text in {**allowed, **files}.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                if text is not None:
                    path.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, HERE / "clocks.py", folder], capture_output=True, text=True,
                                  check=False)
            return done.returncode, done.stdout

    def test_leaves_alone_what_goes_by_the_clock(self):
        self.assertEqual(self.run_on({"core/amqp/src/good.cpp": GOOD})[0], 0)

    def test_sees_every_way_past_it(self):
        for folder in ("core/queue/src", "adapters/registers/krr/src"):
            planted = {f"{folder}/bad{number}.cpp": f"\n{text}\n" for number, text in enumerate(PAST_THE_CLOCK)}
            code, output = self.run_on(planted)
            self.assertEqual(code, 1)
            for name, text in planted.items():
                with self.subTest(text=text, folder=folder):
                    self.assertRegex(output, rf"(?m)^{name}:[23]: ")
            self.assertIn(f"{len(planted)} faults in ", output)

    def test_lets_the_program_make_the_clock_and_not_read_past_it(self):
        self.assertEqual(self.run_on({"service/wiring.cpp": "std::make_shared<ports::SystemClock>();\n"})[0], 0)
        self.assertEqual(self.run_on({"service/wiring.cpp": "steady_clock::now();\n"})[0], 1)

    def test_holds_the_list_of_exceptions_against_the_tree(self):
        code, output = self.run_on({"core/observe/src/log.cpp": "clock.now();\n"})
        self.assertEqual(code, 1)
        self.assertIn("core/observe/src/log.cpp: goes by the injected clock now", output)
        code, output = self.run_on({"core/observe/src/log.cpp": None})
        self.assertEqual(code, 1)
        self.assertIn("core/observe/src/log.cpp: is in REAL_TIME, and is no file", output)

    def test_fails_when_there_is_nothing_to_read(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, HERE / "clocks.py", folder], capture_output=True, check=False)
            self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
