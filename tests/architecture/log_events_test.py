#!/usr/bin/env python3
"""Proves that log_events.py sees an event without a row, and a row without an event."""
import pathlib
import tempfile
import unittest

from log_events import HEADING, breaches

SOURCE = """#include <fangst/observe/log.hpp>
void one() { observe::log(Level::info, "database.found", {{"error_where", "sql.read"}}); }
void two(int status) {
  observe::log(level_of(status), status >= 500 ? "http.failed" : "http.refused", {{"status", status}});
}
void three() {
  const auto event = "dependency." + to_string(now);
  observe::log(Level::info, event, {{"where", "queue.intake"}});
}
"""
ROWS = ("| `database.found` | a |", "| `http.failed`, `http.refused` | b |", "| `dependency.opened` | c |")


class LogEvents(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def found(self, source, rows):
        for folder in ("core", "adapters", "service", "docs"):
            (self.root / folder).mkdir(exist_ok=True)
        (self.root / "service" / "one.cpp").write_text(source)
        page = "\n".join(["text `queue.other`", HEADING, "", *rows, "", "## Next", "| `not.this` | d |"])
        (self.root / "docs" / "drift.md").write_text(page)
        return list(breaches(self.root))

    def test_nothing_is_wrong(self):
        self.assertEqual(self.found(SOURCE, ROWS), [])

    def test_each_event_needs_its_row(self):
        self.assertEqual(len(self.found(SOURCE, ())), 4)
        for at, count in enumerate((1, 2, 1)):
            rows = ROWS[:at] + ROWS[at + 1:]
            self.assertEqual(len(self.found(SOURCE, rows)), count, rows)

    def test_each_row_needs_its_event(self):
        self.assertEqual(len(self.found(SOURCE, (*ROWS, "| `broker.lost` | e |"))), 1)

    def test_a_source_that_does_not_log_is_left_alone(self):
        self.assertEqual(len(self.found("log(x, \"broker.lost\")", ())), 0)


if __name__ == "__main__":
    unittest.main()
