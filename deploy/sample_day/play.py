"""Hands in the day as the three systems would, makes the outside world fail as ordered, and mends what parked."""
import collections
import threading
import time
from dataclasses import dataclass

from .client import NoAnswer, wait_until
from .installation import SOURCES

OUTAGE_SECONDS = 2.5
SETTLED = ("finished", "parked")


@dataclass
class HandedIn:
    entry: object
    answer: object = None
    tries: int = 0
    id: str = ""


class Play:
    """`patient`: a hand-in that got no answer, or 503, is repeated with the same key until it has one, as a real source
    does; then an answer to a repeat (200) is as good as the first (201)."""

    def __init__(self, installation, day, progress, patient=False):
        self.installation, self.day, self.progress, self.patient = installation, day, progress, patient
        self.handed_in = [HandedIn(entry) for entry in day.entries]
        self.parked_seen = 0
        self._lock = threading.Lock()

    def run(self):
        self.prepare()
        self.hand_in_during_outage()
        self.hand_in_the_rest()
        self.settle()
        self.mend()

    # -- the stages

    def prepare(self):
        self.progress.stage("Legger fram personer og filer")
        sandbox = self.installation.sandbox
        sandbox.put_people(self.day.registry)
        for entry in self.day.entries:
            for name, data in entry.files:
                sandbox.put_file(name, data)

    def hand_in_during_outage(self):
        self.progress.stage("Leverer inn mens kontaktregisteret er nede")
        sandbox = self.installation.sandbox
        sandbox.order_fault(service="krr", operation="lookup", match="", action="status", status=503, times=0)
        begun = time.monotonic()
        self._hand_in([item for item in self.handed_in if item.entry.during_outage])
        time.sleep(max(0.0, OUTAGE_SECONDS - (time.monotonic() - begun)))
        sandbox.clear_faults()

    def hand_in_the_rest(self):
        self.progress.stage("Leverer inn resten")
        sandbox, who = self.installation.sandbox, self.day.who
        sandbox.order_fault(service="svarut", operation="send", match=who.dropped.number, action="drop_after_accept", times=1)
        sandbox.order_fault(service="svarut", operation="send", match=who.refused.number, action="refuse",
                            code="UGYLDIG_MOTTAKER", times=0)
        self._hand_in([item for item in self.handed_in if not item.entry.during_outage])

    def settle(self, seconds=60):
        """Until every accepted submission is finished or parked."""
        self.progress.stage("Venter på at alt er gjort opp")
        accepted = {item.id for item in self.handed_in if item.id}

        def all_settled():
            states = self.states()
            settled = sum(states.get(id_) in SETTLED for id_ in accepted)
            self.progress.note(f"{settled} av {len(accepted)}")
            return settled == len(accepted)

        try:
            wait_until(all_settled, seconds, "å gjøre opp alle innsendinger")
        except TimeoutError as late:
            raise TimeoutError(f"{late}. {self._what_waits()}") from None

    def _what_waits(self):
        overview = self.installation.client("operator").get("/v1/operations/overview").json
        states = collections.Counter(self.states().values())
        return f"Tilstander: {dict(states)}. Kø: {overview['queue']}. Avhengigheter: {overview['dependencies']}."

    def mend(self, seconds=60):
        """Corrects the cause in the sandbox and tries the parked ones again, group by group."""
        self.progress.stage("Retter årsaken og prøver de parkerte på nytt")
        self.parked_seen = sum(state == "parked" for state in self.states().values())
        self.installation.sandbox.clear_faults()
        operator = self.installation.client("operator")
        for group in operator.get("/v1/operations/parked").json["groups"]:
            wanted = {"group": {"step": group["step"], "code": group["code"]}}
            answer = operator.send_json("POST", "/v1/operations/retries", wanted)
            if answer.status not in (200, 201, 202):
                raise RuntimeError(f"nytt forsøk ble ikke tatt imot: {answer!r}")
        self.progress.note(f"{self.parked_seen}")

        def none_unsettled():
            return all(state == "finished" for state in self.states().values())

        wait_until(none_unsettled, seconds, "å gjøre ferdig de parkerte")
        self.progress.done()

    # -- single moves

    def states(self):
        try:
            found = self._archivist().all_submissions()
        except NoAnswer:
            return {}
        return {submission["id"]: submission["state"] for submission in found}

    def _archivist(self):
        if not hasattr(self, "_archivist_client"):
            self._archivist_client = self.installation.client("archivist")
        return self._archivist_client

    def _hand_in(self, items):
        """One thread for each source, in the order of the list: so do three systems."""
        failures = []

        def deliver(source):
            client = self.installation.client(source)
            try:
                for item in items:
                    if item.entry.source == source:
                        self._hand_in_one(client, item)
                        self._note(items)
            except Exception as error:  # reported by the main thread
                failures.append(error)

        threads = [threading.Thread(target=deliver, args=(source,)) for source in SOURCES]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def _hand_in_one(self, client, item, seconds=120):
        deadline = time.monotonic() + seconds
        while True:
            item.tries += 1
            try:
                item.answer = item.entry.hand_in(client)
                if item.answer.status != 503 or not self.patient:
                    break
            except (NoAnswer, FileNotFoundError, ValueError):
                if not self.patient:
                    raise
            if time.monotonic() > deadline:
                raise TimeoutError(f"{item.entry.key} ble ikke tatt imot på {seconds} s")
            time.sleep(0.1)
        if item.answer.status in (200, 201):
            item.id = item.answer.json.get("id", "")

    def _note(self, items):
        with self._lock:
            self.progress.note(f"{sum(item.answer is not None for item in items)} av {len(items)}")

    def answered_as_expected(self, item):
        if item.answer is None:
            return False
        expected = item.entry.statuses
        if item.tries > 1 and 201 in expected:
            expected = (*expected, 200)
        return item.answer.status in expected
