#pragma once

#include <fangst/model/ids.hpp>
#include <fangst/policy/archive_order.hpp>
#include <fangst/ports/archive.hpp>
#include <fangst/ports/work_queue.hpp>
#include <fangst/sql/database.hpp>

#include <optional>
#include <string>
#include <string_view>

/// The orders to archive cores behind a network, and how far each has come. Each change writes its audit entry in the
/// same transaction (invariant 8). The row is kept when the order is done. The embedded core has no rows here.
namespace fangst::store {

struct StoredOrder {
  std::string order;  ///< As ports::name_of().
  std::string core;   ///< The core that began the order carries it to its end.
  policy::ArchivePhase phase = policy::ArchivePhase::asking;
  ports::ArchiveState state;
  std::optional<model::Timestamp> look_up_at;  ///< In the phase `begun`: from when a look-up is valid.
  std::int64_t turn = 0;                       ///< How often the row has been written.
};

std::optional<StoredOrder> load_order(sql::Session& session, const model::SubmissionId& submission,
                                      std::string_view order);

/// Replaces the row whose turn is next.turn (0: a new row) with `next`, for the work item `item`. Returns false and
/// writes nothing when the item is no longer current, or when another has written the row meanwhile.
bool keep_order(sql::Transaction& tx, const ports::WorkItem& item, const StoredOrder& next);

/// True when a core behind a network has begun an order that is not done.
bool has_unfinished_orders(sql::Session& session);

}  // namespace fangst::store
