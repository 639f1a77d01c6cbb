#include "audit_log.hpp"

#include <fangst/store/audit_reader.hpp>

#include <nlohmann/json.hpp>

#include <unordered_map>

namespace fangst::store {
namespace {

constexpr std::int64_t kPage = 2000;

struct Head {
  std::uint64_t size = 0;
  std::string checkpoint;
};

Head read_head(Session& session) {
  const auto rows = session.query<std::int64_t, std::string>("SELECT size, checkpoint FROM audit_head WHERE id = 1");
  if (rows.empty()) return {};
  return {static_cast<std::uint64_t>(std::get<0>(rows.front())), std::get<1>(rows.front())};
}

/// Walks the log once and gathers what does not hold.
class Verifier {
 public:
  Verifier(Session& session, std::string verifier_key,
           const std::function<void(std::uint64_t, std::uint64_t)>& progress)
      : session_(session), key_(std::move(verifier_key)), progress_(progress) {}

  AuditVerification run() {
    const auto head = read_head(session_);
    read_kept_checkpoints();
    for (std::uint64_t next = 0; next < head.size;) next = verify_page(next, head.size);
    verify_nothing_beyond(head.size);
    if (head.size > 0) verify_checkpoint("Loggens hode", head.checkpoint, head.size, tree_.root());
    verify_tiles(head.size);
    verify_submissions();
    result_.entries = head.size;
    return std::move(result_);
  }

 private:
  void fault(std::string text) {
    if (result_.faults.size() < 100) result_.faults.push_back(std::move(text));
  }

  std::uint64_t verify_page(std::uint64_t from, std::uint64_t size) {
    const auto rows = session_.query<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string,
                                     std::string, std::string>(
        "SELECT idx, at, kind, submission_id, source, actor, body, leaf FROM audit_entry "
        "WHERE idx >= :1 AND idx < :2 ORDER BY idx LIMIT :3",
        from, size, kPage);
    if (rows.empty()) {
      fault("Innførsel " + std::to_string(from) + " og de etter den mangler.");
      return size;
    }
    auto expected = from;
    for (const auto& [idx, at, kind, submission, source, actor, body, leaf] : rows) {
      const auto index = static_cast<std::uint64_t>(idx);
      if (index != expected) fault("Innførsel " + std::to_string(expected) + " mangler.");
      verify_row(index, model::from_millis(at), {kind, submission, source, actor, body}, leaf);
      expected = index + 1;
    }
    if (progress_) progress_(expected, size);
    return expected;
  }

  void verify_row(std::uint64_t index, model::Timestamp at, const AuditEntry& entry, const std::string& leaf) {
    const auto computed = tlog::leaf_hash(entry_bytes(index, at, entry));
    if (computed.hex() != leaf) fault("Innførsel " + std::to_string(index) + " er endret.");
    tree_.append(computed);
    remember_tile(computed);
    if (const auto kept = checkpoints_.find(tree_.size()); kept != checkpoints_.end()) {
      verify_checkpoint("Kontrollpunktet ved " + std::to_string(kept->first), kept->second, kept->first, tree_.root());
    }
    if (entry.kind == "submission.accepted") remember_acceptance(index, entry);
  }

  void remember_tile(const model::Sha256& leaf) {
    constexpr std::uint64_t width = 1ULL << AuditTree::kTileHeight;
    // Height-8 tiles are rebuilt here; the higher levels are only sums of them, and checked through the root.
    tile_.append(leaf);
    if (tile_.size() < width) return;
    tiles_.push_back(tile_.root());
    tile_ = {};
  }

  void remember_acceptance(std::uint64_t index, const AuditEntry& entry) {
    const auto body = nlohmann::json::parse(entry.body, nullptr, false);
    if (body.is_discarded() || !body.contains("fingerprint")) {
      fault("Innførsel " + std::to_string(index) + " er ikke lesbar.");
      return;
    }
    accepted_[entry.submission] = body["fingerprint"].get<std::string>();
  }

  void read_kept_checkpoints() {
    for (auto& [size, note] :
         session_.query<std::int64_t, std::string>("SELECT size, checkpoint FROM audit_checkpoint")) {
      checkpoints_[static_cast<std::uint64_t>(size)] = note;
    }
  }

  void verify_checkpoint(const std::string& what, const std::string& note, std::uint64_t size,
                         const model::Sha256& root) {
    const auto checkpoint = tlog::open_checkpoint(note, key_);
    if (!checkpoint) return fault(what + " har ikke gyldig signatur.");
    if (checkpoint->size != size || checkpoint->root != root) fault(what + " stemmer ikke med innførslene.");
  }

  void verify_nothing_beyond(std::uint64_t size) {
    if (!session_.query<std::int64_t>("SELECT idx FROM audit_entry WHERE idx >= :1 LIMIT 1", size).empty()) {
      fault("Det står innførsler etter loggens hode.");
    }
    for (const auto& [kept, note] : checkpoints_) {
      if (kept > size) fault("Loggen er kortere enn kontrollpunktet ved " + std::to_string(kept) + ".");
    }
  }

  void verify_tiles(std::uint64_t size) {
    const auto rows =
        session_.query<std::int64_t, std::string>("SELECT idx, root FROM audit_tile WHERE level = :1 ORDER BY idx",
                                                  static_cast<std::int64_t>(AuditTree::kTileHeight));
    if (rows.size() != size >> AuditTree::kTileHeight) fault("Antallet mellomsummer i loggen stemmer ikke.");
    for (const auto& [idx, root] : rows) {
      const auto i = static_cast<std::size_t>(idx);
      if (i >= tiles_.size() || tiles_[i].hex() != root) fault("Mellomsum " + std::to_string(idx) + " er endret.");
    }
  }

  void verify_submissions() {
    std::string after;
    std::size_t seen = 0;
    for (;;) {
      const auto rows = session_.query<std::string, std::string>(
          "SELECT id, fingerprint FROM submission WHERE id > :1 ORDER BY id LIMIT :2", after, kPage);
      for (const auto& [id, fingerprint] : rows) {
        after = id;
        const auto logged = accepted_.find(id);
        if (logged == accepted_.end()) {
          // Accepted after the head was read: it is verified the next time.
          continue;
        }
        ++seen;
        if (logged->second != fingerprint) fault("Innsending " + id + " er endret etter at den ble tatt imot.");
      }
      if (rows.size() < static_cast<std::size_t>(kPage)) break;
    }
    if (seen < accepted_.size()) fault(std::to_string(accepted_.size() - seen) + " mottatte innsendinger er slettet.");
  }

  Session& session_;
  std::string key_;
  const std::function<void(std::uint64_t, std::uint64_t)>& progress_;
  AuditVerification result_;
  tlog::Frontier tree_;
  tlog::Frontier tile_;
  std::vector<model::Sha256> tiles_;
  std::unordered_map<std::uint64_t, std::string> checkpoints_;
  std::unordered_map<std::string, std::string> accepted_;
};

model::Sha256 column_hash(const std::string& text) {
  const auto hash = model::Sha256::from_hex(text);
  if (!hash) throw SqlError("the audit log holds a hash that is none");
  return *hash;
}

/// The root of a perfect subtree, from leaves below one tile and from tile roots above.
model::Sha256 subtree_root(Session& session, unsigned level, std::uint64_t index) {
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
  if (tree.size() != end - first) throw SqlError("the audit log lacks rows");
  return tree.root();
}

}  // namespace

Result<AuditVerification> verify_audit(Database& database,
                                       const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  const auto key = tlog::verifier_key(database.settings().log_origin, database.log_key());
  AuditVerification verification;
  FANGST_CHECK(database.read([&](Session& session) -> Result<void> {
    verification = Verifier(session, key, progress).run();
    return {};
  }));
  return verification;
}

Result<tlog::CaptureReceipt> make_receipt(Database& database, std::uint64_t index) {
  tlog::CaptureReceipt receipt;
  receipt.index = index;
  receipt.verifier_key = tlog::verifier_key(database.settings().log_origin, database.log_key());
  FANGST_CHECK(database.read([&](Session& session) -> Result<void> {
    const auto head = read_head(session);
    const auto rows = session.query<std::int64_t, std::string, std::string, std::string, std::string, std::string>(
        "SELECT at, kind, submission_id, source, actor, body FROM audit_entry WHERE idx = :1", index);
    if (rows.empty() || index >= head.size) {
      return Failure(Error(ErrorKind::not_found, "kvittering.mangler", "store.receipt",
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

std::vector<LoggedEvent> events_of(Session& session, const std::string& submission) {
  std::vector<LoggedEvent> events;
  for (auto& [index, at, kind, actor, body] :
       session.query<std::int64_t, std::int64_t, std::string, std::string, std::string>(
           "SELECT idx, at, kind, actor, body FROM audit_entry WHERE submission_id = :1 ORDER BY idx", submission)) {
    events.push_back({index, model::from_millis(at), kind, actor, body});
  }
  return events;
}

}  // namespace fangst::store
