#pragma once

#include <fangst/model/timestamp.hpp>
#include <fangst/sql/database.hpp>

#include <string>

namespace fangst::store {

inline void insert_work(sql::Transaction& tx, const std::string& submission, const std::string& step,
                        model::Timestamp due, const std::string& traceparent) {
  tx.run(
      "INSERT INTO work (submission_id, step, due_at, visible_at, lease_owner, handouts, traceparent) "
      "VALUES (:1, :2, :3, :4, '', 0, :5)",
      submission, step, model::to_millis(due), model::to_millis(due), traceparent);
}

}  // namespace fangst::store
