#!/usr/bin/env python3
"""Finds every `catch` that does nothing with what it caught: a fault that leaves no trace (invariant 18).

A catch uses its exception when its body names the variable, rethrows, or takes or describes the current exception. The
few that may stay silent are listed below, each with its reason. usage: silent_catches.py ROOT    exit code 0: none
"""
import pathlib
import re
import sys

SEARCHED = ("core", "adapters", "service", "schemas")
SUFFIXES = {".cpp", ".hpp"}

# (file, what is caught): why it may say nothing.
ALLOWED = {
    ("core/http/src/faults.hpp", "..."): "telling of a fault has failed, so there is nobody left to tell",
    ("core/observe/src/log.cpp", "..."): "the log itself has failed: the work goes on without it",
    ("core/error/src/exception_text.cpp", "..."): "describes it by its type, which is all that is known of it",
    ("adapters/transport/http_client/src/attempt.hpp", "const ConnectionWasClosed&"):
        "made in this module, holds nothing: the Error made of it says all",
    ("adapters/transport/http_client/src/attempt.hpp", "const ResendStopped&"):
        "made in this module, holds nothing: the Error made of it says all",
}

HIDDEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
CATCH = re.compile(r"\bcatch\s*\(([^)]*)\)\s*\{")
USES = re.compile(r"\bthrow\s*;|\b(?:std::)?current_exception\s*\(|\b(?:describe|tell)_current_exception\s*\(")


def without_comments_and_texts(text):
    """Of the same length, with the same lines: places in it are places in the source."""
    return HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def body_from(text, opened):
    depth = 0
    for at in range(opened, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return text[opened + 1:at]
    return text[opened + 1:]


def catches(text):
    """Of a source: line, what is caught, whether it is used."""
    code = without_comments_and_texts(text)
    for found in CATCH.finditer(code):
        caught = " ".join(found.group(1).split())
        body = body_from(code, found.end() - 1)
        named = re.fullmatch(r"(.*[&\s])(\w+)", caught)
        name = named.group(2) if named and named.group(1).strip() != "const" else None
        is_used = bool(USES.search(body)) or bool(name and re.search(rf"\b{name}\b", body))
        yield code.count("\n", 0, found.start()) + 1, caught, is_used


def silent_in(root, allowed):
    """The sentences about those that are silent, and how many catches there are at all."""
    seen, sentences, unneeded = 0, [], dict(allowed)
    for top in SEARCHED:
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in SUFFIXES or not path.is_file():
                continue
            name = path.relative_to(root).as_posix()
            for line, caught, is_used in catches(path.read_text(encoding="utf-8")):
                seen += 1
                if not is_used and (name, caught) not in allowed:
                    sentences.append(f"{name}:{line}: catch ({caught}) does nothing with the exception")
                if not is_used:
                    unneeded.pop((name, caught), None)
    sentences += [f"{name}: catch ({caught}) may be silent, but is not there" for name, caught in unneeded]
    return sentences, seen


def main():
    sentences, seen = silent_in(pathlib.Path(sys.argv[1]), ALLOWED)
    print(*sentences, f"{len(sentences)} breaches in {seen} catches", sep="\n")
    return 1 if sentences or seen == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
