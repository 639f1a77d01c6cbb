"""Runs the measuring programs of bench/ and reads what they print."""
import json
import subprocess


def find(build, name):
    for candidate in build.rglob(name):
        if candidate.is_file():
            return candidate
    raise RuntimeError(f"{name} is not built under {build}")


def run_lines(build, name, *arguments, seconds=120):
    """Every line that the program prints is one JSON object."""
    done = subprocess.run([find(build, name), *map(str, arguments)], capture_output=True, text=True, timeout=seconds, check=False)
    try:
        return [json.loads(line) for line in done.stdout.splitlines()]
    except ValueError as error:
        raise RuntimeError(f"{name}: {done.stderr.strip() or done.stdout.strip()}") from error


def run_json(build, name, *arguments, seconds=120):
    lines = run_lines(build, name, *arguments, seconds=seconds)
    if len(lines) != 1:
        raise RuntimeError(f"{name} printed {len(lines)} lines")
    return lines[0]


def load(build, port, *arguments, seconds=120):
    return run_json(build, "fangst-bench-load", "--port", port, "-t", 1, *arguments, seconds=seconds)
