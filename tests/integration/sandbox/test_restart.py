"""What must be unique stays so when the sandbox is killed and started again."""

import unittest
import uuid

from driver import PDF, Sandbox, identity_numbers, person_forsendelse


class Restart(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox("--seed", "3")

    def tearDown(self):
        self.sandbox.close()

    def restart(self):
        self.sandbox.kill()
        self.sandbox.start("--seed", "3")

    def test_keeps_letters_references_and_the_duplicate_guard(self):
        forsendelse = person_forsendelse(self.sandbox.person("reserved"))
        sent = self.sandbox.send_forsendelse(forsendelse).json()["id"]
        before = self.sandbox.log()["letters"]
        self.restart()
        self.assertEqual(self.sandbox.log()["letters"], before)
        self.assertEqual(self.sandbox.svarut_find(forsendelse["eksternReferanse"]).json()["forsendelseIds"], [sent])
        self.assertEqual(self.sandbox.status_of(sent), "PRINTET")
        self.assertEqual(self.sandbox.send_forsendelse(forsendelse).json()["errorCode"], "GJENTAGENDE_FORSENDELSE")

    def test_keeps_message_ids_and_document_ids(self):
        identifier = str(uuid.uuid4())
        xml = ('<message xmlns="http://api.digipost.no/schema/v8"><message-id>%s</message-id><recipient>'
               '<personal-identification-number>%s</personal-identification-number></recipient><primary-document><uuid>'
               '%s</uuid><subject>a</subject><file-type>pdf</file-type></primary-document></message>')
        xml = xml % ("m-1", self.sandbox.person("fresh_digipost"), identifier)
        self.assertEqual(self.sandbox.digipost_send(xml, [(identifier, PDF)]).status, 200)
        self.restart()
        self.assertIn("DUPLICATE_MESSAGE", self.sandbox.digipost_send(xml, [(identifier, PDF)]).text)
        xml = xml.replace("m-1", "m-2")
        self.assertIn("DUPLICATE_DOCUMENT_ID", self.sandbox.digipost_send(xml, [(identifier, PDF)]).text)

    def test_keeps_people_keys_and_ids(self):
        fnr = next(identity_numbers())
        self.sandbox.control("PUT", "people", {"people": [{"fnr": fnr, "mailbox": "digipost", "reservert": True}]})
        before = dict(self.sandbox.facts)
        keys = (self.sandbox.state / "maskinporten-client.key.pem").read_bytes()
        self.restart()
        changed = {name for name in before if before[name] != self.sandbox.facts[name]}
        self.assertLessEqual(changed, {"port", "baseUrl", "maskinporten"})
        self.assertEqual(before["maskinporten"]["kid"], self.sandbox.facts["maskinporten"]["kid"])
        self.assertEqual((self.sandbox.state / "maskinporten-client.key.pem").read_bytes(), keys)
        self.assertEqual(self.sandbox.krr([fnr]).json()["personer"][0]["reservasjon"], "JA")

    def test_starts_on_a_journal_whose_last_line_was_cut_short(self):
        self.sandbox.send_forsendelse(person_forsendelse(self.sandbox.person("reserved")))
        self.sandbox.kill()
        with open(self.sandbox.state / "journal.jsonl", "ab") as journal:
            journal.write(b'{"kind":"svarut","key":"half')
        self.sandbox.start("--seed", "3")
        self.assertEqual(self.sandbox.log()["summary"]["letters"], 1)
        self.sandbox.send_forsendelse(person_forsendelse(self.sandbox.person("reserved")))
        self.restart()
        self.assertEqual(self.sandbox.log()["summary"]["letters"], 2)


if __name__ == "__main__":
    unittest.main()
