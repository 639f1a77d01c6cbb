#!/usr/bin/env python3
"""Proves that silent_catches.py sees planted silent catches, and leaves those alone that use what they caught."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

import silent_catches  # noqa: E402: found by the line above


def handler(caught, body):
    return f"void f() {{\n  try {{\n    g();\n  }} catch ({caught}) {{\n    {body}\n  }}\n}}\n"


class SilentCatches(unittest.TestCase):
    def found(self, caught, body, allowed=None, name="core/http/src/a.cpp"):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True)
            path.write_text(handler(caught, body), encoding="utf-8")
            sentences, seen = silent_catches.silent_in(pathlib.Path(folder), allowed or {})
            self.assertEqual(seen, 1)
            return sentences

    def test_sees_a_catch_that_drops_what_it_caught(self):
        for caught, body in (("...", "return;"), ("const std::exception&", "return false;"), ("...", ""),
                             ("const std::exception& error", "return false;"),
                             ("const SqlError& error", "return Failure(unavailable());  // error.what() says nothing"),
                             ("const std::exception& error", 'log("error");'), ("const Stopped", "return;"),
                             ("...", "if (a) { throw Other(); }")):
            with self.subTest(caught=caught, body=body):
                self.assertEqual(len(self.found(caught, body)), 1)

    def test_names_file_and_line(self):
        self.assertEqual(self.found("...", "return;"),
                         ["core/http/src/a.cpp:4: catch (...) does nothing with the exception"])

    def test_leaves_a_catch_alone_that_uses_it(self):
        for caught, body in (("...", "throw;"), ("...", "failure = std::current_exception();"),
                             ("...", "tell_current_exception(on_fault, here);"),
                             ("...", "return Failure(internal_error(describe_current_exception()));"),
                             ("const std::exception& error", "return Failure(unavailable(error.what()));"),
                             ("const BrokenInvariant& broken", "if (a) { b(); }\n    result = Failure(broken.error());"),
                             ("int code", "return code;")):
            with self.subTest(caught=caught, body=body):
                self.assertEqual(self.found(caught, body), [])

    def test_an_allowed_one_is_allowed_in_its_file_and_type_alone(self):
        allowed = {("core/http/src/a.cpp", "..."): "a reason"}
        self.assertEqual(self.found("...", "return;", allowed), [])
        self.assertEqual(len(self.found("...", "return;", allowed, "core/http/src/b.cpp")), 2)
        self.assertEqual(len(self.found("const A&", "return;", allowed)), 2)

    def test_an_allowance_that_nothing_needs_is_a_breach(self):
        self.assertEqual(self.found("...", "throw;", {("core/http/src/a.cpp", "..."): "a reason"}),
                         ["core/http/src/a.cpp: catch (...) may be silent, but is not there"])

    def test_the_program_fails_when_there_is_nothing_to_read(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, HERE / "silent_catches.py", folder], capture_output=True, check=False)
            self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
