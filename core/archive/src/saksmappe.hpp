#pragma once

#include <fangst/model/submission.hpp>
#include <fangst/sql/database.hpp>

#include <cstdint>
#include <string>

namespace fangst::archive {

struct SaksmappeRow {
  std::string system_id;
  int saksaar = 0;
  std::int64_t sakssekvensnummer = 0;
  std::int64_t journalpostnummer = 0;  ///< Given to the journalpost that is being captured.
};

/// Finds the case by its external key or creates it, and takes the next journalpostnummer within it. `conflict` when
/// the case is closed.
Result<SaksmappeRow> find_or_create_saksmappe(sql::Transaction& tx, const model::Submission& submission,
                                              const model::StepName& step);

/// Who an entry is by: the specialist system that sent it.
std::string author_of(const model::Submission& submission);

std::optional<std::string> date_column(const std::optional<model::Date>& date);

}  // namespace fangst::archive
