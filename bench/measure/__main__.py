"""bench/run starts this once the programs are built."""
import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

if __package__ in (None, ""):
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root / "bench"), str(root / "deploy")]
    __package__ = "measure"

from measure.chain import measure_chain  # noqa: E402
from measure.intake import measure_intake  # noqa: E402
from measure.limits import measure_limits  # noqa: E402
from measure.table import as_table  # noqa: E402


def main():
    parser = argparse.ArgumentParser(prog="bench/run")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("--quick", action="store_true", help="a fifth of the time: for trying, not for quoting")
    parser.add_argument("--no-broker", action="store_true", help="leave out the chain over RabbitMQ")
    parser.add_argument("--build", type=Path, required=True)
    options = parser.parse_args()
    scale = 0.2 if options.quick else 1.0
    directory = Path(tempfile.mkdtemp(prefix="fangst-bench-"))
    try:
        say("the machine's limits")
        limits = measure_limits(options.build, directory, scale)
        say("durable intake")
        intake = measure_intake(options.build, directory / "intake", scale)
        chain = {}
        for backend in ["embedded"] if options.no_broker else ["embedded", "broker"]:
            for way in ["archive", "svarut", "digipost"]:
                say(f"chain: {way}, {backend}")
                chain[f"{way}_{backend}"] = measure_chain(options.build, directory / f"{way}-{backend}", way, backend, scale)
        figures = {"limits": limits, "intake": intake, "chain": chain, "memory": memory(intake, chain),
                   "ready": {"seconds": intake["ready_seconds"]}, "ratios": ratios(limits, intake, chain)}
        print(json.dumps(figures, indent=1) if options.json else as_table(figures))
        return 0
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def say(what):
    print(f"bench: {what} ...", file=sys.stderr, flush=True)


def memory(intake, chain):
    peaks = {"intake": intake["peak_mib"], **{name: figures["peak_mib"] for name, figures in chain.items()}}
    return {"peak_mib": peaks, "highest_mib": max(peaks.values())}


def ratios(limits, intake, chain):
    bare = limits["bare_beast_20k"]["requests_per_second"]
    signatures = limits["rsa2048_signatures_per_second"]
    result = {"intake_of_bare_beast": intake["requests_per_second"] / bare}
    for name, figures in chain.items():
        result[f"chain_{name}_of_bare_beast"] = figures["documents_per_second"] / bare
        if name.startswith("digipost"):
            result[f"chain_{name}_of_rsa_signatures"] = figures["documents_per_second"] / signatures
    return {name: round(value, 4) for name, value in result.items()}


if __name__ == "__main__":
    sys.exit(main())
