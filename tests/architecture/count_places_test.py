#!/usr/bin/env python3
"""Proves that count_places.py sees a part that is named outside its folder, and leaves a clean tree alone."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent

CLEAN = {
    "adapters/dispatch/due/CMakeLists.txt": "fangst_adapter(fangst_due)\n",
    "adapters/dispatch/due/src/registration.cpp": 'constexpr auto* kName = "due";\n',
    "core/pipeline/steps/fly/CMakeLists.txt": "fangst_step(fly SOURCES fly.cpp)\n",
    "core/pipeline/steps/fly/fly.cpp": 'catalogue.add({.traits = {.name = "fly", .waits_for = {}}});\n',
    "core/api/src/routes.cpp": '// due and fly\nreturn "a due date, to fly";\n',
}


class CountPlaces(unittest.TestCase):
    def run_on(self, planted):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**CLEAN, **planted}.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, HERE / "count_places.py", folder], capture_output=True, text=True,
                                  check=False)
            return done.returncode, done.stdout

    def test_finds_nothing_in_a_clean_tree(self):
        self.assertEqual(self.run_on({}), (0, "0 places outside their folders name one of 2 parts\n"))

    def test_sees_a_literal_in_the_core(self):
        code, output = self.run_on({"core/api/src/steps.cpp": 'if (step == "fly") return;\n'})
        self.assertEqual(code, 1)
        self.assertIn("core/api/src/steps.cpp names «fly» of core/pipeline/steps/fly/", output)

    def test_sees_one_in_the_service_and_in_another_adapter(self):
        code, output = self.run_on({"service/wiring.cpp": 'dependencies.add("due");\n',
                                    "adapters/dispatch/other/src/other.cpp": 'audit("step:fly");\n'})
        self.assertEqual(code, 1)
        self.assertIn("service/wiring.cpp names «due»", output)
        self.assertIn("adapters/dispatch/other/src/other.cpp names «fly»", output)

    def test_fails_when_there_is_no_part(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, HERE / "count_places.py", folder], capture_output=True, check=False)
            self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
