"""deploy/run starts this once the programs are built."""
import argparse
import json
import shutil
import signal
import sys
import time
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    __package__ = "sample_day"

from sample_day.client import NoAnswer  # noqa: E402
from sample_day.day import Day  # noqa: E402
from sample_day.installation import ROOT, Installation  # noqa: E402
from sample_day.play import Play  # noqa: E402
from sample_day.progress import Progress  # noqa: E402
from sample_day.report import Report  # noqa: E402


def main():
    options = _options()
    signal.signal(signal.SIGINT, _interrupt)  # also where a shell started it with the signal ignored
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    progress = Progress()
    directory = _run_directory(options)
    backend = "rabbitmq" if options.broker else "embedded"
    try:
        progress.stage("Starter sandkassen" + (" og RabbitMQ" if options.broker else ""))
        with Installation(directory, options.build, broker=options.broker) as installation:
            return _run(installation, progress, backend, options)
    except KeyboardInterrupt:
        progress.abandon()
        print("Stanset.", file=sys.stderr)
        return 130
    except (RuntimeError, TimeoutError, NoAnswer, OSError) as error:
        progress.abandon()
        print(f"deploy/run: {error}\nLoggene ligger i {directory}.", file=sys.stderr)
        if options.json:
            print(json.dumps({"ok": False, "error": str(error)}, ensure_ascii=False))
        return 1


def _run(installation, progress, backend, options):
    begun = time.monotonic()
    progress.stage("Starter fangst")
    ready = installation.start()
    progress.note(f"klar på {ready:.2f} s")
    play = Play(installation, Day(installation.sandbox.file_url), progress)
    play.run()
    progress.stage("Kontrollerer")
    report = Report(play, backend, time.monotonic() - begun)
    progress.done()
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if options.json else report.as_table(), flush=True)
    if not options.once:
        _stay_up(installation)
    installation.stop_server()
    return 0 if report.ok else 1


def _stay_up(installation):
    port = installation.port()
    lines = ["", f"Fangst svarer på    http://127.0.0.1:{port}/   (API-et: /docs)",
             f"Sandkassen          http://127.0.0.1:{installation.sandbox.port}/sandbox/log",
             f"API-nøkler          {installation.directory / 'secrets' / 'api-keys.json'}",
             f"Logg                {installation.directory / 'fangst.log'}",
             "Ctrl-C stanser alt."]
    print("\n".join(lines), file=sys.stderr, flush=True)
    while installation.server.is_running():
        time.sleep(0.5)
    raise RuntimeError(f"fangst stanset med kode {installation.server.exit_code}:\n{installation.server.last_lines()}")


def _run_directory(options):
    directory = Path(options.directory or ROOT / "var" / "sample-day")
    if directory.exists() and not options.keep:
        shutil.rmtree(directory)
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def _interrupt(_signal, _frame):
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # the stopping itself is not to be interrupted
    raise KeyboardInterrupt


def _options():
    parser = argparse.ArgumentParser(prog="deploy/run", description="Kjører prøvedagen.")
    parser.add_argument("--once", action="store_true", help="avslutt når alt er gjort opp")
    parser.add_argument("--json", action="store_true", help="skriv ett JSON-objekt i stedet for tabellen")
    parser.add_argument("--broker", action="store_true", help="gå gjennom en egen RabbitMQ")
    parser.add_argument("--keep", action="store_true", help="ta vare på kjøremappen fra forrige gang")
    parser.add_argument("--directory", help="kjøremappe (ellers var/sample-day)")
    parser.add_argument("--build", default=str(ROOT / "build" / "release"), help="mappen programmene er bygd i")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
