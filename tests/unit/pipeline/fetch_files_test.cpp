#include "step_case.hpp"

#include <fangst/pipeline/steps.hpp>
#include <fangst/support/memory_document_store.hpp>

namespace fangst::pipeline {
namespace {

using support::Trouble;

/// Files by URL; keeps how each was asked for.
class KeepingFiles final : public ports::FileSource {
 public:
  struct Asked {
    std::string url;
    std::optional<model::Sha256> expected;
    model::SourceName source;
    model::Deadline deadline;
  };

  Result<void> may_fetch(const std::string& /*url*/, const model::SourceName& /*source*/) const override { return {}; }
  Result<std::shared_ptr<ports::PendingDocument>> fetch(const std::string& url,
                                                        const std::optional<model::Sha256>& expected,
                                                        const model::SourceName& source,
                                                        model::Deadline deadline) override {
    asked.push_back({url, expected, source, deadline});
    if (failures.contains(url)) return Failure(failures.at(url));
    auto writer = documents.begin();
    FANGST_CHECK(writer->write(files.at(url)));
    return writer->finish();
  }

  std::map<std::string, std::string> files;
  std::map<std::string, Error> failures;
  std::vector<Asked> asked;

 private:
  support::MemoryDocumentStore documents;
};

struct FetchFilesStep : test::StepCase {
  model::Dokument& add(const std::string& url, const std::string& bytes = {}) {
    if (!url.empty()) files.files[url] = bytes;
    auto& document = stored.submission.content.dokumenter.emplace_back();
    document.url = url;
    return document;
  }
  StepResult fetch() {
    const auto step = make_fetch_files(files, dependencies);
    return run(*step);
  }
  std::vector<std::string> urls() const {
    std::vector<std::string> list;
    for (const auto& asked : files.asked) list.push_back(asked.url);
    return list;
  }
  using Texts = std::vector<std::string>;

  KeepingFiles files;
};

TEST_F(FetchFilesStep, fetches_every_document_that_is_elsewhere_and_none_that_is_here) {
  add("https://a.example/1", "en");
  add("");
  add("https://a.example/2", "to to");
  const auto result = fetch();
  EXPECT_TRUE(std::holds_alternative<Next>(result.decision));
  EXPECT_EQ(urls(), (Texts{"https://a.example/1", "https://a.example/2"}));
  ASSERT_EQ(result.documents.size(), 2U);
  EXPECT_EQ(result.documents[0]->size(), 2U);
  EXPECT_EQ(result.documents[1]->size(), 5U);
  EXPECT_TRUE(result.effect) << "what was fetched is written with the outcome";
}

TEST_F(FetchFilesStep, does_nothing_when_everything_is_here) {
  add("");
  const auto result = fetch();
  EXPECT_TRUE(std::holds_alternative<Next>(result.decision));
  EXPECT_FALSE(result.effect);
  EXPECT_TRUE(files.asked.empty());
}

TEST_F(FetchFilesStep, says_of_each_which_bytes_are_expected_for_whom_and_until_when) {
  model::Sha256 expected;
  expected.bytes[0] = 7;
  add("https://a.example/1", "en").sjekksum = expected;
  add("https://a.example/2", "to");
  fetch();
  ASSERT_EQ(files.asked.size(), 2U);
  EXPECT_EQ(files.asked[0].expected, expected);
  EXPECT_EQ(files.asked[1].expected, std::nullopt);
  for (const auto& asked : files.asked) {
    EXPECT_EQ(asked.source, model::SourceName("gerica"));
    EXPECT_EQ(asked.deadline, deadline);
  }
}

TEST_F(FetchFilesStep, parks_an_empty_file_wherever_it_stands_and_writes_nothing) {
  for (const std::size_t empty : {0U, 1U, 2U}) {
    stored.submission.content.dokumenter.clear();
    for (std::size_t i = 0; i < 3; ++i) add("https://a.example/" + std::to_string(i), i == empty ? "" : "bytes");
    const auto result = fetch();
    ASSERT_TRUE(std::holds_alternative<Dead>(result.decision)) << empty;
    EXPECT_EQ(std::get<Dead>(result.decision).error.code(), "fil.tom");
    EXPECT_FALSE(result.effect);
  }
}

TEST_F(FetchFilesStep, takes_a_file_of_one_byte) {
  add("https://a.example/1", "x");
  EXPECT_TRUE(std::holds_alternative<Next>(fetch().decision));
}

TEST_F(FetchFilesStep, writes_nothing_when_one_of_several_cannot_be_had) {
  add("https://a.example/1", "en");
  add("https://a.example/2", "to");
  const auto fail_with = [this](ErrorKind kind) {
    files.failures.insert_or_assign("https://a.example/2",
                                    Error(kind, "test.feil", "test", PublicText{"Feil."}).with_unknown_outcome());
    auto result = fetch();
    EXPECT_FALSE(result.effect);
    return result;
  };
  EXPECT_TRUE(std::holds_alternative<Retry>(fail_with(ErrorKind::timeout).decision)) << "a fetch has no effect";
  EXPECT_TRUE(std::holds_alternative<Dead>(fail_with(ErrorKind::forbidden).decision));
}

TEST_F(FetchFilesStep, depends_on_the_source_whose_files_they_are_and_on_no_other) {
  add("https://a.example/1", "en");
  dependencies.add("kilde:visma").pause();
  EXPECT_TRUE(std::holds_alternative<Next>(fetch().decision));
  auto* dependency = dependencies.find("kilde:gerica");
  ASSERT_NE(dependency, nullptr);
  EXPECT_EQ(dependency->kind(), DependencyKind::source);
  dependency->pause();
  EXPECT_TRUE(std::holds_alternative<Wait>(fetch().decision));
  EXPECT_EQ(files.asked.size(), 1U);
}

}  // namespace
}  // namespace fangst::pipeline
