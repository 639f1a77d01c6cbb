#include <fangst/crypto/hasher.hpp>
#include <fangst/file_fetch/file_fetcher.hpp>
#include <fangst/support/memory_document_store.hpp>
#include <fangst/support/sandbox_process.hpp>

#include <gtest/gtest.h>

namespace fangst::file_fetch {
namespace {

using namespace std::chrono_literals;

struct FileFetchSandbox : testing::Test {
  static void SetUpTestSuite() { sandbox = std::make_unique<support::SandboxProcess>(); }
  static void TearDownTestSuite() { sandbox.reset(); }
  ~FileFetchSandbox() override { sandbox->clear_faults(); }

  Result<std::shared_ptr<ports::PendingDocument>> fetch(const std::string& name,
                                                        const std::optional<model::Sha256>& expected = std::nullopt) {
    FileFetcher fetcher({{source, {{sandbox->url("/filer")}, token, 10U << 20U}}}, sandbox->http(), documents);
    return fetcher.fetch(sandbox->url("/filer/" + name), expected, source, std::chrono::steady_clock::now() + 20s);
  }

  static std::unique_ptr<support::SandboxProcess> sandbox;
  const model::SourceName source{"visma"};
  std::string token;
  support::MemoryDocumentStore documents;
};
std::unique_ptr<support::SandboxProcess> FileFetchSandbox::sandbox;

TEST_F(FileFetchSandbox, fetches_a_large_file_unchanged) {
  std::string bytes = "%PDF-1.7\n";
  for (int i = 0; bytes.size() < 5'000'000; ++i) bytes += std::to_string(i) + "\n";
  sandbox->put("/sandbox/files/stor.pdf", bytes);
  const auto document = fetch("stor.pdf", crypto::sha256(bytes));
  ASSERT_TRUE(document) << document.error().private_detail();
  EXPECT_EQ((*document)->size(), bytes.size());
}

TEST_F(FileFetchSandbox, notices_a_file_that_was_changed_after_the_event) {
  sandbox->put("/sandbox/files/endret.pdf", "ny");
  const auto document = fetch("endret.pdf", crypto::sha256("gammel"));
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code(), "fil.feil_sjekksum");
}

TEST_F(FileFetchSandbox, needs_the_token_of_the_source) {
  sandbox->put("/sandbox/files/hemmelig.pdf", "x", {{"X-Sandbox-Bearer", "et-token"}});
  EXPECT_EQ(fetch("hemmelig.pdf").error().code(), "fil.ingen_tilgang");
  token = "et-token";
  EXPECT_TRUE(fetch("hemmelig.pdf"));
}

TEST_F(FileFetchSandbox, stops_a_file_above_the_limit) {
  sandbox->put("/sandbox/files/for-stor.pdf", std::string(11U << 20U, 'x'));
  EXPECT_EQ(fetch("for-stor.pdf").error().code(), "fil.for_stor");
}

TEST_F(FileFetchSandbox, tells_a_missing_file_from_a_server_that_is_out) {
  EXPECT_EQ(fetch("finnes-ikke.pdf").error().kind(), ErrorKind::rejected_by_dependency);
  sandbox->put("/sandbox/files/finnes.pdf", "x");
  sandbox->post("/sandbox/faults", R"({"service":"filer","operation":"*","action":"status","status":503,"times":1})");
  EXPECT_EQ(fetch("finnes.pdf").error().kind(), ErrorKind::unavailable);
  sandbox->post("/sandbox/faults", R"({"service":"filer","operation":"*","action":"drop","times":1})");
  const auto dropped = fetch("finnes.pdf");
  EXPECT_TRUE(dropped || dropped.error().kind() == ErrorKind::unavailable);
  EXPECT_TRUE(fetch("finnes.pdf"));
}

}  // namespace
}  // namespace fangst::file_fetch
