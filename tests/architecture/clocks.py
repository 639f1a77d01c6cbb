#!/usr/bin/env python3
"""Finds what reads or waits by the machine's time instead of the injected clock (fangst/concurrency/clock.hpp).

A test moves the clock that it gives; what asks the machine behind its back makes the test sleep. REAL_TIME names the
files that must go by the machine, each with its reason. usage: clocks.py ROOT    exit code 0: none, 1: some
"""
import pathlib
import re
import sys

CHECKED = ("core", "adapters", "service", "schemas")
SUFFIXES = {".cpp", ".hpp"}

REAL_TIME = {
    "core/concurrency/include/fangst/concurrency/clock.hpp": "is the clock",
    "core/ports/include/fangst/ports/clock.hpp": "names it for those that see the ports",
    "core/http/src/loop.hpp": "deadlines of sockets: Asio's timers count by the machine",
    "core/http/src/session.hpp": "as above",
    "core/http/src/server.cpp": "as above: the pause before the next accept",
    "core/http/src/core.hpp": "the end of connections at stop: it waits for sockets",
    "core/http/src/response_head.cpp": "the Date header of HTTP says when the answer was made",
    "core/observe/src/log.cpp": "a line of the log says when it was written, before there is an installation and after",
    "core/observe/src/process_metrics.cpp": "when the process began, counted from what the kernel tells",
    "core/amqp/include/fangst/amqp/watchdog.hpp": "cuts a socket that hangs in a call of rabbitmq-c",
    "core/amqp/src/watchdog.cpp": "as above",
    "core/amqp/src/consumer.cpp": "the last answers at stop: it waits for the socket, and stop must end",
    "core/queue/src/item_buffer.cpp": "how long a worker looks for work decides nothing: it looks again",
    "adapters/transport/http_client/src/alarms.cpp": "deadlines of sockets: cpprest has none of its own",
    "adapters/transport/http_client/src/client.cpp": "as above",
    "adapters/transport/http_client/src/streams.hpp": "as above",
}
# Only the program makes the clock; everybody else is given it.
MAKES_THE_CLOCK = "service/"

COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
MACHINE = re.compile(
    r"\b(?P<clock>(?:steady|system|high_resolution)_clock\b(?!\s*::\s*(?:time_point|duration)\b))"
    r"|\b(?P<sleep>sleep_for|sleep_until|usleep|nanosleep)\b"
    r"|(?P<owner>\w+(?:\(\))?)\s*(?:\.|->)\s*(?P<wait>wait_for|wait_until)\s*\("
    r"|\b(?P<timer>\w*(?:steady|system|waitable)_timer)\b"
    r"|\b(?P<c>clock_gettime|gettimeofday|time)\s*\(\s*(?:CLOCK|nullptr|NULL|&)"
    r"|\b(?P<made>SystemClock)\b"
)
INJECTED = re.compile(r"clock_?(?:\(\))?$")


def without_comments(text):
    """Comments and text literals become blanks, so that lines keep their numbers."""
    return COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def uses_of(text, may_make):
    for found in MACHINE.finditer(without_comments(text)):
        if found["wait"] and INJECTED.search(found["owner"]):
            continue
        if found["made"] and may_make:
            continue
        kind = next(name for name in ("clock", "sleep", "wait", "timer", "c", "made") if found[name])
        yield text.count("\n", 0, found.start(kind)) + 1, found[kind]


def main(root):
    faults, read, used = [], 0, set()
    for top in CHECKED:
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in SUFFIXES:
                continue
            read += 1
            name = path.relative_to(root).as_posix()
            for line, what in uses_of(path.read_text(encoding="utf-8"), name.startswith(MAKES_THE_CLOCK)):
                used.add(name)
                if name not in REAL_TIME:
                    faults.append(f"{name}:{line}: {what}: ask the injected clock")
    faults += [f"{name}: goes by the injected clock now: take it out of REAL_TIME"
               for name in REAL_TIME if name not in used and (root / name).is_file()]
    faults += [f"{name}: is in REAL_TIME, and is no file" for name in REAL_TIME if not (root / name).is_file()]
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults in {read} files")
    return 1 if faults or read == 0 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
