#!/usr/bin/env python3
"""Plants faults in a copy of the sources and looks whether the tests notice each.

tests/run --label mutation [--match REGEX]   what a person runs: it starts RabbitMQ and PostgreSQL first
tests/mutation/run.py --check                only says which faults no longer fit the sources

The copy lies in build/mutation/src and is built once, with every fault in it; the variable FANGST_FAULT switches one on.
First the named tests run with none on, and must pass; then with each on, one at a time, and one of them must fail.
"""
import argparse
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as tree
from pathlib import Path

from planting import Misfit, copy_with_faults, misfits, read_faults

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / "build/mutation/src"
BUILD = COPY / "build/debug"
SECONDS_TO_WAIT = "20"  # of a test for what may never come


def build(programs):
    subprocess.run(["cmake", "--preset", "debug", "-DFANGST_TESTS=ON"], cwd=COPY, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", BUILD, *sorted(programs)], check=True)


def run_tests(expression, fault, *options):
    """The names of the tests that failed, of those that were skipped, and how many ran."""
    results, log = BUILD / "mutation-results.xml", BUILD / "mutation-ctest.log"
    results.unlink(missing_ok=True)
    environment = {**os.environ, "FANGST_FAULT": fault, "FANGST_BUILD": str(BUILD), "FANGST_TEST_PATIENCE": SECONDS_TO_WAIT}
    # A child of its own group would outlive an interrupt; ctest ends what it has started.
    with log.open("w") as out:
        done = subprocess.run(["ctest", "--test-dir", BUILD, "-R", expression, "--output-junit", results, "--no-tests=error",
                               *options], env=environment, stdout=out, stderr=out, check=False)
    if not results.exists():
        raise SystemExit(f"ctest ended with {done.returncode} and told nothing of {expression}: see {log}")
    cases = tree.parse(results).getroot().findall("testcase")
    skipped = [case for case in cases if case.find("skipped") is not None and "SKIP" in case.find("skipped").get("message", "")]
    failed = [case.get("name") for case in cases if case.get("status") in ("fail", "notrun") and case not in skipped]
    return failed, [case.get("name") for case in skipped], len(cases)


def fail_without_faults(faults):
    every = "|".join(sorted({fault.tests for fault in faults}))
    failed, skipped, count = run_tests(every, "", "--parallel", "2")
    for name in skipped:
        print(f"skipped: {name}")
    for name in failed:
        print(f"fails with no fault on: {name}")
    print(f"{count} tests named by {len(faults)} faults; {len(failed)} fail and {len(skipped)} are skipped with no fault on",
          flush=True)
    return set(failed)


def notice(fault, fail_anyway):
    """A test that fails with no fault on notices nothing."""
    begun = time.monotonic()
    must_run_all = any(re.search(fault.tests, name) for name in fail_anyway)
    failed, _, count = run_tests(fault.tests, fault.id, *([] if must_run_all else ["--stop-on-failure"]))
    seconds = f"{time.monotonic() - begun:.1f} s"
    if by := [name for name in failed if name not in fail_anyway]:
        print(f"noticed      {fault.id}: by {by[0]} ({seconds})", flush=True)
        return True
    print(f"NOT NOTICED  {fault.id}: {fault.meaning} ({fault.file}; {count} tests, {seconds})", flush=True)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only look whether the faults fit the sources")
    parser.add_argument("--match", default="", metavar="REGEX", help="only the faults whose id it is found in")
    arguments = parser.parse_args()
    try:
        every = read_faults(Path(__file__).parent / "faults")
    except Misfit as misfit:
        sys.exit(str(misfit))
    unfit = misfits(ROOT, every)
    for line in unfit:
        print(f"does not fit: {line}")
    if arguments.check:
        print(f"{len(every) - len(unfit)} passed, {len(unfit)} failed")
        sys.exit(1 if unfit else 0)

    unfit_ids = {line.split(":")[0] for line in unfit}
    planted = [fault for fault in every if fault.id not in unfit_ids]
    wanted = [fault for fault in planted if re.search(arguments.match, fault.id)]
    copy_with_faults(ROOT, COPY, planted)
    build({program for fault in wanted for program in fault.programs})
    fail_anyway = fail_without_faults(wanted)
    noticed = sum(notice(fault, fail_anyway) for fault in wanted)
    missed = len(wanted) - noticed + len(unfit)
    print(f"{noticed} passed, {missed} failed")
    sys.exit(0 if not fail_anyway and missed == 0 else 1)


if __name__ == "__main__":
    main()
