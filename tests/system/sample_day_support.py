"""The sample day, handed in step by step while something is being killed, and what must hold at its end."""
import threading

import support  # noqa: F401  (puts the sample day on the path)
from sample_day import generic
from sample_day.day import Day
from sample_day.documents import letter
from sample_day.client import wait_until
from sample_day.installation import SOURCES
from sample_day.play import Play
from sample_day.progress import Silent
from sample_day.report import Report


class PacedPlay(Play):
    """Each source hands in its next submission only when its share of the kills has fallen."""

    def __init__(self, installation, kills):
        super().__init__(installation, Day(installation.sandbox.file_url), Silent(), patient=True)
        self._kills, self._struck = max(kills, 1), 0
        self._turn = threading.Condition()
        self.failure = None
        self.prepare()
        sandbox, who = installation.sandbox, self.day.who
        sandbox.order_fault(service="svarut", operation="send", match=who.dropped.number, action="drop_after_accept", times=1)
        sandbox.order_fault(service="svarut", operation="send", match=who.refused.number, action="refuse",
                            code="UGYLDIG_MOTTAKER", times=0)
        for service in ("svarut", "digipost"):  # so that many strikes fall between a send and its answer
            sandbox.order_fault(service=service, operation="send", match="", action="slow", milliseconds=200, times=0)
        self._places = {}
        for source in SOURCES:
            own = [item for item in self.handed_in if item.entry.source == source]
            self._places |= {id(item): index / len(own) for index, item in enumerate(own)}

    def struck(self, number):
        with self._turn:
            self._struck = number
            self._turn.notify_all()

    def hand_in_all(self):
        try:
            self._hand_in(self.handed_in)
        except Exception as error:
            self.failure = error

    def _hand_in_one(self, client, item, seconds=120):
        due = self._places[id(item)] * self._kills
        with self._turn:
            self._turn.wait_for(lambda: self._struck >= int(due), timeout=300)
        super()._hand_in_one(client, item, seconds)


def check_nothing_lost_and_nothing_twice(test, play):
    """Returns the counts, for whoever reads the test's output."""
    report = Report(play, "under test", 0)
    test.assertEqual(report.faults, [])
    accepted = [item for item in play.handed_in if item.entry.expected == "finished"]
    archivist = play.installation.client("archivist")
    details = [archivist.get(f"/v1/submissions/{item.id}").json for item in accepted]
    test.assertEqual({detail["state"] for detail in details}, {"finished"})
    test.assertEqual(len({detail["id"] for detail in details}), len(accepted))
    records = [detail["noark"] for detail in details]
    test.assertEqual(len({record["journalpost"] for record in records}), len(records))
    # Numbers are gap-free, so a second journalpost would show as a number beyond the count.
    test.assertEqual(sorted(record["journalsekvensnummer"] for record in records), list(range(1, len(records) + 1)))
    calls = play.installation.sandbox.log()["calls"]
    return {"handed_in": len(play.handed_in), "tries": sum(item.tries for item in play.handed_in),
            "accepted": len(accepted), "journalposts": len(records), "letters": report.letters["dispatched"],
            "sent_twice": report.letters["sent_twice"], "audit_entries": report.audit["entries"],
            "look_ups_after_unclear_outcome": calls.get("svarut.find", 0) + calls.get("digipost.find", 0)}


def simple_submission(key, data=None, kind="notat"):
    """Metadata and files of a submission that is archived and not sent."""
    data = data if data is not None else letter("Notat", key)
    metadata = generic.submission(key=key, kind=kind, case=f"S-{key}", title="Notat", journalposttype="X", dispatch=False,
                                  documents=[("Notat", f"{key}.pdf", data)])
    return metadata, [(f"{key}.pdf", data)]


def finish_one(installation, key, source="visma"):
    """Hands in one submission that is only archived, and returns its id when it is finished."""
    answer = installation.client(source).submit_multipart(*simple_submission(key))
    if answer.status != 201:
        raise RuntimeError(f"{key}: {answer!r}")
    archivist = installation.client("archivist")
    wait_until(lambda: archivist.get(f"/v1/submissions/{answer.json['id']}").json.get("state") == "finished", 30, key)
    return answer.json["id"]
