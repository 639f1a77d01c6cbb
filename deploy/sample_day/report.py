"""What became of every submission, and whether it is what should have become of it."""
import json
from dataclasses import dataclass

from .installation import SOURCES


@dataclass
class Row:
    entry: object
    state: str
    channels: tuple
    journalpost: str
    ok: bool
    why: str


class Report:
    def __init__(self, play, backend, seconds):
        self._play, self._installation = play, play.installation
        self.backend, self.seconds = backend, seconds
        self.faults = []
        self._archivist = self._installation.client("archivist")
        self._outside = self._installation.sandbox.log()
        self._details = {item.id: self._detail(item.id) for item in play.handed_in if item.id}
        self.receipts = self._fetch_receipts()
        self.rows = [self._row(item) for item in play.handed_in]
        self.totals = self._totals()
        self.letters = self._letters()
        self.audit = self._audit()
        self.verified_receipts = self._verify_receipts()
        self._check()

    @property
    def ok(self):
        return not self.faults

    def _detail(self, submission_id):
        return self._archivist.get(f"/v1/submissions/{submission_id}").json

    # -- each submission

    def _row(self, item):
        entry, detail = item.entry, self._details.get(item.id, {})
        state = self._state(item, detail)
        channels = tuple(sorted(d["channel"] for d in detail.get("letters", []) if d.get("channel")))
        if entry.expected != "finished":
            channels = ()
        why = self._what_is_wrong(item, state, channels)
        return Row(entry, state, channels, _journal_number(detail), not why, why)

    def _state(self, item, detail):
        if item.answer is None:
            return "ikke levert"
        if item.answer.status == 201:
            return detail.get("state", "ukjent")
        if item.answer.status == 200:
            repeated = item.entry.expected == "duplicate"
            return "duplicate" if repeated else detail.get("state", "ukjent")
        return "refused" if 400 <= item.answer.status < 500 else f"HTTP {item.answer.status}"

    def _what_is_wrong(self, item, state, channels):
        entry = item.entry
        if not self._play.answered_as_expected(item):
            return f"fikk {item.answer!r}, skulle ha fått {' eller '.join(map(str, entry.statuses))}"
        if state != entry.expected:
            return f"er {state}, skulle ha vært {entry.expected}"
        if channels != entry.channels:
            return f"gikk {_words(channels)}, skulle ha gått {_words(entry.channels)}"
        return ""

    # -- the whole

    def _totals(self):
        """From the product's own sum, not from what was handed in."""
        return self._installation.client("operator").balance()

    def _letters(self):
        """By the sandbox's own log: what left the house."""
        letters = self._outside["letters"]
        archived = {letter["id"]: set(_document_hashes(self.receipts[id_]))
                    for id_, detail in self._details.items() if id_ in self.receipts
                    for letter in detail.get("letters", [])}
        unarchived = [letter for letter in letters
                      if not letter["documents"] or not set(letter["documents"]) <= archived.get(letter["key"], set())]
        return {"dispatched": len(letters), "sent_twice": sum(letter["count"] > 1 for letter in letters),
                "unarchived": len(unarchived)}

    def _audit(self):
        done = self._installation.run("audit", "verify", "--config", self._installation.config_file, "--json")
        try:
            found = json.loads(done.stdout)
        except ValueError:
            found = {}
        if done.returncode != 0:
            self.faults.append(f"audit verify: {(done.stderr or done.stdout).strip()}")
        return {"entries": found.get("entries", 0), "verified": done.returncode == 0}

    def _fetch_receipts(self):
        receipts = {}
        for item in self._play.handed_in:
            if item.entry.expected == "finished" and item.id:
                answer = self._archivist.get(f"/v1/submissions/{item.id}/receipt")
                if answer.status == 200:
                    receipts[item.id] = answer.json
                    self._receipt_file(item.id).write_bytes(answer.body)
        return receipts

    def _receipt_file(self, submission_id):
        directory = self._installation.directory / "receipts"
        directory.mkdir(exist_ok=True)
        return directory / f"{submission_id}.json"

    def _verify_receipts(self):
        verified = 0
        for submission_id in self.receipts:
            done = self._installation.run("receipt", "verify", self._receipt_file(submission_id))
            if done.returncode == 0:
                verified += 1
            else:
                self.faults.append(f"kvittering for {submission_id}: {(done.stderr or done.stdout).strip()}")
        return verified

    # -- the checks

    def _check(self):
        self.faults += [f"{row.entry.source} {row.entry.key} ({row.entry.shows}): {row.why}" for row in self.rows if row.why]
        self._check_sum()
        self._check_letters()
        self._check_order()
        self._check_sources_were_told()
        self._check_privacy()
        if self._play.parked_seen != sum(entry.parks_first for entry in self._play.day.entries):
            self.faults.append(f"{self._play.parked_seen} ble parkert før årsaken var rettet")
        expected = sum(entry.expected == "finished" for entry in self._play.day.entries)
        if not len(self.receipts) == self.verified_receipts == expected:
            self.faults.append(f"{len(self.receipts)} kvitteringer utstedt og {self.verified_receipts} bekreftet av {expected}")

    def _check_sum(self):
        total = self.totals
        parts = total["finished"] + total["refused"] + total["duplicate"] + total["parked"] + total["in_flight"]
        if total["received"] != parts:
            self.faults.append(f"summen går ikke opp: mottatt {total['received']}, gjort rede for {parts}")
        if total["parked"] or total["in_flight"]:
            self.faults.append(f"{total['parked']} parkert og {total['in_flight']} underveis ved dagens slutt")
        tries_count_once = all(item.tries == 1 for item in self._play.handed_in)
        for name in ("finished", "refused", "duplicate"):
            expected = sum(entry.expected == name for entry in self._play.day.entries)
            if tries_count_once and total[name] != expected:
                self.faults.append(f"{name}: produktet teller {total[name]}, dagen har {expected}")

    def _check_letters(self):
        expected = sum(len(entry.channels) for entry in self._play.day.entries if entry.expected == "finished")
        if self.letters["dispatched"] != expected:
            self.faults.append(f"{self.letters['dispatched']} brev gikk ut, skulle ha vært {expected}")
        if self.letters["sent_twice"]:
            self.faults.append(f"{self.letters['sent_twice']} brev gikk ut to ganger")
        if self.letters["unarchived"]:
            self.faults.append(f"{self.letters['unarchived']} brev har innhold som ikke er arkivert")

    def _check_order(self):
        """Of one case: archived in the order they were handed in."""
        cases = {}
        for item in self._play.handed_in:
            if item.entry.journalpost_order:
                number = self._details.get(item.id, {}).get("noark", {}).get("journalpostnummer")
                cases.setdefault(item.entry.case, []).append((item.entry.journalpost_order, number))
        for case, numbers in cases.items():
            if [number for _, number in sorted(numbers)] != list(range(1, len(numbers) + 1)):
                self.faults.append(f"sak {case} er arkivert i rekkefølgen {numbers}")

    def _check_sources_were_told(self):
        told = {event["data"]["id"] for event in (webhook["event"] for webhook in self._outside["webhooks"])
                if event["data"]["state"] == "finished"}
        untold = [row.entry.key for row, item in zip(self.rows, self._play.handed_in)
                  if row.state == "finished" and item.id not in told]
        if untold:
            self.faults.append(f"kilden fikk ikke vite at de er ferdige: {untold}")

    def _check_privacy(self):
        """No identity number or name in a URL, an event or the log."""
        if self._outside["identityNumbersInUrls"]:
            self.faults.append("et fødselsnummer sto i en adresse")
        if any(webhook["holdsIdentityNumber"] for webhook in self._outside["webhooks"]):
            self.faults.append("et fødselsnummer sto i en hendelse til en kilde")
        log = (self._installation.directory / "fangst.log").read_text(errors="replace")
        people = [who for who in vars(self._play.day.who).values() if hasattr(who, "street")]
        if any((who.number and who.number in log) or who.name in log for who in people):
            self.faults.append("loggen nevner en person")

    # -- how it is shown

    def as_json(self):
        return {
            "ok": self.ok, "seconds": round(self.seconds, 2), "backend": self.backend,
            "submissions": [{"source": row.entry.source, "format": row.entry.format, "key": row.entry.key,
                             "expected": row.entry.expected, "state": row.state, "channel": ", ".join(row.channels) or None,
                             "shows": row.entry.shows, "ok": row.ok} for row in self.rows],
            "totals": self.totals, "letters": self.letters, "audit": self.audit,
            "receipts": {"issued": len(self.receipts), "verified": self.verified_receipts},
            "faults": self.faults,
        }

    def as_table(self):
        head = ("kilde", "nøkkel", "viser", "tilstand", "kanal", "journalpost", "")
        lines = [(row.entry.source, row.entry.key, row.entry.shows, row.state, ", ".join(row.channels) or "-",
                  row.journalpost or "-", "" if row.ok else "FEIL") for row in self.rows]
        widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]
        out = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in [head, *lines]]
        out.insert(1, "  ".join("-" * width for width in widths[:-1]))
        return "\n".join(out + ["", *self._summary()])

    def _summary(self):
        total, letters = self.totals, self.letters
        by_source = ", ".join(f"{source} {sum(row.entry.source == source for row in self.rows)}" for source in SOURCES)
        lines = [f"Innlevert: {len(self.rows)} ({by_source})"]
        lines += ["Produktets sum: mottatt {received} = ferdig {finished} + avvist {refused} + gjentatt {duplicate} "
                  "+ parkert {parked} + underveis {in_flight}".format(**total),
                  f"Brev: {letters['dispatched']} sendt, {letters['sent_twice']} to ganger, {letters['unarchived']} uarkivert",
                  f"Revisjonslogg: {self.audit['entries']} oppføringer, {'bekreftet' if self.audit['verified'] else 'IKKE bekreftet'}",
                  f"Kvitteringer: {len(self.receipts)} utstedt, {self.verified_receipts} bekreftet",
                  f"Tid: {self.seconds:.1f} s ({self.backend})"]
        lines += [f"FEIL: {fault}" for fault in self.faults]
        lines.append("Alt gikk som det skulle." if self.ok else f"{len(self.faults)} avvik.")
        return lines


def _document_hashes(receipt):
    """Those that the signed entry names."""
    return [document["sha256"] for document in json.loads(receipt["entry"])["body"]["documents"]]


def _journal_number(detail):
    noark = detail.get("noark")
    return f"{noark['saksnummer']}-{noark['journalpostnummer']}" if noark else ""


def _words(channels):
    return "/".join(channels) or "uten forsendelse"
