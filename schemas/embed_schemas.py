#!/usr/bin/env python3
"""Puts the message schemas into openapi.json and asyncapi.json, so that each of those can be read alone.

Run it after a change in *.schema.json. With --check nothing is written, and the exit status is 1 when something is out
of date.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = {"Innsendingsskjema": "innsending.schema.json", "VismaHendelse": "visma-hendelse.schema.json",
           "NorkartHendelse": "norkart-hendelse.schema.json"}


def embedded(text):
    document = json.loads(text)
    for name, file in SCHEMAS.items():
        document["components"]["schemas"][name] = json.loads((HERE / file).read_text(encoding="utf-8"))
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main():
    stale = False
    for file in ("openapi.json", "asyncapi.json"):
        path = HERE / file
        before = path.read_text(encoding="utf-8")
        after = embedded(before)
        stale |= before != after
        if "--check" not in sys.argv:
            path.write_text(after, encoding="utf-8")
        elif before != after:
            print(f"{file} is out of date: run schemas/embed_schemas.py")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
