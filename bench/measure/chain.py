"""How many documents a second go the whole way: taken in, archived, looked up, sent, followed up, told."""
import time

from .bodies import CONTENT_TYPE, submission
from .installation import make, peak_mib
from .limits import CONNECTIONS
from .programs import load

PEOPLE = 20
DOCUMENTS = {"archive": 6000, "svarut": 3000, "digipost": 2000}


def measure_chain(build, directory, way, backend, scale):
    count = max(PEOPLE, int(DOCUMENTS[way] * scale))
    with make(build, directory, broker=backend == "broker") as installation:
        installation.start()
        begun = time.monotonic()
        for number, person in enumerate(people_for(installation, way)):
            hand_in(build, installation, directory, f"{way}-{number:02d}", person, count // PEOPLE)
        handed_in = count // PEOPLE * PEOPLE
        wait_until_finished(installation, handed_in)
        seconds = time.monotonic() - begun
        return {"documents": handed_in, "seconds": round(seconds, 3), "documents_per_second": round(handed_in / seconds, 1),
                "peak_mib": peak_mib(installation), **letters(installation, way, handed_in)}


def people_for(installation, way):
    """Numbers that the registry knows as reachable by this way; None for what is only archived."""
    if way == "archive":
        return [None] * PEOPLE
    from random import Random

    from sample_day.people import new_number
    rng = Random(7)
    numbers = [new_number(rng) for _ in range(PEOPLE)]
    mailbox = {"mailbox": "digipost"} if way == "digipost" else {"mailbox": ""}
    installation.sandbox.put_people([{"fnr": number, "status": "AKTIV", "reservert": False, "daysAgo": 30, **mailbox}
                                     for number in numbers])
    return numbers


def hand_in(build, installation, directory, prefix, person, count):
    body = directory / "body"
    body.write_bytes(submission("brev" if person else "notat", person))
    figures = load(build, installation.port(), "-c", CONNECTIONS, "-n", count, "-s", 120, "--warm-up", 0, "--body-file", body,
                   "--target", "/v1/submissions", "--key-prefix", prefix, "-H", f"Content-Type: {CONTENT_TYPE}",
                   "-H", f"Authorization: Bearer {installation.keys['visma']['key']}")
    if figures["not_2xx"] or figures["answers"] < count:
        raise RuntimeError(f"the chain's intake refused requests: {figures}")


def wait_until_finished(installation, expected, limit=180):
    operator = installation.client("operator")
    deadline = time.monotonic() + limit
    while True:
        balance = operator.get("/v1/operations/balance").json["balance"]
        finished, parked = sum(row["finished"] for row in balance), sum(row["parked"] for row in balance)
        if parked:
            raise RuntimeError(f"{parked} submissions were parked: {operator.get('/v1/operations/parked').json}")
        if finished >= expected:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"{finished} of {expected} finished after {limit} s: {balance}")
        time.sleep(0.1)


def letters(installation, way, expected):
    """The sandbox counts for itself: a chain that sends too little or twice is no figure."""
    if way == "archive":
        return {}
    sent = [letter for letter in installation.sandbox.log()["letters"] if letter["service"] == way]
    if len(sent) != expected or any(letter["count"] != 1 for letter in sent):
        raise RuntimeError(f"{len(sent)} letters for {expected} documents")
    return {"letters": len(sent)}
