"""openapi.json and asyncapi.json hold together: every reference leads somewhere, every example fits its schema, and what
they hold of the message schemas is up to date."""
import json
import re
import subprocess
import sys
import unittest

import jsonschema

import schema_validator

SCHEMAS = schema_validator.ROOT / "schemas"
EMBEDDED = {"Innsendingsskjema": "innsending", "VismaHendelse": "visma-hendelse", "NorkartHendelse": "norkart-hendelse"}
METHODS = {"get", "put", "post", "delete", "patch"}


def document(name):
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def walk(value, resource, path=""):
    """Every node, with the schema resource ($id) that it belongs to."""
    if isinstance(value, dict):
        if "$id" in value and isinstance(value["$id"], str):
            resource = value
        yield value, resource, path
        for key, child in value.items():
            yield from walk(child, resource, f"{path}/{key}")
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from walk(child, resource, f"{path}/{number}")


def target(resource, reference):
    node = resource
    for key in reference.removeprefix("#/").split("/"):
        node = node[key.replace("~1", "/").replace("~0", "~")]
    return node


class ApiDocuments(unittest.TestCase):
    def test_every_reference_leads_somewhere(self):
        for name in ("openapi.json", "asyncapi.json", "innsending.schema.json", "visma-hendelse.schema.json", "norkart-hendelse.schema.json"):
            root = document(name)
            for node, resource, path in walk(root, root):
                if isinstance(node.get("$ref"), str):
                    with self.subTest(document=name, at=path):
                        self.assertTrue(node["$ref"].startswith("#/"), "only references inside the document can be served")
                        target(resource, node["$ref"])

    def test_the_message_schemas_inside_are_up_to_date(self):
        check = subprocess.run([sys.executable, SCHEMAS / "embed_schemas.py", "--check"], capture_output=True, text=True, check=False)
        self.assertEqual(check.returncode, 0, check.stdout)

    def test_every_operation_is_whole(self):
        api = document("openapi.json")
        seen = set()
        for path, item in api["paths"].items():
            for method, operation in item.items():
                with self.subTest(f"{method} {path}"):
                    self.assertIn(method, METHODS)
                    self.assertNotIn(operation["operationId"], seen)
                    seen.add(operation["operationId"])
                    self.assertIn(operation["tags"][0], [tag["name"] for tag in api["tags"]])
                    parameters = [target(api, entry["$ref"]) if "$ref" in entry else entry for entry in operation.get("parameters", [])]
                    in_path = {entry["name"] for entry in parameters if entry["in"] == "path"}
                    self.assertEqual(in_path, set(re.findall(r"{(\w+)}", path)))
                    if path.startswith("/v1/"):
                        self.assertLessEqual({"401", "403", "500", "503"}, set(operation["responses"]))
                    for status, entry in operation["responses"].items():
                        answer = target(api, entry["$ref"]) if "$ref" in entry else entry
                        self.assertTrue(answer["description"])
                        if int(status) >= 400:
                            self.assertEqual(list(answer["content"]), ["application/problem+json"])

    @staticmethod
    def validator(api, schema):
        """The message schemas are resources of their own ($id), which a validator of the whole document does not see."""
        name = schema.get("$ref", "").rpartition("/")[2]
        if name in EMBEDDED:
            return schema_validator.validator(EMBEDDED[name])
        return jsonschema.Draft202012Validator({**schema, "components": api["components"]})

    def test_every_example_fits_its_schema(self):
        api = document("openapi.json")
        examples = 0
        for node, _, path in walk(api, api):
            if not isinstance(node.get("schema"), dict):
                continue
            found = ([node["example"]] if "example" in node else []) + [entry["value"] for entry in node.get("examples", {}).values()]
            for example in found:
                with self.subTest(path):
                    self.validator(api, node["schema"]).validate(example)
                    examples += 1
        self.assertGreater(examples, 15)

    def test_the_example_event_fits_its_schema(self):
        messages = document("asyncapi.json")["components"]["messages"]
        for example in messages["finished"]["examples"]:
            jsonschema.Draft202012Validator(messages["finished"]["payload"]).validate(example["payload"])

    def test_each_event_says_of_itself_what_it_is(self):
        api = document("asyncapi.json")
        names = []
        for state in ("archived", "finished", "parked"):
            message = api["components"]["messages"][state]
            members = message["payload"]["properties"]
            names.append(f"no.fangst.submission.{state}.v1")
            self.assertEqual([message["name"], members["type"]["const"]], names[-1:] * 2)
            self.assertEqual(members["data"]["properties"]["state"]["const"], state)
            self.assertLessEqual({"specversion", "id", "source", "type"}, set(message["payload"]["required"]))
        self.assertEqual(api["channels"]["ut"]["parameters"]["hendelse"]["enum"], names)

    def test_the_names_in_the_contracts_are_those_of_the_program(self):
        def constant(file, pattern):
            found = re.findall(pattern, (schema_validator.ROOT / file).read_text(encoding="utf-8"))
            self.assertTrue(found, f"{pattern} in {file}")
            return found

        api, http = document("asyncapi.json"), document("openapi.json")
        inbound, outbound = "adapters/inbound/rabbitmq/src/rabbit_intake.cpp", "adapters/transport/queue_notifier/src/queue_notifier.cpp"
        channels = api["channels"]
        self.assertEqual([channels["inn"]["bindings"]["amqp"]["exchange"]["name"]], constant(inbound, r'kExchange = "([^"]+)"'))
        self.assertEqual([channels["ut"]["bindings"]["amqp"]["exchange"]["name"]], constant(outbound, r'kExchange = "([^"]+)"'))
        self.assertIn(constant(inbound, r'kRefused = "([^"]+)"')[0] + ".", channels["inn"]["description"])
        signature = api["components"]["securitySchemes"]["signatur"]["name"]
        self.assertEqual([signature], constant("adapters/transport/webhook/src/webhook_notifier.cpp", r'"(X-[\w-]+)"'))
        self.assertEqual([http["components"]["schemas"]["Kvittering"]["properties"]["format"]["const"]],
                         constant("core/tlog/src/receipt.cpp", r'kFormat = "([^"]+)"'))
        limit = http["components"]["parameters"]["Limit"]["schema"]
        clamps = constant("core/api/src/source_routes.cpp", r"std::clamp<std::int64_t>\(query\.limit, (\d+), (\d+)\)")
        self.assertEqual(set(clamps), {(str(limit["minimum"]), str(limit["maximum"]))})
        defaults = constant("core/store/include/fangst/store/reports.hpp", r"std::int64_t limit = (\d+);")
        self.assertEqual(set(defaults), {str(limit["default"])})

    def test_the_formats_of_both_documents_are_those_that_exist(self):
        """They are examples: a new format is one folder, and need not stand here."""
        intake = document("openapi.json")["paths"]["/v1/intake/{format}"]["post"]["parameters"][0]["schema"]["examples"]
        self.assertEqual(document("asyncapi.json")["channels"]["inn"]["parameters"]["format"]["examples"], intake)
        named = {match for file in (schema_validator.ROOT / "adapters").glob("formats/*/include/fangst/*/*_format.hpp")
                 for match in re.findall(r'name\(\) const override { return "([^"]+)"', file.read_text(encoding="utf-8"))}
        self.assertLessEqual(set(intake), named)

    def test_the_states_are_those_of_the_model(self):
        def of_the_model(file):
            return re.findall(r'{(?:LetterState::)?\w+, "(\w+)"}',
                              (schema_validator.ROOT / "core/model/src" / file).read_text(encoding="utf-8"))

        schemas = document("openapi.json")["components"]["schemas"]
        self.assertEqual(sorted(schemas["Tilstand"]["enum"]), sorted(of_the_model("submission_state.cpp")))
        self.assertEqual(sorted(schemas["Brev"]["properties"]["state"]["enum"]), sorted(of_the_model("letter.cpp")))

    def test_the_page_needs_nothing_from_outside(self):
        page = (SCHEMAS / "docs.html").read_text(encoding="utf-8")
        self.assertNotRegex(page, r"(?i)(src|href)\s*=\s*[\"']?(https?:)?//")
        self.assertNotRegex(page, r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(")


if __name__ == "__main__":
    unittest.main()
