#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/http/router.hpp>
#include <fangst/intake/intake.hpp>
#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/step_catalogue.hpp>
#include <fangst/sql/database.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// The routes of the HTTP API, one function per audience. The references must outlive the router.
namespace fangst::api {

struct UploadLimits {
  std::uint64_t metadata_bytes = 1U << 20U;
  std::uint64_t message_bytes = 64U << 20U;  ///< A raw message with documents inside.
  std::uint64_t document_bytes = 4ULL << 30U;
};

/// POST /v1/submissions, POST /v1/intake/{format}, PUT /v1/documents/{sha256}, and what sources and archivists read.
void add_source_routes(http::Router& router, const Authenticator& authenticator, intake::Intake& intake,
                       sql::Database& database, const UploadLimits& limits);

/// What is told of the queues. Thread-safe functions.
struct QueueView {
  std::function<bool()> is_healthy;                    ///< Work is being handed out.
  std::function<std::vector<std::string>()> problems;  ///< Sentences for the operator; empty when all is well.
};

/// /v1/operations/...: what is where, parked groups, retries, pause and resume, the sum of invariant 4.
void add_operator_routes(http::Router& router, const Authenticator& authenticator, sql::Database& database,
                         pipeline::Dependencies& dependencies, const pipeline::StepCatalogue& steps,
                         const QueueView& queues);

struct OpenRoutes {
  std::function<std::string()> metrics;
  std::function<Result<void>()> is_ready;
  std::function<std::vector<std::string>()> problems;  ///< Told beside the readiness, which does not depend on them.
  std::string openapi_json;
  std::string docs_html;
};
/// /livez, /readyz, /metrics, /openapi.json, /docs.
void add_open_routes(http::Router& router, const Authenticator& authenticator, const OpenRoutes& routes);

}  // namespace fangst::api
