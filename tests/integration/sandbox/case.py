"""One sandbox for a test class, and assertions that say what was refused."""

import unittest

from driver import Sandbox


class SandboxCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox("--seed", "11")

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def tearDown(self):
        self.sandbox.control("DELETE", "faults")

    def letters(self, service=None):
        return [letter for letter in self.sandbox.log()["letters"] if service in (None, letter["service"])]

    def accepted(self):
        return self.sandbox.log()["summary"]["letters"]
