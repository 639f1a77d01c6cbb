"""How many documents a second are taken in for good: answered after the bytes and the rows are synced."""
from .bodies import CONTENT_TYPE, submission
from .installation import make, peak_mib
from .limits import CONNECTIONS
from .programs import load


def measure_intake(build, directory, scale):
    # A node that only takes in: what comes is not processed meanwhile, so this is the figure of intake alone.
    with make(build, directory, workers=0) as installation:
        ready = installation.start()
        body = directory / "body"
        body.write_bytes(submission("notat"))
        figures = load(build, installation.port(), "-c", CONNECTIONS, "-s", 5 * scale, "--body-file", body,
                       "--target", "/v1/submissions", "-H", f"Content-Type: {CONTENT_TYPE}",
                       "-H", f"Authorization: Bearer {installation.keys['visma']['key']}")
        if figures["not_2xx"] or figures["lost"]:
            raise RuntimeError(f"intake refused or lost requests: {figures}")
        return {**figures, "ready_seconds": round(ready, 3), "peak_mib": peak_mib(installation)}
