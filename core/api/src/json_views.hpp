#pragma once

#include <fangst/audit/audit_reader.hpp>
#include <fangst/model/letter.hpp>
#include <fangst/store/operations.hpp>
#include <fangst/store/reports.hpp>
#include <fangst/store/submissions.hpp>

#include <nlohmann/json.hpp>

#include <vector>

/// How rows look in the API: the one place that names their fields.
namespace fangst::api {

nlohmann::json view(const store::StoredSubmission& stored);
nlohmann::json view(const store::SubmissionSummary& summary);
nlohmann::json view(const audit::LoggedEvent& event);
nlohmann::json view(const store::Backlog& backlog);
nlohmann::json view(const store::ParkedGroup& group);
nlohmann::json view(const store::Balance& balance);
nlohmann::json view(const store::RefusalSummary& refusal);
nlohmann::json view(const store::LetterSummary& summary);
nlohmann::json view(const store::RetryJob& job);

template <class Rows>
nlohmann::json view_all(const Rows& rows) {
  auto list = nlohmann::json::array();
  for (const auto& row : rows) list.push_back(view(row));
  return list;
}

}  // namespace fangst::api
