#include <fangst/store/outbox.hpp>

namespace fangst::store {
namespace {

using Row = std::tuple<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::string>;

ports::WorkItem to_item(Row&& row) {
  auto& [id, submission, step, due_at, handouts, traceparent] = row;
  return {id,
          model::SubmissionId(std::move(submission)),
          model::StepName(std::move(step)),
          model::from_millis(due_at),
          static_cast<int>(handouts),
          std::move(traceparent)};
}

}  // namespace

Result<std::vector<ports::WorkItem>> StoredOutbox::lease_due(std::size_t max, model::Timestamp now,
                                                             model::Timestamp lease_until) {
  return lease_until_horizon(max, now, now, lease_until);
}

Result<std::vector<ports::WorkItem>> StoredOutbox::lease_until_horizon(std::size_t max, model::Timestamp now,
                                                                       model::Timestamp horizon,
                                                                       model::Timestamp lease_until) {
  std::vector<ports::WorkItem> items;
  // Cheap when there is nothing: a poll must not cost a transaction.
  bool any = false;
  FANGST_CHECK(database_.read([&](sql::Session& session) -> Result<void> {
    any = !session
               .query<std::int64_t>(
                   "SELECT id FROM work WHERE visible_at <= :1 AND (lease_owner = '' OR visible_at <= :2) LIMIT 1",
                   model::to_millis(horizon), model::to_millis(now))
               .empty();
    return {};
  }));
  if (!any) return items;
  FANGST_CHECK(database_.write([&](sql::Transaction& tx) -> Result<void> {
    // Serialised by the writer (SQLite) or the head lock (PostgreSQL): no two nodes can lease the same row.
    for (auto& row : tx.query<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::string>(
             "UPDATE work SET visible_at = :1, lease_owner = :2, handouts = handouts + 1 WHERE id IN "
             "(SELECT id FROM work WHERE visible_at <= :3 AND lease_owner = '' ORDER BY visible_at, id LIMIT :4) "
             "RETURNING id, submission_id, step, due_at, handouts, traceparent",
             model::to_millis(lease_until), database_.settings().node, model::to_millis(horizon), max)) {
      items.push_back(to_item(std::move(row)));
    }
    if (items.empty()) {
      // Leases that ran out: their holder is gone.
      tx.run("UPDATE work SET lease_owner = '', visible_at = due_at WHERE visible_at <= :1 AND lease_owner <> ''",
             model::to_millis(now));
    }
    return {};
  }));
  for (auto& item : items) --item.handouts;  // "before" this time
  return items;
}

Result<void> StoredOutbox::release(const std::vector<std::int64_t>& items) {
  if (items.empty()) return {};
  return database_.write([&](sql::Transaction& tx) -> Result<void> {
    for (const auto item : items) {
      tx.run("UPDATE work SET visible_at = due_at, lease_owner = '' WHERE id = :1", item);
    }
    return {};
  });
}

Result<void> StoredOutbox::release_all_of_this_node() {
  return database_.write([&](sql::Transaction& tx) -> Result<void> {
    tx.run("UPDATE work SET visible_at = due_at, lease_owner = '' WHERE lease_owner = :1", database_.settings().node);
    return {};
  });
}

Result<std::optional<ports::WorkItem>> StoredOutbox::find(std::int64_t item) {
  std::optional<ports::WorkItem> found;
  FANGST_CHECK(database_.read([&](sql::Session& session) -> Result<void> {
    auto rows = session.query<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::string>(
        "SELECT id, submission_id, step, due_at, handouts, traceparent FROM work WHERE id = :1", item);
    if (!rows.empty()) {
      found = to_item(std::move(rows.front()));
      --found->handouts;
    }
    return {};
  }));
  return found;
}

}  // namespace fangst::store
