"""An installation for measuring: the sample day's, with quiet logs and a sandbox that makes nobody wait."""
from pathlib import Path

from sample_day.installation import Installation

PIPELINES = Path(__file__).resolve().parents[2] / "pipelines"


def make(build, directory, broker=False, workers=64):
    overrides = {"log": {"level": "warning"}, "workers": {"threads": workers},
                 "follow_up": {"first": "100ms", "intervals": ["200ms", "400ms"]}}
    return Installation(directory, build, broker=broker, status_delay_ms=0, overrides=overrides)


def peak_mib(installation):
    status = Path(f"/proc/{installation.server.pid}/status").read_text()
    return round(int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024, 1)
