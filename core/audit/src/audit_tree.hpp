#pragma once

#include <fangst/audit/log.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/tlog/merkle.hpp>
#include <fangst/tlog/note.hpp>

#include <array>
#include <string>

namespace fangst::audit {

/// The exact bytes that an entry contributes to the Merkle tree, from the columns of its row.
std::string entry_bytes(std::uint64_t index, model::Timestamp at, const Entry& entry);

/// The right edge of the audit log's Merkle tree, and what is needed to append to it: a value that is copied to undo.
///
/// Roots of full tiles (256^k leaves) are kept in audit_tile so that proofs read a few hundred rows whatever the size.
class AuditTree {
 public:
  static constexpr unsigned kTileHeight = 8;
  static constexpr unsigned kTileLevels = 3;

  /// Brings the tree up to the database's head; cheap when it is there already.
  void catch_up(sql::Session& session);
  /// Writes the row (and the tiles it completes) and returns its index.
  std::uint64_t append(sql::Session& session, model::Timestamp at, const Entry& entry);
  void write_head(sql::Session& session, model::Timestamp at, const std::string& origin, const crypto::Ed25519Key& key);
  std::uint64_t size() const { return whole_.size(); }

 private:
  void complete_tiles(sql::Session& session, const model::Sha256& leaf);

  tlog::Frontier whole_;
  std::array<tlog::Frontier, kTileLevels> partial_;
  bool loaded_ = false;
  std::uint64_t last_kept_checkpoint_ = 0;
};

}  // namespace fangst::audit
