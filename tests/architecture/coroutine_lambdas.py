"""Finds the two ways in which a lambda with captures goes wrong around co_await.

- A lambda that is itself a coroutine: its captures die with the lambda object, often before the coroutine ends
  (C++ Core Guidelines CP.51). Pass arguments instead.
- A lambda that captures by value in one statement with co_await: GCC 12 destroys it twice. Name it first, then move it.

A scan, not a compiler: it wants the comments taken out and reads brackets and braces.
"""
import re

COROUTINE = re.compile(r"\bco_(?:await|return|yield)\b")
AWAIT = re.compile(r"\bco_await\b")
# A bracket after a name, a closing bracket or a literal is a subscript; two brackets are an attribute.
INTRODUCER = re.compile(r"(?<![\w\])\[\"])[ \t\n]*(\[(?!\[)([^\[\]]*)\])")
KEYWORD_BEFORE = re.compile(r"(?:return|co_return|co_await|co_yield|case|else)\s*$")
SUBSCRIPT_BEFORE = re.compile(r"[\w\])\"]\s*$")
CLOSING = {"(": ")", "{": "}", "[": "]"}


class Lambda:
    def __init__(self, start, captures, body_start, body_end):
        self.start = start
        self.captures = [capture.strip() for capture in captures.split(",") if capture.strip()]
        self.body_start = body_start
        self.body_end = body_end

    def captures_by_value(self):
        return any(not capture.startswith("&") and capture != "this" for capture in self.captures)


def without_literals(text):
    """Literals become blanks of the same length."""
    pattern = r'R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    # A digit separator is no character literal.
    text = re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "_", text)
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found.group()), text, flags=re.DOTALL)


def closing_of(text, at):
    """Index of the bracket that closes the one at `at`, or -1."""
    opening, closing = text[at], CLOSING[text[at]]
    depth = 0
    for i in range(at, len(text)):
        if text[i] == opening:
            depth += 1
        elif text[i] == closing:
            depth -= 1
            if depth == 0:
                return i
    return -1


def lambdas(text):
    for found in INTRODUCER.finditer(text):
        start = found.start(1)
        before = text[max(0, start - 16):start]
        if SUBSCRIPT_BEFORE.search(before) and not KEYWORD_BEFORE.search(before):
            continue
        body = body_of(text, found.end(1))
        if body is not None:
            yield Lambda(start, found.group(2), *body)


def body_of(text, at):
    """The braces after an introducer, passing over parameters, specifiers and a return type; None if there are none."""
    while at < len(text):
        if text[at] == "{":
            end = closing_of(text, at)
            return (at, end) if end > 0 else None
        if text[at] == "(":
            at = closing_of(text, at)
            if at < 0:
                return None
        elif text[at] in ";)]},=":
            return None
        at += 1
    return None


def own_body(text, outer, every):
    """The body less the bodies of the lambdas in it."""
    inner = [each for each in every if outer.body_start < each.start < outer.body_end]
    return without_bodies(text, inner)[outer.body_start:outer.body_end]


def without_bodies(text, some):
    for each in some:
        text = text[:each.body_start] + " " * (each.body_end + 1 - each.body_start) + text[each.body_end + 1:]
    return text


def statement_around(text, at):
    start = max(text.rfind(mark, 0, at) for mark in ";{}") + 1
    depth = 0
    for i in range(at, len(text)):
        if text[i] in "({[":
            depth += 1
        elif text[i] in ")}]":
            depth -= 1
        if depth < 0 and text[i] == "}" or depth <= 0 and text[i] == ";":
            return start, i
        if depth <= 0 and text[i] == "{":
            return start, i
    return start, len(text)


def faults(text):
    """(line, what is wrong) of each, in order."""
    text = without_literals(text)
    if not COROUTINE.search(text):
        return []
    found = set()
    every = list(lambdas(text))
    line_of = lambda at: text.count("\n", 0, at) + 1
    for each in every:
        if each.captures and COROUTINE.search(own_body(text, each, every)):
            found.add((line_of(each.start), "a lambda with captures is a coroutine: pass arguments instead"))
    for await_ in AWAIT.finditer(text):
        beside = [each for each in every if not each.body_start < await_.start() < each.body_end]
        start, end = statement_around(without_bodies(text, beside), await_.start())
        for each in beside:
            if start <= each.start < end and each.captures_by_value():
                found.add((line_of(each.start), "a lambda captures by value in one statement with co_await: name it first"))
    return sorted(found)
