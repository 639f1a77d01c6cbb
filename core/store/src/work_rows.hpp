#pragma once

#include <fangst/model/timestamp.hpp>
#include <fangst/sql/database.hpp>
#include <fangst/sql/insert.hpp>

#include <string>

namespace fangst::store {

inline void insert_work(sql::Transaction& tx, const std::string& submission, const std::string& step,
                        model::Timestamp due, const std::string& traceparent) {
  sql::insert_row(tx, "work",
                  {{"submission_id", submission},
                   {"step", step},
                   {"due_at", model::to_millis(due)},
                   {"visible_at", model::to_millis(due)},
                   {"lease_owner", ""},
                   {"handouts", 0},
                   {"traceparent", traceparent}});
}

}  // namespace fangst::store
