#include "audit_tree.hpp"

#include <fangst/audit/audit_reader.hpp>

namespace fangst::audit {
namespace {

struct Head {
  std::uint64_t size = 0;
  std::string checkpoint;
};

Head read_head(sql::Session& session) {
  const auto rows = session.query<std::int64_t, std::string>("SELECT size, checkpoint FROM audit_head WHERE id = 1");
  if (rows.empty()) return {};
  return {static_cast<std::uint64_t>(std::get<0>(rows.front())), std::get<1>(rows.front())};
}

model::Sha256 column_hash(const std::string& text) {
  const auto hash = model::Sha256::from_hex(text);
  if (!hash) throw sql::SqlError("the audit log holds a hash that is none");
  return *hash;
}

/// The root of a perfect subtree, from leaves below one tile and from tile roots above.
model::Sha256 subtree_root(sql::Session& session, unsigned level, std::uint64_t index) {
  const auto base = level - level % AuditTree::kTileHeight;
  const auto height = std::min(base, AuditTree::kTileHeight * AuditTree::kTileLevels);
  const auto first = index << (level - height);
  const auto end = (index + 1) << (level - height);
  const auto rows = height == 0
                        ? session.query<std::string>(
                              "SELECT leaf FROM audit_entry WHERE idx >= :1 AND idx < :2 ORDER BY idx", first, end)
                        : session.query<std::string>(
                              "SELECT root FROM audit_tile WHERE level = :1 AND idx >= :2 AND idx < :3 ORDER BY idx",
                              static_cast<std::int64_t>(height), first, end);
  tlog::Frontier tree;
  for (const auto& [hash] : rows) tree.append(column_hash(hash));
  if (tree.size() != end - first) throw sql::SqlError("the audit log lacks rows");
  return tree.root();
}

}  // namespace

std::string verifier_key_of(const sql::Database& database) {
  const auto& settings = log_of(database).settings();
  return tlog::verifier_key(settings.origin, settings.key);
}

Result<tlog::CaptureReceipt> make_receipt(sql::Database& database, std::uint64_t index) {
  tlog::CaptureReceipt receipt;
  receipt.index = index;
  receipt.verifier_key = verifier_key_of(database);
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    const auto head = read_head(session);
    const auto rows = session.query<std::int64_t, std::string, std::string, std::string, std::string, std::string>(
        "SELECT at, kind, submission_id, source, actor, body FROM audit_entry WHERE idx = :1", index);
    if (rows.empty() || index >= head.size) {
      return Failure(Error(ErrorKind::not_found, "kvittering.mangler", "audit.receipt",
                           PublicText{"Det finnes ingen kvittering ennå."}));
    }
    const auto& [at, kind, submission, source, actor, body] = rows.front();
    receipt.entry = entry_bytes(index, model::from_millis(at), {kind, submission, source, actor, body});
    receipt.checkpoint = head.checkpoint;
    receipt.proof = tlog::inclusion_proof(
        index, head.size, [&session](unsigned level, std::uint64_t i) { return subtree_root(session, level, i); });
    return {};
  }));
  return receipt;
}

std::vector<LoggedEvent> events_of(sql::Session& session, const std::string& submission) {
  std::vector<LoggedEvent> events;
  for (auto& [index, at, kind, actor, body] :
       session.query<std::int64_t, std::int64_t, std::string, std::string, std::string>(
           "SELECT idx, at, kind, actor, body FROM audit_entry WHERE submission_id = :1 ORDER BY idx", submission)) {
    events.push_back({index, model::from_millis(at), kind, actor, body});
  }
  return events;
}

}  // namespace fangst::audit
