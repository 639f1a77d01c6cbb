"""Our JSON Schemas with the formats that they name, checked by the jsonschema library."""
import datetime
import json
import os
import pathlib
import re
import subprocess
import tempfile

import jsonschema

import identity_numbers

ROOT = pathlib.Path(os.environ.get("FANGST_ROOT") or pathlib.Path(__file__).resolve().parents[3])


def _is_date(text):
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date(*map(int, text.split("-")))
    except ValueError:
        return False
    return True


def _is_moment(text):
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:?(\d{2})?)", text)
    return bool(match) and _is_date(match[1]) and int(match[2]) < 24 and int(match[3]) < 60 and int(match[4]) <= 60


FORMATS = {
    "date": _is_date,
    "date-time": _is_moment,
    "foedselsnummer": identity_numbers.is_synthetic,
    "organisasjonsnummer": identity_numbers.is_organisation_number,
    "uten-foedselsnummer": lambda text: not identity_numbers.names_a_person(text),
    "uten-foedselsnummer-i-tekst": lambda text: not identity_numbers.holds_identity_number(text),
}


def validator(name):
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.FormatChecker(formats=())
    for format_name, check in FORMATS.items():
        checker.checks(format_name)(lambda value, check=check: not isinstance(value, str) or check(value))
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def read(name, files):
    """What our reader says of each file, in order."""
    answer = subprocess.run([os.environ["FANGST_READ_INTAKE"], name], input="".join(f"{file}\n" for file in files),
                            capture_output=True, text=True, check=True, timeout=60)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def read_messages(name, messages):
    """What our reader says of each JSON message, in order."""
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / f"{number}.json" for number in range(len(messages))]
        for file, message in zip(files, messages):
            file.write_text(json.dumps(message, ensure_ascii=False), encoding="utf-8")
        return read(name, files)
