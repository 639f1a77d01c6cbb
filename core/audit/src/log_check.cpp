#include "log_check.hpp"

#include "audit_tree.hpp"

#include <map>

namespace fangst::audit {
namespace {

constexpr std::int64_t kPage = 2000;
constexpr std::uint64_t kTileWidth = 1ULL << AuditTree::kTileHeight;

struct KeptCheckpoint {
  std::int64_t at = 0;
  std::string note;
};

/// What stands beside the entries, all of one moment.
struct Surroundings {
  std::uint64_t size = 0;
  std::string frontier, checkpoint;
  std::int64_t kept_count = 0;
  std::map<std::uint64_t, KeptCheckpoint> kept;
  std::vector<std::vector<std::pair<std::int64_t, std::string>>> tiles;  // by level
  std::int64_t tile_count = 0;
  bool has_more = false;
};

Surroundings read_surroundings(sql::Session& session, Faults& faults) {
  const Snapshot snapshot(session);
  Surroundings around;
  const auto head = session.query<std::int64_t, std::string, std::string, std::int64_t>(
      "SELECT size, frontier, checkpoint, kept_checkpoints FROM audit_head WHERE id = 1");
  if (head.empty()) {
    faults.add("Loggens hode mangler.");
  } else {
    const auto& [size, frontier, checkpoint, kept_count] = head.front();
    around.size = static_cast<std::uint64_t>(size);
    around.frontier = frontier;
    around.checkpoint = checkpoint;
    around.kept_count = kept_count;
  }
  for (auto& [size, at, note] : session.query<std::int64_t, std::int64_t, std::string>(
           "SELECT size, at, checkpoint FROM audit_checkpoint ORDER BY size")) {
    around.kept[static_cast<std::uint64_t>(size)] = {at, note};
  }
  for (unsigned level = 1; level <= AuditTree::kTileLevels; ++level) {
    auto& tiles = around.tiles.emplace_back();
    for (auto& [idx, root] :
         session.query<std::int64_t, std::string>("SELECT idx, root FROM audit_tile WHERE level = :1 ORDER BY idx",
                                                  static_cast<std::int64_t>(AuditTree::kTileHeight * level))) {
      tiles.emplace_back(idx, root);
    }
  }
  around.tile_count = std::get<0>(session.query<std::int64_t>("SELECT COUNT(*) FROM audit_tile").at(0));
  around.has_more =
      !session.query<std::int64_t>("SELECT idx FROM audit_entry WHERE idx >= :1 LIMIT 1", around.size).empty();
  return around;
}

class LogCheck {
 public:
  LogCheck(sql::Session& session, Faults& faults, const std::string& key, const LogProgress& progress)
      : session_(session), faults_(faults), key_(key), progress_(progress), tiles_(AuditTree::kTileLevels) {}

  std::uint64_t run() {
    around_ = read_surroundings(session_, faults_);
    for (std::uint64_t next = 0; next < around_.size;) next = check_page(next);
    check_head();
    check_tiles();
    return around_.size;
  }

 private:
  std::uint64_t check_page(std::uint64_t from) {
    const auto rows = session_.query<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string,
                                     std::string, std::string>(
        "SELECT idx, at, kind, submission_id, source, actor, body, leaf FROM audit_entry "
        "WHERE idx >= :1 AND idx < :2 ORDER BY idx LIMIT :3",
        from, around_.size, kPage);
    if (rows.empty()) {
      faults_.add("Innførsel " + std::to_string(from) + " og de etter den mangler.");
      return around_.size;
    }
    auto expected = from;
    for (const auto& [idx, at, kind, submission, source, actor, body, leaf] : rows) {
      const auto index = static_cast<std::uint64_t>(idx);
      if (index != expected) faults_.add("Innførsel " + std::to_string(expected) + " mangler.");
      check_entry(index, at, {kind, submission, source, actor, body}, leaf);
      expected = index + 1;
    }
    if (progress_) progress_(expected, around_.size);
    return expected;
  }

  void check_entry(std::uint64_t index, std::int64_t at, const Entry& entry, const std::string& leaf) {
    const auto computed = tlog::leaf_hash(entry_bytes(index, model::from_millis(at), entry));
    if (computed.hex() != leaf) faults_.add("Innførsel " + std::to_string(index) + " er endret.");
    tree_.append(computed);
    grow_tiles(computed);
    const auto kept = around_.kept.find(tree_.size());
    if (kept == around_.kept.end()) return;
    const auto name = "Kontrollpunktet ved " + std::to_string(kept->first);
    check_note(name, kept->second.note);
    if (kept->second.at != at) faults_.add(name + " har feil tidspunkt.");
  }

  void grow_tiles(model::Sha256 root) {
    for (auto& level : tiles_) {
      level.partial.append(root);
      if (level.partial.size() < kTileWidth) return;
      root = level.partial.root();
      level.roots.push_back(root);
      level.partial = {};
    }
  }

  void check_note(const std::string& what, const std::string& note) {
    const auto checkpoint = tlog::open_checkpoint(note, key_);
    if (!checkpoint) return faults_.add(what + " har ikke gyldig signatur.");
    if (checkpoint->size != tree_.size() || checkpoint->root != tree_.root()) {
      faults_.add(what + " stemmer ikke med innførslene.");
    }
  }

  void check_head() {
    if (around_.has_more) faults_.add("Det står innførsler etter loggens hode.");
    if (tree_.size() > 0) check_note("Loggens hode", around_.checkpoint);
    const auto frontier = tlog::Frontier::decode(around_.size, around_.frontier);
    if (!frontier || frontier->root() != tree_.root()) faults_.add("Loggens hode stemmer ikke med innførslene.");
    if (static_cast<std::int64_t>(around_.kept.size()) != around_.kept_count) {
      faults_.add("Antallet kontrollpunkter i loggen stemmer ikke.");
    }
    if (!around_.kept.empty() && around_.kept.rbegin()->first > around_.size) {
      faults_.add("Loggen er kortere enn kontrollpunktet ved " + std::to_string(around_.kept.rbegin()->first) + ".");
    }
  }

  void check_tiles() {
    std::size_t count = 0;
    for (std::size_t level = 0; level < tiles_.size(); ++level) {
      const auto& rows = around_.tiles.at(level);
      const auto& roots = tiles_[level].roots;
      count += roots.size();
      if (rows.size() != roots.size()) faults_.add("Antallet mellomsummer i loggen stemmer ikke.");
      for (const auto& [idx, root] : rows) {
        const auto i = static_cast<std::size_t>(idx);
        if (i >= roots.size() || roots[i].hex() != root) {
          faults_.add("Mellomsum " + std::to_string(idx) + " på nivå " + std::to_string(level + 1) + " er endret.");
        }
      }
    }
    if (static_cast<std::int64_t>(count) != around_.tile_count) faults_.add("Loggen har mellomsummer for mye.");
  }

  struct Level {
    tlog::Frontier partial;
    std::vector<model::Sha256> roots;
  };

  sql::Session& session_;
  Faults& faults_;
  const std::string& key_;
  const LogProgress& progress_;
  Surroundings around_;
  tlog::Frontier tree_;
  std::vector<Level> tiles_;
};

}  // namespace

std::uint64_t check_log(sql::Session& session, Faults& faults, const std::string& verifier_key,
                        const LogProgress& progress) {
  return LogCheck(session, faults, verifier_key, progress).run();
}

}  // namespace fangst::audit
