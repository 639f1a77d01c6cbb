#!/usr/bin/env python3
"""Proves that check_layers.py sees a planted breach of each kind, and leaves a clean tree alone."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent

CLEAN = {
    "core/model/include/fangst/model/ids.hpp": "#pragma once\n#include <string>\n",
    "core/error/include/fangst/error/result.hpp": "#include <fangst/model/ids.hpp>\n#include <tl/expected.hpp>\n",
    "core/ports/include/fangst/ports/archive.hpp": "#include <fangst/error/result.hpp>\n",
    "core/sql/src/database.cpp": '#include "session.hpp"\n#include <soci/soci.h>\n#include <sys/stat.h>\n',
    "core/sql/src/session.hpp": "#include <nlohmann/json.hpp>\n",
    "core/http/src/server.cpp": "#include <boost/beast/core.hpp>\n#include <utility>\n",
    "adapters/registers/krr/include/fangst/krr/registry.hpp": "#include <fangst/ports/archive.hpp>\n",
    "adapters/registers/krr/src/registry.cpp": "#include <fangst/krr/registry.hpp>\n#include <nlohmann/json.hpp>\n",
    "adapters/dispatch/svarut/src/dispatcher.cpp": "#include <fangst/ports/archive.hpp>\n",
    "service/src/wiring.cpp": "#include <fangst/krr/registry.hpp>\n#include <fangst/store/database.hpp>\n",
    "schemas/src/xml_document.cpp": "#include <libxml/tree.h>\n",
}


class CheckLayers(unittest.TestCase):
    def run_on(self, planted, table=None):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**CLEAN, **planted}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            table_path = root / "layers.txt"
            table_path.write_text(table or (HERE / "layers.txt").read_text(encoding="utf-8"), encoding="utf-8")
            done = subprocess.run([sys.executable, HERE / "check_layers.py", root, table_path], capture_output=True,
                                  text=True, check=False)
            return done.returncode, done.stdout + done.stderr

    def expect_breach(self, name, text, *said):
        code, output = self.run_on({name: text})
        self.assertEqual(code, 1, output)
        self.assertTrue(output.endswith("files\n"), output)
        self.assertIn("1 breaches in", output)
        for part in (name, *said):
            self.assertIn(part, output)

    def expect_clean(self, name, text):
        code, output = self.run_on({name: text})
        self.assertEqual(code, 0, output)

    def test_finds_nothing_in_a_clean_tree(self):
        code, output = self.run_on({})
        self.assertEqual(code, 0, output)
        self.assertIn(f"0 breaches in {len(CLEAN)} files", output)

    def test_a_part_of_each_role_fits_below_adapters(self):
        parts = HERE.parent / "support/sample_parts"
        roles = ("formats", "dispatch", "registers", "archives")
        # With a header of each module of core, so that what the parts include is there.
        planted = {f"core/{path.parent.name}/include/fangst/{path.parent.name}/made.hpp": "#pragma once\n"
                   for path in (HERE.parents[1] / "core").glob("*/CMakeLists.txt")}
        for role in roles:
            for path in (parts / role).rglob("*.[hc]pp"):
                planted[f"adapters/{path.relative_to(parts)}"] = path.read_text(encoding="utf-8")
        self.assertEqual({name.split("/")[1] for name in planted if name.startswith("adapters/")}, set(roles))
        code, output = self.run_on(planted)
        self.assertEqual(code, 0, output)

    def test_fails_when_there_is_nothing_to_read(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, HERE / "check_layers.py", folder], capture_output=True, check=False)
            self.assertEqual(done.returncode, 1)

    # Directions.
    def test_a_lower_layer_may_not_see_a_higher_one(self):
        self.expect_breach("core/model/src/ids.cpp", "#include <fangst/error/result.hpp>\n",
                           ":1: model may not include error")

    def test_the_core_may_not_see_an_adapter(self):
        self.expect_breach("core/pipeline/src/engine.cpp", "\n#include <fangst/krr/registry.hpp>\n",
                           ":2: pipeline may not include krr")

    def test_an_adapter_may_not_see_another(self):
        self.expect_breach("adapters/dispatch/svarut/src/letter.cpp", "#include <fangst/krr/registry.hpp>\n",
                           "svarut may not include krr")

    def test_an_adapter_may_not_see_the_store(self):
        self.expect_breach("adapters/registers/krr/src/cache.cpp", "#include <fangst/store/database.hpp>\n",
                           "krr may not include store")

    def test_a_quoted_include_is_read_too(self):
        self.expect_breach("adapters/dispatch/svarut/src/letter.cpp", '  #  include "fangst/krr/registry.hpp"\n',
                           "svarut may not include krr")

    def test_nothing_may_see_the_service(self):
        self.expect_breach("core/api/src/routes.cpp", "#include <fangst/service/wiring.hpp>\n",
                           "api may not include service")

    def test_nobody_reaches_into_another_module_by_a_path(self):
        self.expect_breach("core/store/src/escape.cpp", '#include "../../http/src/server.cpp"\n', "is not in this module")

    def test_an_unknown_module_is_a_breach(self):
        self.expect_breach("core/magic/src/magic.cpp", "\n", "belongs to no module of the table")
        self.expect_breach("core/store/src/magic.cpp", "#include <fangst/magic/magic.hpp>\n", "is of no module")

    # Third-party headers.
    def test_a_library_belongs_to_its_one_module(self):
        for header in ("soci/soci.h", "boost/beast/core.hpp", "boost/asio.hpp", "cpprest/http_client.h", "amqp.h",
                       "amqp_tcp_socket.h", "libxml/tree.h", "openssl/evp.h", "toml++/toml.h", "CLI/CLI.hpp",
                       "spdlog/spdlog.h", "prometheus/registry.h", "sqlite3.h", "libpq-fe.h"):
            with self.subTest(header):
                self.expect_breach("core/policy/src/a.cpp", f"#include <{header}>\n", f"<{header}> belongs in")

    def test_no_library_is_in_a_public_header(self):
        for module, header in (("store", "soci/soci.h"), ("http", "boost/beast/core.hpp"), ("crypto", "openssl/evp.h"),
                               ("tlog", "nlohmann/json.hpp")):
            with self.subTest(header):
                self.expect_breach(f"core/{module}/include/fangst/{module}/leak.hpp", f"#include <{header}>\n",
                                   "in a public header")

    def test_the_one_public_library_is_public_in_its_module_alone(self):
        self.expect_breach("core/policy/include/fangst/policy/a.hpp", "#include <tl/expected.hpp>\n",
                           "is of no library of the table")

    def test_an_unknown_library_is_a_breach(self):
        self.expect_breach("core/policy/src/a.cpp", "#include <yyjson.h>\n", "is of no library of the table")

    # Public headers.
    def test_a_public_header_stands_in_the_folder_of_its_namespace(self):
        self.expect_breach("core/model/include/fangst/error/stray.hpp", "\n", "belongs in include/fangst/model/")

    def test_a_public_header_does_not_include_a_private_one(self):
        self.expect_breach("core/store/include/fangst/store/database.hpp", '#include "session.hpp"\n',
                           "may not include a private one")

    # What is no include.
    def test_a_comment_is_no_include(self):
        self.expect_clean("core/model/src/a.cpp", "// #include <soci/soci.h>\n/*\n#include <fangst/krr/registry.hpp>\n*/\n")

    def test_the_line_is_right_after_a_long_comment(self):
        self.expect_breach("core/model/src/a.cpp", "/* one\ntwo\n*/\n\n#include <amqp.h>\n", "a.cpp:5:")

    # Coroutines.
    def test_a_lambda_with_captures_is_no_coroutine(self):
        for text in ("auto f = [x]() -> task { co_await g(); };",
                     "spawn(ex, [this] { co_return; });",
                     "spawn(ex,\n [&] (int a) mutable noexcept -> awaitable<void> {\n  if (a) { co_await g(a); }\n});",
                     "return [self = shared()]() -> task { co_yield 1; };",
                     "auto outer = [] { return [y]() -> task { co_await y; }; };"):
            with self.subTest(text):
                self.expect_breach("core/http/src/a.cpp", text + "\n", "a lambda with captures is a coroutine")

    def test_a_lambda_that_captures_by_value_does_not_share_a_statement_with_co_await(self):
        for text in ("task f() { co_await post(pool, [body] { work(body); }); }",
                     "task f() { auto r = co_await run(\n    [b = std::move(b), &c]() { return b + c; }); }",
                     "task f() { spawn([x] { work(x); }, co_await executor()); }"):
            with self.subTest(text):
                self.expect_breach("core/http/src/a.cpp", text + "\n", "in one statement with co_await")

    def test_harmless_lambdas_are_left_alone(self):
        for text in ("auto f = []() -> task { co_await g(); };",
                     "task f() { auto work = [x] { return x; }; co_await run(std::move(work)); }",
                     "task f() { co_await run([&x] { return x; }); }",
                     "auto f = [x] { spawn(ex, []() -> task { co_await g(); }); };",
                     "task f() { a[i] = co_await g(); if (a[i]) { co_return; } }",
                     "[[nodiscard]] task f() { co_await g(); }",
                     "task f() { log(\"[x] { co_await\"); co_await g(); }",
                     "task f() { sort(v, [n](int a, int b) { return a < b + n; }); co_await g(); }",
                     "task f() { use(1'000, [n] { return n; }); co_await g('[', '{'); }"):
            with self.subTest(text):
                self.expect_clean("core/http/src/a.cpp", text + "\n")

    # The table.
    def test_a_table_that_allows_a_circle_is_refused(self):
        code, output = self.run_on({}, "module model core/model : error\nmodule error core/error : model\n")
        self.assertEqual(code, 2, output)
        self.assertIn("line 1: error must stand above", output)

    def test_a_table_that_is_not_understood_is_refused(self):
        for line in ("modul model core/model : ", "library soci/ :", "module model : x"):
            with self.subTest(line):
                code, output = self.run_on({}, line + "\n")
                self.assertEqual(code, 2, output)


if __name__ == "__main__":
    unittest.main()
