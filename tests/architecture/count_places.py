#!/usr/bin/env python3
"""Counts the places outside its own folder that name a part: adding a part is one folder, and no edit anywhere else.

For each folder of a part (an adapter, a step, a sample part of the tests) the names that it registers, as text literals,
must stand in no source of core/, service/ or another part. usage: count_places.py ROOT    exit code 0: none
"""
import pathlib
import re
import sys

PARTS = ("adapters/*/*", "core/pipeline/steps/*", "tests/support/sample_parts/*/*")
SEARCHED = ("core", "service", "adapters", "schemas", "tests/support/sample_parts", "cmake")
SUFFIXES = {".cpp", ".hpp", ".cmake", ".in", ".txt"}

# What a folder registers: kName, the names of channels, steps and formats.
DECLARED = re.compile(
    r'kName = "([^"]+)"|model::Channel\("([^"]+)"\)|\.name = "([^"]+)",\s*(?:\.is_paper|\.waits_for|\.beside)|tells\("([^"]+)"'
    r'|std::string_view name\(\) const override \{ return "([^"]+)"')
COMMENT = re.compile(r"//[^\n]*|#[^\n]*")

# A name that another part must say, each with its reason.
ALLOWED = {
    ("core/pipeline/steps", "arkiver"): "the steps say in their traits which steps they must stand after or before",
    ("core/pipeline/steps", "velg_kanal"): "as above",
    ("core/pipeline/steps", "send"): "as above",
    ("tests/support/sample_parts/steps", "arkiver"): "as above",
    ("core/pipeline/src/pipeline_file.cpp", "meld_arkivert"): "a key of the pipeline's file, whichever step then runs",
    ("adapters/registers/krr", "maskinporten"): "the registry says which issuer of tokens it needs",
    ("adapters/dispatch/svarut", "maskinporten"): "as above",
    ("adapters/transport", "maskinporten"): "whose token it is",
}


def files(root):
    for top in SEARCHED:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path


def names_of(folder):
    found = set()
    for path in folder.rglob("*.cpp"):
        for match in DECLARED.finditer(path.read_text(encoding="utf-8")):
            found.add(next(group for group in match.groups() if group))
    return found


def is_allowed(place, name):
    return any(place.startswith(folder) and name == allowed for folder, allowed in ALLOWED)


def literals(text, suffix):
    """Text literals of C++ with what stands in them; of the build's files, every word."""
    if suffix in (".cpp", ".hpp"):
        return re.findall(r'"((?:\\.|[^"\\\n])*)"', re.sub(r"//[^\n]*|^#include[^\n]*", "", text, flags=re.M))
    return re.findall(r"[\w-]+", COMMENT.sub("", text))


def mentions(literal, name):
    """As a name of its own or after "step:", not as a word of a sentence or a part of a code like «send.tom»."""
    return literal == name or literal == f"step:{name}"


def main(arguments):
    root = pathlib.Path(arguments[1]).resolve()
    texts = [(path, path.relative_to(root).as_posix(), literals(path.read_text(encoding="utf-8"), path.suffix))
             for path in files(root)]
    breaches, parts = [], 0
    for pattern in PARTS:
        for folder in sorted(path for path in root.glob(pattern) if (path / "CMakeLists.txt").is_file()):
            own = folder.relative_to(root).as_posix() + "/"
            for name in sorted(names_of(folder)):
                parts += 1
                for path, place, words in texts:
                    if not place.startswith(own) and not is_allowed(place, name) and any(mentions(w, name) for w in words):
                        breaches.append(f"{place} names «{name}» of {own}")
    for breach in breaches:
        print(breach)
    print(f"{len(breaches)} places outside their folders name one of {parts} parts")
    return 1 if breaches or parts == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
