#pragma once

#include "raw_client.hpp"
#include "stored_case.hpp"

#include <fangst/api/authentication.hpp>
#include <fangst/api/routes.hpp>
#include <fangst/archive/embedded_archive.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/http/server.hpp>
#include <fangst/intake/intake.hpp>
#include <fangst/pipeline/pipeline_set.hpp>
#include <fangst/store/reports.hpp>
#include <fangst/support/fake_dependencies.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace fangst::testing {

using nlohmann::json;

inline constexpr auto kGericaKey = "fangst_gerica";
inline constexpr auto kVismaKey = "fangst_visma";
inline constexpr auto kOperatorKey = "fangst_drift";
inline constexpr auto kOtherOperatorKey = "fangst_vakt";
inline constexpr auto kArchivistKey = "fangst_arkiv";
/// Synthetic, with valid control digits.
inline constexpr auto kPerson = "14833821238";

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;
  std::string text;
  json body() const { return json::parse(text); }
  std::string type() const { return body().value("type", ""); }  ///< Of a problem.
};

struct Part {
  std::string name;
  std::string filename;  ///< Empty: no file.
  std::string bytes;
};

std::string multipart(const std::vector<Part>& parts, std::string_view boundary = "grense");
std::string sha256_of(std::string_view bytes);

/// A queue that nobody takes from: what the API needs to know of one.
class IdleQueue final : public ports::WorkQueue {
 public:
  std::vector<ports::WorkItem> take(std::size_t, std::chrono::milliseconds) override { return {}; }
  void settle(const ports::WorkItem&) override {}
  void give_back(const ports::WorkItem&) override {}
  void wake() override {}
  void stop() override {}
  bool is_healthy() const override { return healthy; }
  std::vector<std::string> problems() const override { return wrong; }
  std::atomic<bool> healthy = true;
  std::vector<std::string> wrong;  ///< To be set while no request runs.
};

/// The HTTP API on a real server over a real database, with the sources gerica and visma, an operator and an archivist.
class ApiTest : public ::testing::Test {
 protected:
  ApiTest();

  Answer call(std::string_view method, std::string_view target, std::string_view key, std::string_view body = {},
              std::string_view headers = {});
  Answer get(std::string_view target, std::string_view key = kGericaKey) { return call("GET", target, key); }
  Answer post(const std::vector<Part>& parts, std::string_view headers = {}, std::string_view key = kGericaKey);
  Answer post_json(const json& body, std::string_view headers = {}, std::string_view key = kGericaKey);
  Answer put_document(std::string_view bytes, std::string_view key = kGericaKey);

  /// A decision with one document that is not yet tied to bytes.
  static json metadata(const std::string& key = "K-1", const std::string& filnavn = "vedtak.pdf");
  /// Accepts one; its id.
  std::string accept(const std::string& key = "K-1", std::string_view api_key = kGericaKey);
  void park(const std::string& id, const std::string& code = "test.avvist");
  void archive(const std::string& id);
  std::int64_t count(const std::string& sql);
  std::string text(const std::string& sql);
  /// Sets columns of the rows of submissions with this key, past all that Fangst does itself.
  void change_row(const std::string& what, const std::string& key = "K-1");
  store::Balance balance_of(const std::string& source);
  store::SubmissionSummary stored(const std::string& key);

  /// What every refusal must be: problem+json with all its members, counted, and without anybody's number.
  void expect_problem(const Answer& answer, int status, const std::string& code);
  /// As expect_problem, and one more refusal stands in the source's balance.
  void expect_refusal(const Answer& answer, int status, const std::string& code);

  TemporaryDatabase database{TemporaryDatabase::Kind::sqlite, {archive::tables()}};
  support::Outside outside;
  support::FakeFiles files{outside, database->documents()};
  pipeline::Dependencies dependencies{{}, *database.clock};
  IdleQueue queue;
  Result<void> readiness;
  std::vector<std::string> routes;  ///< Of the server, e.g. "GET /livez".

 private:
  ports::WorkItem take_work(const std::string& id);
  template <class Value>
  Value first_value(const std::string& sql);

  pipeline::StepCatalogue steps_ = pipeline::all_steps();
  pipeline::PipelineSet pipelines_;

 protected:
  api::Authenticator authenticator;
  intake::Intake door;

 private:
  std::unique_ptr<http::Server> server_;
  std::int64_t refused_ = 0;
};

}  // namespace fangst::testing
