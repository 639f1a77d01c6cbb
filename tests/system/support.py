"""What the system tests share: a private installation for each test, and the sample day's own machinery."""
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy"))

from sample_day.installation import Installation  # noqa: E402

BUILD = Path(os.environ.get("FANGST_BUILD", ROOT / "build" / "debug"))


def scale(name, default):
    """How much of the issue's number to do, e.g. FANGST_TEST_KILLS=3."""
    return int(os.environ.get(f"FANGST_TEST_{name}", default))


@contextlib.contextmanager
def installation(**options):
    """Stopped and removed at the end; the ends of its logs are printed when the test fails."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    directory = Path(tempfile.mkdtemp(prefix="fangst-system."))
    try:
        with Installation(directory, BUILD, **options) as made:
            try:
                yield made
            except BaseException:
                _print_logs(directory)
                raise
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _print_logs(directory):
    for name in ("fangst.out", "fangst.log", "sandbox.log"):
        path = directory / name
        if path.exists():
            lines = path.read_text(errors="replace").splitlines()[-40:]
            print(f"--- {name}", *lines, sep="\n", file=sys.stderr)


def resident_kib(pid, field="VmRSS"):
    """VmRSS: now; VmHWM: the most there has been."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    raise RuntimeError(f"no {field} for {pid}")
