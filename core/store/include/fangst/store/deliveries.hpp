#pragma once

#include <fangst/model/delivery.hpp>
#include <fangst/sql/database.hpp>

#include <vector>

namespace fangst::store {

std::vector<model::Delivery> load_deliveries(sql::Session& session, const model::SubmissionId& submission);
/// Fixes ids and channels before any try; a delivery that exists gets its new channel when it is still planned.
void plan_delivery(sql::Transaction& tx, const model::Delivery& delivery);
/// A later answer of the registry says that this recipient gets no letter: what is planned is taken back.
void withdraw_delivery(sql::Transaction& tx, const model::Delivery& delivery, const std::string& reason);
/// Marks that `node` begins to send. False when the delivery is not planned (any more).
bool claim_delivery(sql::Transaction& tx, const model::DeliveryId& id, const std::string& node);
/// Takes over an unclear delivery after a look-up found nothing. False when somebody else did.
bool reclaim_delivery(sql::Transaction& tx, const model::Delivery& seen, const std::string& node);
/// Nothing was sent after all: the peer could not be reached.
void unclaim_delivery(sql::Transaction& tx, const model::Delivery& delivery);
void record_dispatched(sql::Transaction& tx, const model::Delivery& delivery, const std::string& external_id,
                       const std::string& peer_status);
void record_progress(sql::Transaction& tx, const model::Delivery& delivery, model::DeliveryState state,
                     const std::string& peer_status);

}  // namespace fangst::store
