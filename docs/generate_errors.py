#!/usr/bin/env python3
"""Reads every construction of an Error in the sources, and writes docs/errors.md.

usage: generate_errors.py [--check] [ROOT]     exit code 0: written, or the page and the codes hold; 1: breaches
"""
import pathlib
import re
import sys

CHECKED = ("core", "adapters", "service", "schemas")
MAPPING = "core/policy/src/error_mapping.cpp"
ANSWER_STATUS = "core/codec/src/answer_status.cpp"
PAGE = "docs/errors.md"

# Codes with a part that is known only at run time: as read from the source -> as shown, and what the part is.
DYNAMIC_CODES = {
    "maskinporten.<code>": ("maskinporten.<code>", "Maskinporten's MP number, OAuth error word, or HTTP status"),
    "svarut:code_of": ("svarut.<code>", "SvarUt's errorCode in lower case, `avvist` when it gave none"),
    "digipost:code_of": ("digipost.<code>", "Digipost's error code in lower case, `avvist` when it gave none"),
}
# Texts that a function chooses at run time: module:function -> what is said of them.
DYNAMIC_TEXTS = {
    "digipost:explanation": "(by Digipost's code; `explanation` in failures.cpp)",
}
BY_ANSWER = "by the answer"
# Codes that are made with several kinds, and why.
NO_ANSWER = "timeout when the time ran out; unavailable when the connection failed or the answer was 5xx"
SEVERAL_KINDS = {
    "digipost.klokke": "unavailable both when Digipost says so and when the clocks are compared here",
    "digipost.utilgjengelig": "unavailable for a connection that failed and for an answer of 5xx or 429",
    "krr.utilgjengelig": NO_ANSWER,
    "maskinporten.utilgjengelig": NO_ANSWER,
    "svarut.utilgjengelig": NO_ANSWER,
}

RULE = re.compile(r"([a-z][a-z0-9]*|<[a-z]+>)\.([a-z][a-z0-9]*(_[a-z0-9]+)*|<[a-z]+>)")
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|[A-Za-z_]\w*|\d[\w\']*|::|->|\S',
                   re.DOTALL)
PAIRS = {")": "(", "}": "{", "]": "["}
WRAPPERS = {"std", "::", "move", "string", "PublicText"}
CONTROL = {"if", "for", "while", "switch", "catch", "return"}


def is_literal(token):
    return token.startswith('"')


def is_name(token):
    return re.fullmatch(r"[A-Za-z_]\w*", token) is not None


class Source:
    """The tokens of a file, and which bracket closes which."""

    def __init__(self, path, root):
        self.name = path.relative_to(root).as_posix()
        folders = self.name.split("/")
        self.module = folders[{"core": 1, "adapters": 2}.get(folders[0], 0)]
        self.tokens = self._read(path)
        self.closing, self.opening, stack = {}, {}, []
        for at, token in enumerate(self.tokens):
            if token in "({[":
                stack.append(at)
            elif token in PAIRS and stack:
                self.closing[stack[-1]] = at
                self.opening[at] = stack.pop()

    @staticmethod
    def _read(path):
        return [found.group() for found in TOKEN.finditer(path.read_text(encoding="utf-8"))
                if not found.group().startswith(("//", "/*"))]

    def arguments(self, opened):
        """Of the group that opens there: a list of token lists."""
        parts, depth = [[]], 0
        for token in self.tokens[opened + 1:self.closing.get(opened, opened + 1)]:
            depth += (token in "({[") - (token in ")}]")
            if token == "," and depth == 0:
                parts.append([])
            else:
                parts[-1].append(token)
        return parts

    def functions_around(self, at):
        """(name, parameter names) of the functions and lambdas whose bodies hold the token, the inmost first."""
        bodies = [o for o, c in self.closing.items() if o < at < c and self.tokens[o] == "{"]
        for opened in sorted(bodies, reverse=True):
            close = opened - 1
            while close > 0 and self.tokens[close] not in (")", ";", "{", "}", "("):
                close -= 1
            if self.tokens[close] != ")" or close not in self.opening:
                continue
            start = self.opening[close]
            before = self.tokens[start - 1]
            if before == "]":
                bracket = self.opening[start - 1]
                before = self.tokens[bracket - 2] if self.tokens[bracket - 1] == "=" else ""
            if before in CONTROL or not is_name(before):
                continue
            yield before, [parameter_name(p) for p in self.arguments(start)]


def parameter_name(tokens):
    if "=" in tokens:
        tokens = tokens[:tokens.index("=")]
    return tokens[-1] if tokens else ""


def unwrapped(tokens):
    """Without the std::move(), std::string(), PublicText{} or {} around it all."""
    while tokens and tokens[-1] in (")", "}"):
        at = 0
        while at < len(tokens) and tokens[at] in WRAPPERS:
            at += 1
        if at >= len(tokens) or tokens[at] not in ("(", "{"):
            break
        depth = 0
        for end in range(at, len(tokens)):
            depth += (tokens[end] in "({[") - (tokens[end] in ")}]")
            if depth == 0:
                break
        if end != len(tokens) - 1:
            break
        tokens = tokens[at + 1:-1]
    return tokens


def alternatives(tokens):
    """(condition, [branches]) of a conditional expression; one branch without condition for any other."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token in "({[") - (token in ")}]")
        if token == "?" and depth == 0:
            split = max(i for i, t in enumerate(tokens) if t == ":")
            return tokens[:at], [tokens[at + 1:split], tokens[split + 1:]]
    return [], [tokens]


def pieces(tokens, blank):
    """Literals joined; what stands between them as blank(tokens)."""
    out, other = [], []
    for token in tokens + ['""']:
        if not is_literal(token):
            other.append(token)
            continue
        names = [t for t in other if is_name(t) and t not in WRAPPERS and t != "append"]
        if names:
            out.append(blank(names))
        other = []
        out.append(token[1:-1].replace('\\"', '"').replace("\\n", " "))
    return "".join(out)


class Construction:
    """Where an Error is made, or a function that makes one is called. Each part is a token list."""

    def __init__(self, source, at, kind, code, text):
        self.source, self.at, self.kind, self.code, self.text = source, at, kind, code, text


class Reader:
    def __init__(self, root):
        self.root = root
        self.sources = [Source(path, root) for top in CHECKED for path in sorted((root / top).rglob("*"))
                        if path.suffix in (".cpp", ".hpp") and "tests" not in path.relative_to(root).parts]
        self.rows = {}  # (code, kinds, module, text) once each
        self.breaches = []
        self.found = 0
        self.status_kinds = self._status_kinds()
        self.seen = set()

    def _status_kinds(self):
        text = (self.root / ANSWER_STATUS).read_text(encoding="utf-8")
        kinds, waiting = {}, []
        for name, kind in re.findall(r"case (\w+):|return ErrorKind::(\w+);", text):
            if name:
                waiting.append(name)
            else:
                kinds.update({each: kind for each in waiting})
                waiting = []
        return kinds

    def read(self):
        for source in self.sources:
            groups = []
            for opened, closed in source.closing.items():
                found = self._construction(source, opened)
                if found:
                    self.found += 1
                    groups.append((opened, closed))
                    self._settle(found)
            self._expect_all_texts(source, groups)
        return self

    def _expect_all_texts(self, source, groups):
        """A public text outside every construction that was understood belongs to one that was not."""
        for at, token in enumerate(source.tokens[:-1]):
            if token == "PublicText" and source.tokens[at + 1] == "{" and source.tokens[at - 1] not in ("struct", "class"):
                if not any(opened < at < closed for opened, closed in groups):
                    self.breaches.append(f"{source.name}: a PublicText in a form that is not understood")

    def _construction(self, source, opened):
        tokens = source.tokens
        if tokens[opened] not in ("(", "{"):
            return None
        before, two_before = tokens[opened - 1], tokens[opened - 2]
        parts = source.arguments(opened)
        named = before == "Error" or (two_before == "Error" and is_name(before))
        bare = tokens[opened] == "{" and (not is_name(before) or before == "return")
        if two_before not in ("class", "struct") and named and len(parts) >= 4 and not is_declaration(parts[0]):
            return Construction(source, opened, *parts[:2], parts[3])
        if bare and len(parts) >= 4 and (parts[0][:2] == ["ErrorKind", "::"] or parts[3][:1] == ["PublicText"]):
            return Construction(source, opened, *parts[:2], parts[3])
        if bare and len(parts) == 4 and parts[1][:2] == ["ErrorKind", "::"] and parts[2] and is_literal(parts[2][0]):
            return Construction(source, opened, *parts[1:])
        if len(parts) == 3 and parts[0][:2] == ["ErrorKind", "::"] and len(parts[1]) == 1 and is_literal(parts[1][0]):
            return Construction(source, opened, *parts)  # A problem that is answered without an Error.
        return None

    def _settle(self, made):
        """Into the rows; or, when a part is a parameter, once for every call."""
        words = made.code[-4:] and unwrapped(made.code)
        if words == ["words", ".", "code"]:
            return self._by_calls(made, "words")
        if self._status_of(made.kind) != made.kind and "AnswerStatus" not in made.kind:
            made.kind = self._case_before(made) or made.kind
        parts = [[name] for name in self._names_in(made.code)]
        parts += [unwrapped(made.code), unwrapped(made.text), unwrapped(made.kind), self._status_of(made.kind)]
        for part in parts:
            for name, parameters in made.source.functions_around(made.at):
                if len(part) == 1 and part[0] in parameters and is_name(part[0]):
                    return self._by_calls(made, part[0])
        self._row(made)

    @staticmethod
    def _names_in(code):
        """Of a code that is put together of parameters and literals."""
        composed = any(is_literal(t) for t in code) and "?" not in code
        return [t for t in code if is_name(t) and t not in WRAPPERS and t != "append"] if composed else []

    @staticmethod
    def _status_of(kind):
        return kind[kind.index("(") + 1:-1] if "kind_of" in kind and kind[-1] == ")" else kind

    def _by_calls(self, made, wanted):
        for name, parameters in made.source.functions_around(made.at):
            if wanted in parameters:
                break
        else:
            return self._row(made)
        calls = 0
        for source, opened in self._calls(name, made.source):
            given = source.arguments(opened)
            if len(given) == 1 and not given[0] or any(is_declaration(g) for g in given):
                continue
            bound = dict(zip(parameters, given))
            calls += 1
            if (source.name, opened, made.source.name, made.at) in self.seen:
                continue
            self.seen.add((source.name, opened, made.source.name, made.at))
            put = lambda part: bound.get((unwrapped(part) or [""])[0], part) if len(unwrapped(part)) == 1 else part
            kind, code, text = made.kind, made.code, made.text
            if "words" in bound:
                words = split(unwrapped(bound["words"]))
                if len(words) != 3:
                    self.breaches.append(f"{source.name}: the words given to {name} are not three")
                    continue
                code, text = words[0], words[2]
            if self._status_of(kind) != kind:
                kind = ["kind_of", "("] + put(self._status_of(kind)) + [")"]
            elif unwrapped(kind) == ["kind"] and "kind" not in bound:
                kind = self._local(made.source, made.at, "kind") or kind
            if self._names_in(code):
                code = [t for token in code for t in bound.get(token, [token])]
            self._settle(Construction(source, opened, put(kind), put(code), put(text)))
        if not calls:
            self.breaches.append(f"{made.source.name}: nothing calls {name}, which makes an error")

    def _calls(self, name, home):
        """In the file; in the module or everywhere when a header declares it."""
        scope = [home]
        declared = [s for s in self.sources if s.module == home.module and s.name.endswith(".hpp") and name in s.tokens]
        if home.name.endswith(".hpp") or declared:
            public = any("/include/" in s.name for s in declared)
            scope = [s for s in self.sources if public or s.module == home.module]
        for source in scope:
            for at, token in enumerate(source.tokens[:-1]):
                if token == name and source.tokens[at + 1] == "(" and at + 1 in source.closing:
                    if source.module != home.module and source.tokens[at - 2:at] != [home.module, "::"]:
                        continue
                    if source.tokens[at - 1] not in ("Error", "Failure", "IntakeAnswer"):
                        yield source, at + 1

    def _local(self, source, at, name):
        """What the nearest constant or variable of that name before it is set to; else one of the module's headers."""
        others = [s for s in self.sources if s.module == source.module and s is not source]
        for where, end in [(source, at)] + [(other, len(other.tokens)) for other in others]:
            for i in range(end - 1, 0, -1):
                if where.tokens[i] == "=" and where.tokens[i - 1] == name:
                    return where.tokens[i + 1:where.tokens.index(";", i)]
        return None

    def _followed(self, made, tokens):
        tokens = unwrapped(tokens)
        if len(tokens) == 1 and is_name(tokens[0]):
            return unwrapped(self._local(made.source, made.at, tokens[0]) or tokens)
        if len(tokens) == 3 and tokens[1] == "::":
            return unwrapped(self._constant(tokens[0], tokens[2]) or tokens)
        return tokens

    def _constant(self, module, name):
        """What a constant in a header of another module is set to."""
        for header in (s for s in self.sources if s.module == module and "/include/" in s.name):
            for i, token in enumerate(header.tokens[:-1]):
                if token == name and header.tokens[i + 1] == "=":
                    return header.tokens[i + 2:header.tokens.index(";", i)]
        return None

    def _row(self, made):
        condition, branches = alternatives(self._followed(made, made.code))
        kinds = self._kinds(made)
        text = self._text(made)
        codes = [self._code(made, branch) for branch in branches]
        for at, code in enumerate(codes):
            own = kinds
            if "timeout" in condition and kinds == {"timeout", "unavailable"}:
                own = {("timeout", "unavailable")[at]}
            if not re.sub(r"[\s…]", "", text):
                self.breaches.append(f"{made.source.name}: {code} has no public text")
            self.rows.setdefault(code, []).append((frozenset(own), made.source.module, text))

    def _code(self, made, tokens):
        tokens = self._followed(made, tokens)
        code = pieces(tokens, lambda names: f"<{names[-1]}>")
        if not any(is_literal(t) for t in tokens):
            code = f"{made.source.module}:{next((t for t in tokens if is_name(t)), '')}"
        if any(is_name(t) and t not in WRAPPERS and t != "append" for t in tokens):
            if code not in DYNAMIC_CODES:
                self.breaches.append(f"{made.source.name}: {code} is made at run time and is not in DYNAMIC_CODES")
            code = DYNAMIC_CODES.get(code, (code,))[0]
        if not RULE.fullmatch(code):
            self.breaches.append(f"{made.source.name}: {code} is not an area, a dot, and words with underscores")
        return code

    def _text(self, made):
        tokens = self._followed(made, made.text)
        if not any(is_literal(t) for t in tokens):
            return DYNAMIC_TEXTS.get(f"{made.source.module}:{tokens[0] if tokens else ''}", "")
        _, branches = alternatives(tokens)
        return " / ".join(pieces(branch, lambda _: "…") for branch in branches)

    def _kinds(self, made):
        tokens = self._followed(made, made.kind)
        named = [tokens[i + 2] for i, t in enumerate(tokens[:-2]) if t == "ErrorKind" and tokens[i + 1] == "::"]
        if "?" in tokens:
            named = [b[-1] for b in alternatives(tokens)[1]]
        if named:
            return set(named)
        status = self._status_of(tokens)
        if "AnswerStatus" not in status:
            status = self._case_before(made)
        named = [status[i + 2] for i, t in enumerate(status[:-2]) if t == "AnswerStatus"]
        return {self.status_kinds.get(name, "unavailable") for name in named} or {BY_ANSWER}

    @staticmethod
    def _case_before(made):
        at = made.at
        while at > 0 and made.source.tokens[at - 1] not in (";", "{", "}"):
            at -= 1
        tokens = made.source.tokens[at:made.at]
        return tokens if "case" in tokens else []

    def judge(self):
        for code, rows in self.rows.items():
            kinds = set().union(*(row[0] for row in rows))
            if len(kinds) > 1 and code not in SEVERAL_KINDS:
                self.breaches.append(f"{code} has several kinds without a reason: {', '.join(sorted(kinds))}")
        return self.breaches


def split(tokens):
    parts, depth = [[]], 0
    for token in tokens:
        depth += (token in "({[") - (token in ")}]")
        if token == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def is_declaration(tokens):
    """Two names side by side, a name after & or *, or one of these at the end: a parameter, no argument."""
    plain = [t for t in tokens if t != "const"]
    if len(plain) < 2:
        return False
    return plain[-1] in "&*" or is_name(plain[-1]) and (is_name(plain[-2]) or plain[-2] in "&*>" and len(plain) > 2)


def kind_table(root):
    text = (root / MAPPING).read_text(encoding="utf-8")
    table = lambda name: dict(re.findall(r"\{(\w+), (?:\w+::)?\"?([^}\"]+)\"?\}", re.search(
        r"> " + name + r"\{\{(.*?)\}\};", text, re.DOTALL).group(1) + "}"))
    columns = [table(name) for name in ("kHttpStatus", "kDisposition", "kLogLevel")]
    return [(kind, *(column[kind] for column in columns)) for kind in columns[0]]


def page(root, reader):
    out = ["# Error codes", "",
           "Every stable code, its kind, the module that makes it, and its public text, as the caller or the operator",
           "reads it. `docs/generate_errors.py` writes this page from the sources: run it after a change, and do not edit",
           "the page by hand. A code is an area in lower case, a dot, and words with underscores.",
           "", "## What a kind means", "",
           "HTTP status, what the engine does with the work, and log level follow from the kind alone",
           "(`policy/error_mapping`). `retry` waits and tries again: `timeout` and `unavailable` do not count as attempts,",
           "the others do, and are parked when the retry ladder is used up. `park` waits for a person.", "",
           "A message from RabbitMQ is requeued when the status is 503. Any other answer goes to the queue in `reply_to`, and",
           "the message is acknowledged; without `reply_to` it is rejected when the status is 400 or more.", "",
           "What the HTTP server answers by itself (the `http.*` codes of the table in `core/http/src/problem.cpp`) has a",
           "status of its own there: 405, 414 and the like.", "",
           "| Kind | HTTP status | Work | Log level |", "|---|---|---|---|"]
    out += ["| " + " | ".join(row) + " |" for row in kind_table(root)]
    out += ["", "## Codes", "",
            f"`{BY_ANSWER}`: the kind follows from the status or the error that the other service answered with.",
            "`…` is a value known at run time; ` / ` stands between texts of which one is chosen.", "",
            "| Code | Kind | Made in | Public text |", "|---|---|---|---|"]
    for code in sorted(reader.rows):
        merged = {}
        for kinds, module, text in reader.rows[code]:
            entry = merged.setdefault((module, text), set())
            entry |= kinds
        for (module, text), kinds in sorted(merged.items()):
            out.append(f"| `{code}` | {', '.join(sorted(kinds))} | {module} | {text.replace('|', chr(92) + '|')} |")
    shown = {}
    for pattern, what in DYNAMIC_CODES.values():
        if pattern in reader.rows:
            shown[pattern] = what
    if shown:
        out += ["", "## Parts known at run time", "", "| Code | The part is |", "|---|---|"]
        out += [f"| `{pattern}` | {what} |" for pattern, what in sorted(shown.items())]
    reasons = {code: why for code, why in SEVERAL_KINDS.items() if code in reader.rows}
    if reasons:
        out += ["", "## Codes of several kinds", "", "| Code | Why |", "|---|---|"]
        out += [f"| `{code}` | {why} |" for code, why in sorted(reasons.items())]
    return "\n".join(out) + "\n"


def main(arguments):
    check = "--check" in arguments
    places = [a for a in arguments if a != "--check"]
    root = pathlib.Path(places[0] if places else pathlib.Path(__file__).parent.parent)
    reader = Reader(root).read()
    breaches = list(reader.judge())
    if not reader.rows:
        breaches.append("no error is made anywhere")
    text = page(root, reader)
    target = root / PAGE
    if not check:
        target.write_text(text, encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != text:
        breaches.append(f"{PAGE} is not what docs/generate_errors.py writes; run it")
    for breach in sorted(set(breaches)):
        print(breach)
    print(f"{len(set(breaches))} breaches in {len(reader.rows)} codes, {reader.found} constructions")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
