"""Messages that the Gerica adapter is tested with are messages that NHN's own XML Schemas accept, and the adapter takes
every one of them. The schemas are not ours to copy: they lie beside the project, or where FANGST_OFFICIAL_SCHEMAS says.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import schema_validator

ROOT = schema_validator.ROOT
OFFICIAL = pathlib.Path(os.environ.get("FANGST_OFFICIAL_SCHEMAS") or ROOT / "../shared/official") / "nhn"
SAMPLE = ROOT / "tests/support/samples/g1_msghead_dialognotat_vedlegg.xml"
NAMESPACES = {"http://www.kith.no/xmlstds/msghead/2006-05-24": "MsgHead-v1_2.xsd",
              "http://www.kith.no/xmlstds/base64container": "kith-base64.xsd"}
DIALOG = {"http://www.kith.no/xmlstds/dialog/2006-10-11": "dialogmelding-v1.0.xsd",
          "http://www.kith.no/xmlstds/dialog/2013-01-23": "dialogmelding-v1.1.xsd"}
ADDRESS = "<Address><Type V=\"H\"/><StreetAdr>Gata 1</StreetAdr><PostalCode>2630</PostalCode><City>RINGEBU</City></Address>"
ROLE = ("</DatoNotat><RollerRelatertNotat><HealthcareProfessional><FamilyName>Testbruker</FamilyName><GivenName>Kari</GivenName>"
        "</HealthcareProfessional></RollerRelatertNotat>")
OTHER = ("<OtherReceiver><RoleReceiver V=\"KM\"/><Organisation><OrganisationName>LEGEVAKTEN</OrganisationName><Ident><Id>90000007</Id>"
         "<TypeId V=\"HER\" S=\"2.16.578.1.12.4.1.1.9051\"/></Ident></Organisation></OtherReceiver><Patient>")


def question(text):
    begin, end = text.index("<Notat>"), text.index("</Notat>") + len("</Notat>")
    asked = '<Foresporsel><TypeForesp V="1" S="2.16.578.1.12.4.1.1.8125"/><Sporsmal>Hva nå?</Sporsmal><DokIdForesp>F-7</DokIdForesp></Foresporsel>'
    return text[:begin] + asked + text[end:]


def without_attachment(text):
    begin = text.index("<Document>", text.index("<Document>") + 1)
    return text[:begin] + text[text.rindex("</MsgHead>"):]


VARIANTS = {
    "as it is": lambda text: text,
    "with an address": lambda text: text.replace("</Patient>", ADDRESS + "</Patient>"),
    "with a health professional": lambda text: text.replace("</DatoNotat>", ROLE),
    "with another receiver": lambda text: text.replace("<Patient>", OTHER),
    "newer dialogmelding": lambda text: text.replace("dialog/2006-10-11", "dialog/2013-01-23"),
    "production": lambda text: text.replace("<Ack", '<ProcessingStatus V="P"/><Ack'),
    "question": lambda text: question(text.replace('"DIALOG_NOTAT"', '"DIALOG_FORESPORSEL"')),
    "D-number": lambda text: text.replace("14833821238", "57912075186").replace('"FNR"', '"DNR"'),
    "without attachment": without_attachment,
    "without dates and key of the note": lambda text: text.replace("<DokIdNotat>GERICA-VEDTAK-2026-001187</DokIdNotat>", "").replace("<DatoNotat>2026-03-10</DatoNotat>", ""),
}


class GericaXsd(unittest.TestCase):
    def setUp(self):
        if not OFFICIAL.is_dir():
            self.skipTest(f"the official schemas are not at {OFFICIAL} (FANGST_OFFICIAL_SCHEMAS)")
        if shutil.which("xmllint") is None:
            self.skipTest("xmllint is not installed (Debian: libxml2-utils)")
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def driver(self, dialog):
        """One schema that imports what the message is made of: its content is checked strictly."""
        imports = "".join(f'<import namespace="{ns}" schemaLocation="{(OFFICIAL / file).resolve()}"/>'
                          for ns, file in [*NAMESPACES.items(), (dialog, DIALOG[dialog])])
        path = pathlib.Path(self.folder.name) / "driver.xsd"
        path.write_text(f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>', encoding="utf-8")
        return path

    def validate(self, text):
        dialog = next(ns for ns in DIALOG if ns in text)
        file = pathlib.Path(self.folder.name) / "message.xml"
        file.write_text(text, encoding="utf-8")
        run = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", self.driver(dialog), file], capture_output=True, text=True, check=False)
        return file, run.returncode, run.stderr

    def test_messages_are_valid_and_taken_in(self):
        text = SAMPLE.read_text(encoding="utf-8")
        for name, change in VARIANTS.items():
            with self.subTest(name):
                file, status, errors = self.validate(change(text))
                self.assertEqual(status, 0, errors)
                answer, = schema_validator.read("gerica-msghead", [file])
                self.assertTrue(answer["ok"], answer)

    def test_the_schemas_really_refuse(self):
        text = SAMPLE.read_text(encoding="utf-8")
        for damage in ("<MsgId>0d1c8a6e-59a4-4a61-9a54-5f0f6d3b7c10</MsgId>", "<TemaKodet", "<MimeType>application/pdf</MimeType>"):
            _, status, _ = self.validate(text.replace(damage, damage.replace("M", "X", 1).replace("Tema", "Xema")))
            self.assertNotEqual(status, 0, damage)

    def test_messages_of_the_sample_day_are_valid_and_taken_in(self):
        sys.path.insert(0, str(ROOT / "deploy"))
        try:
            from sample_day import gerica, people
        except ImportError as missing:
            self.skipTest(f"deploy/sample_day: {missing}")
        someone = people.Person(number="14833821238", name="Olga Syntetisk", street="Gata 1")
        pdf = b"%PDF-1.4\n%%EOF\n"
        for outbound in (True, False):
            text = gerica.message(key="G-1", tema="Vedtak", patient=someone, documents=[("Brev.pdf", pdf)], date="2026-03-10", outbound=outbound).decode()
            file, status, errors = self.validate(text)
            self.assertEqual(status, 0, errors)
            answer, = schema_validator.read("gerica-msghead", [file])
            self.assertTrue(answer["ok"], answer)


if __name__ == "__main__":
    unittest.main()
