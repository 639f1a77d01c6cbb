#!/usr/bin/env python3
"""Holds the operators' table of log events (docs/drift.md) equal to what the program can write: invariant 18.

An event is a text "area.word" in a source that includes fangst/observe/log.hpp; "area." stands for every word that
comes after it at run time. usage: log_events.py ROOT    exit code 0: equal, 1: not
"""
import pathlib
import re
import sys

CHECKED = ("core", "adapters", "service")
PAGE = "docs/drift.md"
HEADING = "### Hendelsene i loggen"
CALL = re.compile(r'(?:\blog\(|\bevent = )(?:[^;{"]|"[^"]*")*')
EVENT = re.compile(r'"([a-z]+\.[a-z_]*)"')


def written(root):
    events = {}
    for folder in CHECKED:
        for path in sorted((root / folder).rglob("*.cpp")):
            text = path.read_text()
            if "<fangst/observe/log.hpp>" not in text:
                continue
            for call in CALL.finditer(text):
                for event in EVENT.findall(call.group()):
                    events.setdefault(event, path.relative_to(root))
    return events


def documented(root):
    table = (root / PAGE).read_text().split(HEADING, 1)[1].split("\n#", 1)[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {event for row in rows for event in re.findall(r"`([a-z]+\.[a-z_*]+)`", row)}


def breaches(root):
    events, rows = written(root), documented(root)
    for event, path in sorted(events.items()):
        if not any(row.rstrip("*").startswith(event) if event.endswith(".") else row == event for row in rows):
            yield f"{PAGE}: no row for {event}, which {path} writes"
    for row in sorted(rows):
        area = row.split(".")[0] + "."
        if row not in events and area not in events:
            yield f"{PAGE}: {row} is written nowhere"


def main():
    root = pathlib.Path(sys.argv[1])
    found = list(breaches(root))
    print("\n".join(found) or f"{len(written(root))} events, each in {PAGE}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
