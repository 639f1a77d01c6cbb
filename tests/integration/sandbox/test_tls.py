"""With --tls the same service speaks https, with a certificate of its own."""

import ssl
import tempfile
import unittest
import urllib.error
import urllib.request

from driver import Sandbox


class Tls(unittest.TestCase):
    def test_serves_https_that_verifies_against_its_own_certificate(self):
        with tempfile.TemporaryDirectory() as folder:
            sandbox = Sandbox("--tls", folder)
            try:
                self.assertTrue(sandbox.facts["baseUrl"].startswith("https://127.0.0.1:"))
                self.assertTrue(sandbox.facts["maskinporten"]["issuer"].startswith("https://"))
                ready = sandbox.facts["baseUrl"] + "/sandbox/ready"
                context = ssl.create_default_context(cafile=folder + "/ca.pem")
                with urllib.request.urlopen(ready, context=context) as answer:
                    self.assertEqual(answer.status, 200)
                with self.assertRaises(urllib.error.URLError):
                    urllib.request.urlopen(ready, context=ssl.create_default_context())
            finally:
                sandbox.close()


if __name__ == "__main__":
    unittest.main()
