"""What this machine can do at all: synced appends, SHA-256, RSA signatures, and a bare Beast server that hashes."""
import json
import subprocess

from .bodies import submission
from .programs import find, load, run_lines

CONNECTIONS = 128


def measure_limits(build, directory, scale):
    measured = {line["name"]: line for line in run_lines(build, "fangst-bench-limits", "--dir", directory, "--seconds", 2 * scale)}
    figures = {"synced_appends_4k_per_second": measured["append_fdatasync_4096"]["per_second"],
               "synced_appends_20k_per_second": measured["append_fdatasync_20480"]["per_second"],
               "sha256_20k_megabytes_per_second": measured["sha256_20480"]["megabytes_per_second"],
               "rsa2048_signatures_per_second": measured["rsa2048_sign"]["per_second"]}
    figures["bare_beast_20k"] = measure_bare_beast(build, directory, 5 * scale)
    return figures


def measure_bare_beast(build, directory, seconds):
    """The same body as intake gets, so that the two can be compared."""
    body = directory / "bare-body"
    body.write_bytes(submission("notat"))
    server = subprocess.Popen([find(build, "fangst-bench-bare_beast"), "--port", "0", "--threads", "1"],
                              stdout=subprocess.PIPE, text=True)
    try:
        port = json.loads(server.stdout.readline())["port"]
        return load(build, port, "-c", CONNECTIONS, "-s", seconds, "--body-file", body, "--target", "/")
    finally:
        server.terminate()
        server.wait(10)
