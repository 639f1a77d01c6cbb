#pragma once

#include <fangst/model/submission.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {

/// The documents of a submission as the audit log names them: by hash and size, without titles.
inline nlohmann::json document_list(const model::SubmissionContent& content) {
  auto list = nlohmann::json::array();
  for (const auto& document : content.dokumenter) {
    nlohmann::json entry{{"variantformat", document.variantformat}};
    if (document.sjekksum) entry["sha256"] = document.sjekksum->hex();
    if (document.filstoerrelse) entry["size"] = *document.filstoerrelse;
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace fangst::store
