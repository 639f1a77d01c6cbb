#include <fangst/crypto/hasher.hpp>
#include <fangst/file_fetch/file_fetcher.hpp>
#include <fangst/support/memory_document_store.hpp>
#include <fangst/support/scripted_http_client.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::file_fetch {
namespace {

using enum ErrorKind;

const model::SourceName kVisma("visma");
const model::SourceName kNorkart("norkart");

/// Two sources, each with two places, a token and a limit of its own.
struct Places : testing::Test {
  model::Deadline deadline = model::Deadline{} + std::chrono::hours(1);
  support::ScriptedHttpClient http;
  support::MemoryDocumentStore documents;
  std::map<model::SourceName, SourceFiles> settings{
      {kVisma, {{"https://a.visma.test/filer", "https://b.visma.test:8443/"}, "token-til-visma", 100}},
      {kNorkart, {{"https://a.norkart.test/filer", "https://b.norkart.test/"}, "token-til-norkart", 200}}};

  Result<std::shared_ptr<ports::PendingDocument>> fetch(const std::string& url, const model::SourceName& source,
                                                        const std::optional<model::Sha256>& expected = std::nullopt) {
    return FileFetcher(settings, http, documents).fetch(url, expected, source, deadline);
  }
  std::string may_fetch(const std::string& url, const model::SourceName& source) {
    const auto may = FileFetcher(settings, http, documents).may_fetch(url, source);
    return may ? "" : may.error().code();
  }
};

TEST_F(Places, of_a_source_are_all_open_to_it_with_its_own_token) {
  for (const auto& source : {kVisma, kNorkart}) {
    for (const auto& place : settings[source].places) {
      const auto url = place + (place.ends_with('/') ? "x.pdf" : "/x.pdf");
      EXPECT_EQ(may_fetch(url, source), "");
      http.then(200, "innhold");
      ASSERT_TRUE(fetch(url, source)) << url;
      const auto& call = http.calls().back();
      EXPECT_EQ(call.request.url, url);
      const ports::HttpHeaders headers = {{"Accept", "*/*"}, {"Authorization", "Bearer token-til-" + source.str()}};
      EXPECT_EQ(call.request.headers, headers);
      EXPECT_EQ(call.deadline, deadline);
    }
  }
}

TEST_F(Places, of_a_source_are_closed_to_every_other) {
  for (const auto& [owner, other] :
       {std::pair{kVisma, kNorkart}, {kNorkart, kVisma}, {kVisma, model::SourceName("gerica")}}) {
    for (const auto& place : settings[owner].places) {
      const auto url = place + (place.ends_with('/') ? "x.pdf" : "/x.pdf");
      EXPECT_EQ(may_fetch(url, other), "fil.adresse_ikke_tillatt") << url;
      const auto fetched = fetch(url, other);
      ASSERT_FALSE(fetched) << url;
      EXPECT_EQ(fetched.error().code(), "fil.adresse_ikke_tillatt") << url;
    }
  }
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(Places, are_asked_about_by_the_same_rule_as_they_are_fetched_from) {
  for (const auto* url :
       {"https://a.visma.test/annet/x", "https://a.visma.test/filer2/x", "http://a.visma.test/filer/x",
        "https://a.visma.test:8443/filer/x", "https://b.visma.test/x", "https://a.visma.test/filer/../x",
        "https://a.visma.test/filer/06868710045/x", "https://a.visma.test/filer/x?fnr=06868710045", "filer/x", ""}) {
    EXPECT_EQ(may_fetch(url, kVisma), "fil.adresse_ikke_tillatt") << url;
    const auto fetched = fetch(url, kVisma);
    ASSERT_FALSE(fetched) << url;
    EXPECT_EQ(fetched.error().code(), "fil.adresse_ikke_tillatt") << url;
    EXPECT_EQ(fetched.error().kind(), forbidden);
  }
  EXPECT_EQ(may_fetch("https://a.visma.test/filer?id=1", kVisma), "") << "the place itself is a place";
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(Places, of_each_source_have_its_own_limit_for_each_file) {
  for (const auto& [source, url, limit] :
       {std::tuple{kVisma, "https://a.visma.test/filer/x", 100U}, {kNorkart, "https://b.norkart.test/x", 200U}}) {
    FileFetcher fetcher(settings, http, documents);
    for (int file = 0; file < 3; ++file) {
      http.then(200, std::string(limit, 'x'));
      EXPECT_TRUE(fetcher.fetch(url, std::nullopt, source, deadline)) << "a limit of each, not of all";
    }
    http.then(200, std::string(limit + 1, 'x'));
    const auto fetched = fetcher.fetch(url, std::nullopt, source, deadline);
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().code(), "fil.for_stor");
    EXPECT_EQ(fetched.error().kind(), too_large);
    EXPECT_NE(fetched.error().public_text().find("(" + std::to_string(limit) + " byte)"), std::string::npos);
  }
  EXPECT_EQ(SourceFiles{}.max_bytes, 500U * 1024U * 1024U);
}

TEST_F(Places, answer_by_kind_and_code_whether_to_try_again) {
  struct Case {
    int status;
    ErrorKind kind;
    const char* code;
    const char* words;
  };
  for (const auto& [status, kind, code, words] :
       {Case{201, rejected_by_dependency, "fil.avvist", "avviste forespørselen"},
        {204, rejected_by_dependency, "fil.avvist", "avviste forespørselen"},
        {206, rejected_by_dependency, "fil.avvist", "avviste forespørselen"},
        {301, rejected_by_dependency, "fil.omdirigert", "oppgi den endelige adressen"},
        {302, rejected_by_dependency, "fil.omdirigert", "oppgi den endelige adressen"},
        {304, rejected_by_dependency, "fil.omdirigert", "oppgi den endelige adressen"},
        {400, rejected_by_dependency, "fil.avvist", "avviste forespørselen"},
        {401, forbidden, "fil.ingen_tilgang", "Kontroller tilgangen"},
        {403, forbidden, "fil.ingen_tilgang", "Kontroller tilgangen"},
        {404, rejected_by_dependency, "fil.finnes_ikke", "Send innsendingen på nytt"},
        {408, unavailable, "fil.utilgjengelig", "Fangst prøver igjen"},
        {410, rejected_by_dependency, "fil.finnes_ikke", "Send innsendingen på nytt"},
        {413, rejected_by_dependency, "fil.avvist", "avviste forespørselen"},
        {425, unavailable, "fil.utilgjengelig", "Fangst prøver igjen"},
        {429, unavailable, "fil.utilgjengelig", "Fangst prøver igjen"},
        {500, unavailable, "fil.utilgjengelig", "Fangst prøver igjen"},
        {503, unavailable, "fil.utilgjengelig", "Fangst prøver igjen"},
        {599, unavailable, "fil.utilgjengelig", "Fangst prøver igjen"}}) {
    http.then(status, "Ola Nordmann", {{"Retry-After", "22"}});
    const auto fetched = fetch("https://a.visma.test/filer/vedtak-om-ola.pdf", kVisma);
    ASSERT_FALSE(fetched) << status;
    const auto& error = fetched.error();
    EXPECT_EQ(error.kind(), kind) << status;
    EXPECT_EQ(error.code(), code) << status;
    EXPECT_NE(error.public_text().find(words), std::string::npos) << error.public_text();
    EXPECT_EQ(error.where(), "file_fetch.fetch a.visma.test") << "the host alone: a path may name a person's document";
    EXPECT_EQ(error.private_detail(), "HTTP " + std::to_string(status)) << "an answer may hold a document";
    EXPECT_EQ(error.retry_after(), std::chrono::seconds(22)) << status;
  }
}

TEST_F(Places, that_do_not_answer_are_told_by_kind) {
  for (const auto& [kind, code] : {std::pair{timeout, "fil.tidsavbrudd"}, {unavailable, "fil.utilgjengelig"}}) {
    http.then(Error(kind, "http.x", "http", PublicText{"x"}, PrivateDetail{"detalj"}).with_unknown_outcome());
    const auto fetched = fetch("https://a.visma.test/filer/x", kVisma);
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().kind(), kind);
    EXPECT_EQ(fetched.error().code(), code);
    EXPECT_EQ(fetched.error().private_detail(), "http.x: detalj");
    EXPECT_FALSE(fetched.error().outcome_unknown());
  }
}

TEST_F(Places, are_all_checked_at_start_of_every_source) {
  for (const auto& source : {kVisma, kNorkart}) {
    for (const std::size_t place : {0U, 1U}) {
      auto with = settings;
      with[source].places[place] = "http://a.example/";
      EXPECT_THROW(FileFetcher(with, http, documents), std::invalid_argument) << source.str() << place;
    }
  }
}

/// Hands back an error of its own when the sink stops it, as a real client may; the body comes in two pieces.
class RewordingClient final : public ports::HttpClient {
 public:
  Result<ports::HttpResponse> send(const ports::HttpRequest&, model::Deadline) override {
    return Failure(Error(internal, "http.x", "http", PublicText{"x"}));
  }
  Result<ports::HttpResponse> download(const ports::HttpRequest&, const BodySink& sink, model::Deadline) override {
    if (sink("1234567890") && sink("1234567890")) return ports::HttpResponse{200, {}, {}};
    return Failure(Error(unavailable, "http.brutt", "http", PublicText{"x"}).with_unknown_outcome());
  }
};

/// A store that is full after so many bytes.
class FullStore final : public ports::DocumentStore {
 public:
  std::unique_ptr<ports::DocumentWriter> begin() override { return std::make_unique<Writer>(); }
  Result<std::unique_ptr<ports::ByteSource>> open(const model::Sha256&) override { return Failure(full()); }

 private:
  static Error full() { return {unavailable, "dokument.fullt", "store", PublicText{"Det er ikke plass."}}; }
  class Writer final : public ports::DocumentWriter {
    Result<void> write(std::string_view) override { return Failure(full()); }
    Result<std::shared_ptr<ports::PendingDocument>> finish() override { return Failure(full()); }
  };
};

TEST_F(Places, whose_file_was_stopped_by_us_are_not_blamed_for_it) {
  RewordingClient client;
  settings[kVisma].max_bytes = 19;
  const auto large =
      FileFetcher(settings, client, documents).fetch("https://a.visma.test/filer/x", std::nullopt, kVisma, deadline);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code(), "fil.for_stor");
  FullStore store;
  const auto full =
      FileFetcher(settings, client, store).fetch("https://a.visma.test/filer/x", std::nullopt, kVisma, deadline);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code(), "dokument.fullt");
  settings[kVisma].max_bytes = 20;
  EXPECT_TRUE(FileFetcher(settings, client, documents)
                  .fetch("https://a.visma.test/filer/x", crypto::sha256("12345678901234567890"), kVisma, deadline));
}

}  // namespace
}  // namespace fangst::file_fetch
