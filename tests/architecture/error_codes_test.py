#!/usr/bin/env python3
"""Proves that docs/generate_errors.py sees a planted breach of each rule, and leaves a clean tree alone."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import generate_errors  # noqa: E402: found by the line above

ONE_MADE = """
Error closed_case() {
  return {ErrorKind::conflict, "arkiv.sak_avsluttet", "archive.capture",
          PublicText{"Saken er avsluttet. Arkivtjenesten "
                     "må åpne den."}};
}
"""
CLEAN = {
    "core/policy/src/error_mapping.cpp": (ROOT / "core/policy/src/error_mapping.cpp").read_text(encoding="utf-8"),
    "core/codec/src/answer_status.cpp": (ROOT / "core/codec/src/answer_status.cpp").read_text(encoding="utf-8"),
    "core/codec/include/fangst/codec/answer_status.hpp":
        (ROOT / "core/codec/include/fangst/codec/answer_status.hpp").read_text(encoding="utf-8"),
    "core/archive/src/saksmappe.cpp": ONE_MADE,
    "adapters/registers/krr/src/registry.cpp": """
constexpr const char* kAway = "Registeret er ikke tilgjengelig.";
Error failed(const Error& cause) { return codec::no_answer(cause, {"krr.utilgjengelig", kWhere, kAway}); }
Error refused(const ports::HttpResponse& r) {
  return codec::answer_error(r, codec::AnswerStatus::no_access, {"krr.ingen_tilgang", kWhere, "Ingen tilgang."}, {});
}
""",
    "adapters/dispatch/svarut/src/letter.cpp": """
Failure missing(const char* code, const char* text) {
  return Failure(Error{ErrorKind::invalid_input, code, "svarut.send", PublicText{text}});
}
Result<void> check() { return missing("svarut.mangler_tittel", "Brevet mangler tittel."); }
""",
    "docs/errors.md": "",
}


def made(kind, code, text):
    return f'Error planted() {{ return Error(ErrorKind::{kind}, {code}, "here", {text}); }}\n'


class ErrorCodes(unittest.TestCase):
    def tree(self, folder, planted):
        for name, text in {**CLEAN, **planted}.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def run_on(self, planted, stale=False):
        """The output of a check, of a page that was just written unless it is to be stale; and the page."""
        with tempfile.TemporaryDirectory() as folder:
            self.tree(folder, planted)
            said = io.StringIO()
            with contextlib.redirect_stdout(io.StringIO()):
                if not stale:
                    generate_errors.main([folder])
            with contextlib.redirect_stdout(said):
                code = generate_errors.main([folder, "--check"])
            return code, said.getvalue(), (pathlib.Path(folder) / "docs/errors.md").read_text(encoding="utf-8")

    def expect_breach(self, text, said, name="core/archive/src/planted.cpp"):
        code, output, _ = self.run_on({name: text})
        self.assertEqual(code, 1, output)
        self.assertIn("1 breaches in", output)
        self.assertIn(said, output)

    def test_finds_nothing_in_a_clean_tree(self):
        code, output, page = self.run_on({})
        self.assertEqual(code, 0, output)
        self.assertIn("0 breaches in 4 codes", output)
        for row in ("| `arkiv.sak_avsluttet` | conflict | archive | Saken er avsluttet. Arkivtjenesten må åpne den. |",
                    "| `krr.utilgjengelig` | timeout, unavailable | krr | Registeret er ikke tilgjengelig. |",
                    "| `krr.ingen_tilgang` | forbidden | krr | Ingen tilgang. |",
                    "| `svarut.mangler_tittel` | invalid_input | svarut | Brevet mangler tittel. |",
                    "| conflict | 409 | park | info |"):
            self.assertIn(row + "\n", page)

    def test_a_page_that_is_not_the_generated_one_is_a_breach(self):
        code, output, _ = self.run_on({}, stale=True)
        self.assertEqual(code, 1, output)
        self.assertIn("docs/errors.md is not what", output)

    def test_a_code_is_an_area_a_dot_and_words(self):
        for code in ("arkiv", "Arkiv.feil", "arkiv.Feil", "arkiv.feil.her", "arkiv.to-ord", "arkiv.født", "arkiv._feil",
                     "arkiv.feil__her", "ny_sak.feil", ""):
            with self.subTest(code):
                self.expect_breach(made("corrupt", f'"{code}"', 'PublicText{"Noe er galt."}'),
                                   f"{code} is not an area, a dot, and words")

    def test_a_bad_code_is_seen_through_a_function_too(self):
        self.expect_breach('Result<void> f() { return missing("Svarut.Feil", "Noe er galt."); }\n' +
                           CLEAN["adapters/dispatch/svarut/src/letter.cpp"], "Svarut.Feil is not",
                           "adapters/dispatch/svarut/src/letter.cpp")

    def test_a_code_has_one_kind(self):
        self.expect_breach(made("corrupt", '"arkiv.sak_avsluttet"', 'PublicText{"Noe er galt."}'),
                           "arkiv.sak_avsluttet has several kinds without a reason: conflict, corrupt")

    def test_every_construction_has_a_public_text(self):
        for text in ('PublicText{""}', "PublicText{}", 'PublicText{" "}', "{}", "PublicText{kNone}"):
            with self.subTest(text):
                self.expect_breach(made("corrupt", '"arkiv.feil"', text), "arkiv.feil has no public text")
        for form in ('return {ErrorKind::corrupt, "arkiv.feil", "here", PublicText{""}};',
                     'throw Broken({ErrorKind::corrupt, "arkiv.feil", "here", PublicText{""}});',
                     'Error error{ErrorKind::corrupt, "arkiv.feil", "here", PublicText{""}};'):
            with self.subTest(form):
                self.expect_breach(f"Error planted() {{ {form} }}\n", "arkiv.feil has no public text")

    def test_a_code_made_at_run_time_must_be_listed(self):
        code, output, _ = self.run_on({"core/archive/src/planted.cpp": "Error planted() { const auto word = next(); " +
                                       'return {ErrorKind::corrupt, "arkiv." + word, "x", PublicText{"Galt."}}; }\n'})
        self.assertEqual(code, 1, output)
        self.assertIn("is not in DYNAMIC_CODES", output)

    def test_a_construction_in_a_form_that_is_not_understood_is_a_breach(self):
        self.expect_breach('auto e = make<Error>(kind, PublicText{"Noe er galt."});\n', "not understood")

    def test_a_comment_makes_no_error(self):
        code, output, _ = self.run_on({"core/archive/src/a.cpp": "// " + made("corrupt", '"X"', "PublicText{}")})
        self.assertEqual(code, 0, output)


if __name__ == "__main__":
    unittest.main()
