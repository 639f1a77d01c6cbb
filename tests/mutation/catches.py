#!/usr/bin/env python3
"""Looks whether some test visits each `catch` of the product: the ways on which a fault leaves its trace (invariant 18).

tests/run --label catches            what a person runs: it starts RabbitMQ and PostgreSQL first

The copy lies in build/catches/src, with a mark in each catch. All tests run once over it; what was never visited is said.
"""
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/architecture"))
from planting import copy_of_the_sources  # noqa: E402
from silent_catches import CATCH, SEARCHED, SUFFIXES, without_comments_and_texts  # noqa: E402

COPY = ROOT / "build/catches/src"
HEADER = COPY / "tests/mutation/visit.hpp"

# (file, what is caught): why no test comes there.
UNREACHABLE = {
    ("adapters/transport/http_client/src/attempt.hpp", "const std::exception& error"):
        "cpprest documents no exception of another kind; if one comes, the caller must get an Error all the same",
}


def is_searched(name):
    return name.split("/")[0] in SEARCHED and Path(name).suffix in SUFFIXES


def places_in(name, text):
    """Of each catch: where its body begins, its file and line, and what it catches."""
    blanked = without_comments_and_texts(text)
    for found in CATCH.finditer(blanked):
        line = blanked.count("\n", 0, found.start()) + 1
        yield found.end(), f"{name}:{line}", (name, " ".join(found.group(1).split()))


def marked(name, text):
    for at, place, _ in reversed(list(places_in(name, text))):
        mark = f' {{ static std::atomic<bool> is_known{{false}}; ::fangst::fault::visit(is_known, "{place}"); }}'
        text = text[:at] + mark + text[at:]
    return text


def with_marks(name, content):
    if not is_searched(name):
        return content
    text = content.decode()
    changed = marked(name, text)
    return content if changed == text else f'#include "{HEADER}"\n{changed}'.encode()


def every_place():
    """Each catch and what it catches."""
    return {place: caught for top in SEARCHED for path in sorted((ROOT / top).rglob("*")) if path.suffix in SUFFIXES
            for _, place, caught in places_in(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))}


def main():
    copy_of_the_sources(ROOT, COPY, with_marks)
    visits = COPY / "build/visits"
    visits.parent.mkdir(parents=True, exist_ok=True)
    visits.unlink(missing_ok=True)
    subprocess.run([COPY / "deploy/build", "debug"], check=True)
    environment = {"FANGST_OFFICIAL_SCHEMAS": str(ROOT / "../shared/official"), **os.environ, "FANGST_VISITS": str(visits),
                   "FANGST_BUILD": str(COPY / "build/debug")}
    done = subprocess.run(["ctest", "--test-dir", COPY / "build/debug", "--parallel", "2", "--output-on-failure", "-LE",
                           "architecture", *sys.argv[1:]], env=environment, check=False)
    seen = set(visits.read_text().split()) if visits.exists() else set()
    places = every_place()
    missed = [place for place, caught in places.items() if (place in seen) == (caught in UNREACHABLE)]
    for place in missed:
        print(f"visited, though said to be out of reach: {place}" if place in seen else f"never visited: {place}")
    if done.returncode != 0:
        print("some tests failed on the marked copy")
    print(f"{len(places) - len(missed)} passed, {len(missed)} failed, 0 skipped")
    sys.exit(1 if missed or done.returncode != 0 or not places else 0)


if __name__ == "__main__":
    main()
