"""A part of each role that is one folder: registered, configured, checked and used like the others."""
import json
import random
import shutil
import tempfile
import unittest
from pathlib import Path

from support import BUILD  # first: puts the sample day on the path
from sample_day.client import wait_until
from sample_day.installation import Installation
from sample_day.people import new_number

PIPELINE = """name = "prove"
beskrivelse = "En prøve gjennom delene som er én mappe hver."

[[match]]
type = "prove"
"""
STEPS = ("arkiver", "prove_steg", "velg_kanal", "send", "folg_opp", "meld_tilbake")


class WithSamples(Installation):
    """`fangst` composed with the sample parts, and configured to use them and no others."""

    def __init__(self, directory):
        super().__init__(directory, BUILD)
        self.fangst_program = self._program("fangst-with-samples")
        self.settings = {"prove_arkivdel": "PRØVEARKIV"}

    def folder(self, name):
        path = self.directory / name
        path.mkdir(exist_ok=True)
        return path

    def _config(self):
        pipelines = self.folder("pipelines")
        (pipelines / "prove.toml").write_text(PIPELINE + "".join(f'\n[[step]]\nname = "{step}"\n' for step in STEPS))
        config = super()._config()
        for section in ("maskinporten", "krr", "svarut", "digipost"):
            del config[section]
        config["pipelines"] = {"directory": str(pipelines)}
        config["prove_register"] = {"postkasseleverandoer": "999999999"}
        config["prove_post"] = {"mappe": str(self.folder("post"))}
        config["prove_kjerne"] = {"mappe": str(self.folder("kjerne"))}
        config["prove_steg"] = {"notatmappe": str(self.folder("notater"))}
        config["archive_rule"] = [{"arkivdel": "PRØVEARKIV", "core": "prove_kjerne"}]
        gerica = config["source"][0]
        config["source"] = [{**gerica, "formats": ["prove-format"], "settings": self.settings}]
        config["api_key"] = [key for key in config["api_key"] if key.get("source", "gerica") == "gerica"]
        return config


class SampleParts(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="fangst-samples."))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def test_a_submission_goes_through_a_part_of_each_role(self):
        with WithSamples(self.directory) as made:
            made.start()
            client = made.client("gerica")
            number = new_number(random.Random(7))
            answer = client.request("POST", "/v1/intake/prove-format", f"K-1;{number};Prøve Lien;Et brev.".encode(),
                                    {"Content-Type": "text/plain"})
            self.assertEqual(answer.status, 201, answer)
            path = f"/v1/submissions/{answer.json['id']}"
            wait_until(lambda: client.get(path).json.get("state") == "finished", 30, "slutt på innsendingen")
            detail = client.get(path).json
            self.assertEqual([letter["channel"] for letter in detail["letters"]], ["prove_post"])
            letters = [json.loads(file.read_text()) for file in (self.directory / "post").iterdir()]
            self.assertEqual([letter["tittel"] for letter in letters], ["Prøve"])
            core = sorted(file.name.split(".")[1] for file in (self.directory / "kjerne").iterdir())
            self.assertEqual(core, ["capture", "set_ekspedert"])
            self.assertEqual([file.name for file in (self.directory / "notater").iterdir()], [answer.json["id"]])
            names = {dependency["name"] for dependency in
                     made.client("operator").get("/v1/operations/overview").json["dependencies"]}
            self.assertLessEqual({"prove_post", "prove_register", "prove_kjerne"}, names)
            made.stop_server()
            self.assertEqual(made.run("audit", "verify", "--config", made.config_file).returncode, 0)

    def test_a_misspelt_setting_of_any_of_them_is_named_with_its_line(self):
        with WithSamples(self.directory) as made:
            text = made.config_file.read_text().splitlines()
            faulty = {"prove_arkivdel": "prove_arkivdl", "postkasseleverandoer": "postkasse", "mappe": "mapp", "notatmappe": "notatmapp"}
            for right, wrong in faulty.items():
                with self.subTest(wrong):
                    line = next(i for i, each in enumerate(text) if each.strip('"').startswith(right))
                    changed = text[:line] + [text[line].replace(right, wrong, 1)] + text[line + 1:]
                    made.config_file.write_text("\n".join(changed))
                    done = made.run("config", "check", "--config", made.config_file)
                    self.assertNotEqual(done.returncode, 0)
                    self.assertIn(f"fangst.toml:{line + 1}:", done.stdout + done.stderr)
                    self.assertIn(f"«{wrong}»", done.stdout + done.stderr)

    def test_the_sample_and_the_reference_have_their_settings(self):
        with WithSamples(self.directory) as made:
            for command in ("sample", "reference"):
                text = made.run("config", command).stdout
                for name in ("prove_post", "prove_register", "prove_kjerne", "prove_arkivdel", "prove_steg", "notatmappe",
                             "archive_rule"):
                    self.assertIn(name, text, command)


if __name__ == "__main__":
    unittest.main()
