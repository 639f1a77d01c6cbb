#include "audit_tree.hpp"

#include <fangst/sql/insert.hpp>

#include <nlohmann/json.hpp>

namespace fangst::audit {
namespace {

constexpr std::uint64_t kTileWidth = 1ULL << AuditTree::kTileHeight;
constexpr std::uint64_t kKeepCheckpointEvery = 1000;

model::Sha256 hash_from_column(const std::string& text) {
  const auto hash = model::Sha256::from_hex(text);
  if (!hash) throw sql::SqlError("the audit log holds a hash that is none");
  return *hash;
}

}  // namespace

std::string entry_bytes(std::uint64_t index, model::Timestamp at, const Entry& entry) {
  // Keys in sorted order; the body is a JSON object already and goes in as it stands.
  std::string bytes = R"({"actor":)" + nlohmann::json(entry.actor).dump();
  bytes += R"(,"at":")" + model::to_rfc3339(at) + R"(","body":)" + entry.body;
  bytes += R"(,"index":)" + std::to_string(index);
  bytes += R"(,"kind":)" + nlohmann::json(entry.kind).dump();
  bytes += R"(,"source":)" + nlohmann::json(entry.source).dump();
  bytes += R"(,"submission":)" + nlohmann::json(entry.submission).dump() + "}";
  return bytes;
}

void AuditTree::catch_up(sql::Session& session) {
  const auto lock = session.is_postgresql() ? "SELECT size, frontier FROM audit_head WHERE id = 1 FOR UPDATE"
                                            : "SELECT size, frontier FROM audit_head WHERE id = 1";
  const auto rows = session.query<std::int64_t, std::string>(lock);
  const auto size = rows.empty() ? 0 : static_cast<std::uint64_t>(std::get<0>(rows.front()));
  if (loaded_ && size == whole_.size()) return;

  auto frontier = tlog::Frontier::decode(size, rows.empty() ? "" : std::get<1>(rows.front()));
  if (!frontier) throw sql::SqlError("the head of the audit log does not fit its size");
  whole_ = std::move(*frontier);
  partial_ = {};
  const auto leaves =
      session.query<std::string>("SELECT leaf FROM audit_entry WHERE idx >= :1 ORDER BY idx", size - size % kTileWidth);
  for (const auto& [leaf] : leaves) partial_[0].append(hash_from_column(leaf));
  for (unsigned level = 1; level < kTileLevels; ++level) {
    const auto tiles = size >> (kTileHeight * level);
    const auto roots =
        session.query<std::string>("SELECT root FROM audit_tile WHERE level = :1 AND idx >= :2 ORDER BY idx",
                                   static_cast<std::int64_t>(kTileHeight * level), tiles - tiles % kTileWidth);
    for (const auto& [root] : roots) partial_[level].append(hash_from_column(root));
  }
  last_kept_checkpoint_ = static_cast<std::uint64_t>(
      std::get<0>(session.query<std::int64_t>("SELECT COALESCE(MAX(size), 0) FROM audit_checkpoint").at(0)));
  loaded_ = true;
}

std::uint64_t AuditTree::append(sql::Session& session, model::Timestamp at, const Entry& entry) {
  const auto index = whole_.size();
  const auto leaf = tlog::leaf_hash(entry_bytes(index, at, entry));
  sql::insert_row(session, "audit_entry",
                  {{"idx", index},
                   {"at", model::to_millis(at)},
                   {"kind", entry.kind},
                   {"submission_id", entry.submission},
                   {"source", entry.source},
                   {"actor", entry.actor},
                   {"body", entry.body},
                   {"leaf", leaf.hex()}});
  whole_.append(leaf);
  complete_tiles(session, leaf);
  return index;
}

void AuditTree::complete_tiles(sql::Session& session, const model::Sha256& leaf) {
  auto root = leaf;
  auto tiles = whole_.size();
  for (unsigned level = 0; level < kTileLevels; ++level) {
    partial_[level].append(root);
    if (partial_[level].size() < kTileWidth) return;
    root = partial_[level].root();
    partial_[level] = {};
    tiles >>= kTileHeight;
    session.run("INSERT INTO audit_tile (level, idx, root) VALUES (:1, :2, :3)",
                static_cast<std::int64_t>(kTileHeight * (level + 1)), tiles - 1, root.hex());
  }
}

void AuditTree::write_head(sql::Session& session, model::Timestamp at, const std::string& origin,
                           const crypto::Ed25519Key& key) {
  const auto note = tlog::sign_checkpoint({origin, whole_.size(), whole_.root()}, key);
  const auto written = session.run("UPDATE audit_head SET size = :1, frontier = :2, checkpoint = :3 WHERE id = 1",
                                   whole_.size(), whole_.encode(), note);
  if (written != 1) throw sql::SqlError("the audit log has lost its head");
  if (whole_.size() < last_kept_checkpoint_ + kKeepCheckpointEvery) return;
  session.run("INSERT INTO audit_checkpoint (size, at, checkpoint) VALUES (:1, :2, :3)", whole_.size(),
              model::to_millis(at), note);
  session.run("UPDATE audit_head SET kept_checkpoints = kept_checkpoints + 1 WHERE id = 1");
  last_kept_checkpoint_ = whole_.size();
}

}  // namespace fangst::audit
