"""A whole private installation in one directory: sandbox, `fangst serve`, and for --broker a RabbitMQ of its own."""
import contextlib
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from .client import Client, NoAnswer, Sandbox, wait_until
from .process import Process

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    "gerica": ("Gerica", ["gerica-msghead", "innsending"]),
    "visma": ("Visma", ["visma-hendelse", "innsending"]),
    "norkart": ("Norkart", ["norkart-hendelse", "innsending"]),
}
# The formats' own settings: see docs/innstillinger.md.
SOURCE_SETTINGS = {
    "gerica": {"egne_her_ider": ["90000001", "90000002"], "skjermingshjemmel": "Offl. § 13, jf. hol. § 12-1, jf. fvl. § 13",
               "ekspeder_til_pasient": True},
    "visma": {"kommunenr": "3439"},
    "norkart": {"kommunenr": ["3439"]},
}
MUNICIPALITY = {"navn": "Ringebu kommune (prøvedata)", "adresselinje1": "Hanstadgata 4",
                "postnummer": "2630", "poststed": "RINGEBU"}


class Broker:
    """A private RabbitMQ node on free ports, started by tests/support/rabbitmq."""

    def __init__(self, directory):
        self._directory = Path(directory)

    def start(self):
        script = ROOT / "tests/support/rabbitmq/start"
        done = subprocess.run([script, self._directory], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=180, start_new_session=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"RabbitMQ startet ikke: {done.stderr.strip()}")
        found = dict(re.findall(r"^export (\w+)=(.*)$", done.stdout, re.M))
        self.host, self.port = found["FANGST_TEST_AMQP_HOST"], int(found["FANGST_TEST_AMQP_PORT"])
        self.user, self.password = found["FANGST_TEST_AMQP_USER"], found["FANGST_TEST_AMQP_PASSWORD"]
        self.management_url = found["FANGST_TEST_AMQP_MGMT"]

    def kill(self):
        """As a crash: the data stay for the next start."""
        self._run_stop("--kill")

    def stop(self):
        if (self._directory / "pid").exists():
            self._run_stop()
        # A start that was interrupted has left no pid yet; whatever was started has the directory as its home.
        for pid in _processes_at_home_in(self._directory):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _run_stop(self, *how):
        script = ROOT / "tests/support/rabbitmq/stop"
        subprocess.run([script, self._directory, *how], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
                       start_new_session=True, check=False)


def _processes_at_home_in(directory):
    home = f"HOME={directory}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # gone meanwhile, or somebody else's
            if home in (process / "environ").read_bytes():
                found.append(int(process.name))
    return found


class Installation:
    """Made by `create`, used as a context manager; everything it started is stopped on the way out."""

    def __init__(self, directory, build, *, broker=False, seed=2026, status_delay_ms=150, database_connection=None,
                 overrides=None):
        self.directory, self.build = Path(directory).resolve(), Path(build).resolve()
        self.seed, self.status_delay_ms = seed, status_delay_ms
        self.with_broker, self.database_connection = broker, database_connection
        self.overrides = overrides or {}
        self.fangst_program = self._program("fangst")
        self.sandbox_program = self._program("fangst-sandbox")
        self.config_file = self.directory / "fangst.toml"
        self.keys, self.broker, self.sandbox, self.server = {}, None, None, None
        self._sandbox_process, self._clients = None, []

    def _program(self, name):
        for candidate in sorted(self.build.rglob(name)):
            if candidate.is_file() and os.access(candidate, os.X_OK):
                return candidate
        raise RuntimeError(f"finner ikke programmet {name} under {self.build}")

    def __enter__(self):
        try:
            self._prepare()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def _prepare(self):
        self.directory.mkdir(parents=True, exist_ok=True)
        os.chmod(self.directory, 0o700)
        if self.with_broker:
            self.broker = Broker(self.directory / "rabbitmq")
            self.broker.start()
        self._start_sandbox()
        self._make_keys()
        self._write_config()

    def _start_sandbox(self):
        state = self.directory / "sandbox"
        state.mkdir(exist_ok=True)
        self._sandbox_process = Process("fangst-sandbox", [
            self.sandbox_program, "--port", "0", "--state", state, "--seed", str(self.seed),
            "--status-delay-ms", str(self.status_delay_ms)], self.directory / "sandbox.log")
        description = state / "sandbox.json"
        self._wait_for(self._sandbox_process, lambda: description.exists() and _whole_json(description), 20)
        self.sandbox_facts = json.loads(description.read_text())
        self.sandbox = Sandbox(self.sandbox_facts["port"])

    def _make_keys(self):
        for name in [*SOURCES, "operator", "archivist"]:
            made = self.run("key", "new")
            if made.returncode != 0:
                raise RuntimeError(f"fangst key new: {made.stderr.strip()}")
            self.keys[name] = json.loads(made.stdout)
        self.secret("api-keys.json", json.dumps({name: key["key"] for name, key in self.keys.items()}, indent=1))

    def secret(self, name, text):
        """A file that only the owner may read."""
        path = self.directory / "secrets" / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        return path

    def _write_config(self):
        self.config_file.write_text(_toml(self._config()))
        os.chmod(self.config_file, 0o600)

    def _config(self):
        facts, base = self.sandbox_facts, f"http://127.0.0.1:{self.sandbox_facts['port']}"
        state = self.directory / "sandbox"
        config = {
            "node": {"name": "proevedag", "data": str(self.directory / "data"), "environment": "test"},
            "http": {"address": "127.0.0.1", "port": 0, "port_file": str(self.directory / "port")},
            "log": {"level": "info", "file": str(self.directory / "fangst.log")},
            "municipality": {**MUNICIPALITY, "organisasjonsnummer": facts["maskinporten"]["organisasjonsnummer"]},
            "audit": {"origin": "fangst.example/proevedag", "key_file": str(self.directory / "secrets" / "audit.key.pem")},
            "queue": {"kind": "embedded"},
            "workers": {"threads": 4},
            "retry": {"rungs": ["200ms", "400ms", "800ms", "1500ms", "3s"], "give_up_after": 60},
            "circuit": {"threshold": 5, "cool_down": "300ms", "max_cool_down": "1s"},
            "follow_up": {"first": "200ms", "intervals": ["200ms", "400ms", "800ms"]},
            "http_client": {"threads": 8},
            "maskinporten": {"issuer": f"{base}/maskinporten/", "token_url": f"{base}/maskinporten/token",
                             "client_id": facts["maskinporten"]["clientId"], "kid": facts["maskinporten"]["kid"],
                             "key_file": str(state / "maskinporten-client.key.pem")},
            "krr": {"url": f"{base}/krr"},
            "svarut": {"url": f"{base}/svarut", "konto_id": facts["svarut"]["kontoId"],
                       "integrasjon_id": facts["svarut"]["integrasjonId"],
                       "integrasjon_passord_file": str(self.secret("svarut-passord", facts["svarut"]["integrasjonPassord"]))},
            "digipost": {"url": f"{base}/digipost", "broker_id": str(facts["digipost"]["brokerId"]),
                         "sender_id": str(facts["digipost"]["senderId"]),
                         "key_file": str(state / "digipost-client.key.pem")},
            "pipelines": {"directory": str(ROOT / "pipelines")},
            "source": [self._source(name, base) for name in SOURCES],
            "api_key": [{"name": name, "role": "source" if name in SOURCES else name,
                         **({"source": name} if name in SOURCES else {}), "sha256": key["sha256"]}
                        for name, key in self.keys.items()],
        }
        if self.database_connection:
            config["database"] = {"postgresql_file": str(self.secret("postgresql", self.database_connection))}
        if self.broker:
            config["queue"] = {"kind": "rabbitmq"}
            config["rabbitmq"] = {"host": self.broker.host, "port": self.broker.port, "vhost": "/", "user": self.broker.user,
                                  "password_file": str(self.secret("rabbitmq-passord", self.broker.password)),
                                  "management_url": self.broker.management_url}
        for section, values in self.overrides.items():
            config[section] = {**config.get(section, {}), **values}
        return config

    def _source(self, name, base):
        fagsystem, formats = SOURCES[name]
        return {"name": name, "fagsystem": fagsystem, "formats": formats, "requires_skjerming": False,
                "webhook_url": f"{base}/webhook/{name}",
                "webhook_secret_file": str(self.secret("webhook", self.sandbox_facts["webhookSecret"])),
                "file_hosts": [f"{base}/filer/"], "settings": SOURCE_SETTINGS[name]}

    # -- fangst itself

    def start(self, seconds=20):
        """Starts `fangst serve` and waits until it is ready. The seconds that took."""
        (self.directory / "port").unlink(missing_ok=True)
        self.server = Process("fangst serve", [self.fangst_program, "serve", "--config", self.config_file],
                              self.directory / "fangst.out")
        begun = time.monotonic()
        self._wait_for(self.server, self._is_ready, seconds)
        return time.monotonic() - begun

    def _is_ready(self):
        try:
            probe = Client(self.port(), timeout=2)
            ready = probe.get("/readyz").status == 200
            probe.close()
            return ready
        except (NoAnswer, FileNotFoundError, ValueError):
            return False

    def port(self):
        return int((self.directory / "port").read_text())

    def client(self, who, timeout=30):
        """For one thread; its connection is closed with the installation."""
        made = Client(self.port, self.keys[who]["key"], timeout)
        self._clients.append(made)
        return made

    def run(self, *arguments, seconds=60, text=True):
        """A `fangst` subcommand."""
        return subprocess.run([self.fangst_program, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
                              text=text, timeout=seconds, check=False)

    def _wait_for(self, process, ready, seconds):
        def check():
            if not process.is_running():
                raise RuntimeError(f"{process.name} stanset med kode {process.exit_code}:\n{process.last_lines()}")
            return ready()

        try:
            wait_until(check, seconds, f"oppstart av {process.name}")
        except TimeoutError as error:
            raise RuntimeError(f"{error}:\n{process.last_lines()}") from error

    def stop_server(self):
        return self.server.stop() if self.server else None

    def stop(self):
        for client in self._clients:
            client.close()
        if self.sandbox is not None:
            self.sandbox.close()
        for process in (self.server, self._sandbox_process):
            if process is not None:
                process.stop()
        if self.broker is not None:
            self.broker.stop()
            self.broker = None


def _whole_json(path):
    try:
        return bool(json.loads(path.read_text()))
    except ValueError:
        return False


def _toml(config):
    lines = []
    for name, value in config.items():
        for table in value if isinstance(value, list) else [value]:
            lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            nested = {}
            for key, item in table.items():
                if isinstance(item, dict):
                    nested[key] = item
                else:
                    lines.append(f"{key} = {json.dumps(item, ensure_ascii=False)}")
            for key, inner in nested.items():
                lines.append(f"[{name}.{key}]")
                lines += [f"{json.dumps(k)} = {json.dumps(v, ensure_ascii=False)}" for k, v in inner.items()]
            lines.append("")
    return "\n".join(lines)
