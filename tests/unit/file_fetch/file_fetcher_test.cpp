#include <fangst/crypto/hasher.hpp>
#include <fangst/file_fetch/file_fetcher.hpp>
#include <fangst/support/memory_document_store.hpp>
#include <fangst/support/scripted_http_client.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::file_fetch {
namespace {

const model::SourceName kVisma("visma");
constexpr const char* kUrl = "https://filer.visma.test/dokumenter/vedtak.pdf?versjon=2";

struct FileFetcherTest : testing::Test {
  model::Deadline deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  support::ScriptedHttpClient http;
  support::MemoryDocumentStore documents;
  std::map<model::SourceName, SourceFiles> settings{
      {kVisma, {{"https://filer.visma.test/dokumenter"}, "et-token", 1'000}}};

  auto fetch(const std::string& url, const std::optional<model::Sha256>& expected = std::nullopt) {
    return FileFetcher(settings, http, documents).fetch(url, expected, kVisma, deadline);
  }
  Error error_of(const std::string& url, const std::optional<model::Sha256>& expected = std::nullopt) {
    const auto fetched = fetch(url, expected);
    if (fetched) throw std::runtime_error("fetched " + url);
    return fetched.error();
  }
};

TEST_F(FileFetcherTest, streams_the_file_into_the_store_and_hashes_it) {
  http.then(200, "innholdet i vedtaket");
  const auto document = fetch(kUrl, crypto::sha256("innholdet i vedtaket"));
  ASSERT_TRUE(document);
  EXPECT_EQ((*document)->sha256(), crypto::sha256("innholdet i vedtaket"));
  EXPECT_EQ((*document)->size(), 20U);
  const auto& request = http.calls().at(0).request;
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, kUrl);
  EXPECT_EQ((ports::HttpResponse{0, request.headers, {}}.header("Authorization")), "Bearer et-token");
}

TEST_F(FileFetcherTest, sends_no_credentials_when_none_are_configured) {
  settings[kVisma].bearer_token.clear();
  http.then(200, "x");
  ASSERT_TRUE(fetch(kUrl));
  for (const auto& [name, value] : http.calls().at(0).request.headers) EXPECT_NE(name, "Authorization") << value;
}

TEST_F(FileFetcherTest, names_both_hashes_when_the_file_is_another_than_declared) {
  http.then(200, "noe annet");
  const auto error = error_of(kUrl, crypto::sha256("innholdet"));
  EXPECT_EQ(error.kind(), ErrorKind::rejected_by_dependency);
  EXPECT_EQ(error.code(), "fil.feil_sjekksum");
  EXPECT_NE(error.public_text().find(crypto::sha256("innholdet").hex()), std::string::npos);
  EXPECT_NE(error.public_text().find(crypto::sha256("noe annet").hex()), std::string::npos);
}

TEST_F(FileFetcherTest, calls_nothing_but_the_places_configured_for_the_source) {
  for (const auto* url :
       {"https://evil.test/dokumenter/a.pdf", "http://filer.visma.test/dokumenter/a.pdf",
        "https://filer.visma.test/annet/a.pdf", "https://filer.visma.test:8443/dokumenter/a.pdf",
        "https://filer.visma.test/dokumenter/../annet/a.pdf", "https://filer.visma.test/dokumenter/%2e%2e/annet/a.pdf",
        "https://filer.visma.test@evil.test/dokumenter/a.pdf", "https://u:p@filer.visma.test/dokumenter/a.pdf",
        "https://filer.visma.test.evil.test/dokumenter/a.pdf", "https://filer.visma.test/dokumenterne/a.pdf",
        "http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "",
        "https://filer.visma.test/dokumenter/a\r\nX: y"}) {
    const auto error = error_of(url);
    EXPECT_EQ(error.kind(), ErrorKind::forbidden) << url;
    EXPECT_EQ(error.code(), "fil.adresse_ikke_tillatt") << url;
  }
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(FileFetcherTest, refuses_a_url_with_an_identity_number_and_does_not_repeat_it) {
  const auto error = error_of("https://filer.visma.test/dokumenter/06868710045/a.pdf");
  EXPECT_EQ(error.code(), "fil.adresse_ikke_tillatt");
  EXPECT_EQ((error.public_text() + error.private_detail() + error.where()).find("06868710045"), std::string::npos);
}

TEST_F(FileFetcherTest, refuses_unsafe_places_at_start) {
  for (const auto* place :
       {"http://filer.visma.test/", "https://u@filer.visma.test/", "filer.visma.test", "https://a/?x"}) {
    settings[kVisma].places = {place};
    EXPECT_THROW(FileFetcher(settings, http, documents), std::invalid_argument) << place;
  }
  settings[kVisma].places = {"http://127.0.0.1:9000/filer"};
  EXPECT_NO_THROW(FileFetcher(settings, http, documents));
}

}  // namespace
}  // namespace fangst::file_fetch
