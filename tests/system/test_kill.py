"""SIGKILL at random moments of the sample day: nothing accepted is lost, and nothing is done twice."""
import random
import threading
import time
import unittest

from sample_day_support import PacedPlay, check_nothing_lost_and_nothing_twice
from support import installation, scale


class Kill(unittest.TestCase):
    maxDiff = None

    def play_day_while(self, made, kills, strike, pause, seed):
        """`strike` once per kill at a random moment; the handing-in keeps pace, so that every kill falls within the day."""
        rng = random.Random(seed)
        play = PacedPlay(made, kills)
        day = threading.Thread(target=play.hand_in_all, daemon=True)
        day.start()
        for number in range(1, kills + 1):
            time.sleep(rng.uniform(*pause))
            strike()
            play.struck(number)
        day.join(timeout=180)
        self.assertFalse(day.is_alive(), "the day was not handed in")
        self.assertIsNone(play.failure)
        play.settle(seconds=180)
        play.mend(seconds=120)
        return play

    def test_a_killed_server_loses_nothing_and_does_nothing_twice(self):
        kills = scale("KILLS", 30)
        with installation() as made:
            made.start()

            def strike():
                made.server.kill()
                made.start(seconds=60)

            play = self.play_day_while(made, kills, strike, (0.02, 0.5), seed=20260310)
            counts = check_nothing_lost_and_nothing_twice(self, play)
        print(f"\nfangst killed {kills} times: {counts}")

    def test_a_killed_broker_loses_nothing_and_does_nothing_twice(self):
        kills = scale("BROKER_KILLS", 10)
        with installation(broker=True) as made:
            made.start()

            def strike():
                made.broker.kill()
                time.sleep(0.2)
                made.broker.start()

            play = self.play_day_while(made, kills, strike, (0.1, 1.5), seed=20260311)
            counts = check_nothing_lost_and_nothing_twice(self, play)
        print(f"\nRabbitMQ killed {kills} times: {counts}")


if __name__ == "__main__":
    unittest.main()
