"""SIGTERM under load: a clean end, and everything that got a yes goes on after the next start."""
import threading
import time
import unittest

from sample_day_support import simple_submission
from sample_day.client import NoAnswer
from support import installation, scale


class Shutdown(unittest.TestCase):
    def test_sigterm_under_load_loses_nothing(self):
        threads, rounds = 4, scale("SHUTDOWNS", 3)
        with installation() as made:
            made.start()
            accepted, stop, lock = {}, threading.Event(), threading.Lock()

            def hand_in(number):
                client = made.client("visma", timeout=10)
                for count in range(1_000_000):
                    if stop.is_set():
                        return
                    key = f"STANS-{number}-{count}"
                    try:
                        answer = client.submit_multipart(*simple_submission(key))
                    except (NoAnswer, FileNotFoundError, ValueError):
                        client.close()
                        time.sleep(0.05)
                        continue
                    if answer.status in (200, 201):
                        with lock:
                            accepted[key] = answer.json["id"]

            sources = [threading.Thread(target=hand_in, args=(number,)) for number in range(threads)]
            for source in sources:
                source.start()
            try:
                for round_number in range(1, rounds + 1):
                    wanted = len(accepted) + 50
                    while len(accepted) < wanted and any(source.is_alive() for source in sources):
                        time.sleep(0.02)
                    self.assertEqual(made.server.stop(seconds=60), 0, made.server.last_lines())
                    made.start()
            finally:
                stop.set()
                for source in sources:
                    source.join()

            operator = made.client("operator")
            deadline = time.monotonic() + 120
            while (sums := operator.balance())["in_flight"] and time.monotonic() < deadline:
                time.sleep(0.2)
            found = {row["externalKey"]: row for row in made.client("archivist").all_submissions(source="visma")}
            lost = set(accepted) - set(found)
            self.assertEqual(lost, set())
            self.assertEqual({found[key]["id"] for key in accepted}, set(accepted.values()))
            self.assertEqual(sums["in_flight"] + sums["parked"], 0)
            self.assertEqual(sums["finished"], len(found))
        print(f"\nstopped {rounds} times under load: {len(accepted)} accepted, {len(found)} found, all finished")


if __name__ == "__main__":
    unittest.main()
