#include <fangst/support/remote_core.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::support {
namespace {

/// Longer than a call may take, shorter than a call and the time that a core may still work on it.
constexpr std::chrono::seconds kLate{45};

bool is_half(Trouble trouble) {
  return trouble == Trouble::timeout_amid_effect || trouble == Trouble::crash_amid_effect;
}

}  // namespace

Result<std::string> RemoteCore::write(const std::string& name, const std::string& key,
                                      const std::function<std::string()>& whole, const std::function<void()>& half) {
  const auto trouble = outside_.enter("kjerne." + name, key);
  {
    const std::lock_guard lock(mutex_);
    do_what_is_due();
    if (!trouble) return whole();
    if (is_half(*trouble)) half();
    if (has_effect(*trouble)) whole();
    if (*trouble == Trouble::timeout_then_effect) later_.push_back({clock_.now() + kLate, [whole] { whole(); }});
  }
  return Failure(outside_.error(*trouble, "kjerne." + name, true));
}

void RemoteCore::do_what_is_due() {
  for (;;) {
    const auto next = std::min_element(later_.begin(), later_.end(),
                                       [](const Later& one, const Later& other) { return one.at < other.at; });
    if (next == later_.end() || next->at > clock_.now()) return;
    const auto act = std::move(next->act);
    later_.erase(next);
    act();
  }
}

std::string RemoteCore::add_saksmappe(const std::string& key) {
  saksmapper_.push_back({"sak-" + std::to_string(saksmapper_.size() + 1), key});
  return saksmapper_.back().id;
}

std::string RemoteCore::add_journalpost(const std::string& saksmappe, const std::string& key) {
  journalposter_.push_back({"jp-" + std::to_string(journalposter_.size() + 1), saksmappe, key, {}});
  return journalposter_.back().id;
}

RemoteCore::Journalpost& RemoteCore::journalpost(const std::string& id) {
  for (auto& post : journalposter_) {
    if (post.id == id) return post;
  }
  throw std::logic_error("no such journalpost: " + id);
}

const RemoteCore::Saksmappe* RemoteCore::saksmappe_of(const std::string& key) const {
  for (const auto& mappe : saksmapper_) {
    if (mappe.key == key) return &mappe;
  }
  return nullptr;
}

void RemoteCore::ekspeder(Journalpost& post) {
  post.journalstatus = "E";
  ++post.times_ekspedert;
}

Result<std::string> RemoteCore::new_saksmappe(const std::string& key) {
  return write(
      "NySaksmappe", key, [this, key] { return add_saksmappe(key); }, [] {});
}

Result<std::string> RemoteCore::new_journalpost(const std::string& saksmappe, const std::string& key) {
  return write(
      "NyJournalpost", key, [this, saksmappe, key] { return add_journalpost(saksmappe, key); }, [] {});
}

Result<void> RemoteCore::new_documents(const std::string& id, const std::vector<std::string>& documents) {
  const auto add = [this, id, documents](std::size_t count) {
    auto& held = journalpost(id).documents;
    held.insert(held.end(), documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(count));
    return std::string();
  };
  const auto count = documents.size();
  FANGST_CHECK(write(
      "NyDokument", id, [add, count] { return add(count); }, [add, count] { add((count + 1) / 2); }));
  return {};
}

Result<void> RemoteCore::set_ekspedert(const std::string& id) {
  const auto whole = [this, id] {
    ekspeder(journalpost(id));
    return std::string();
  };
  FANGST_CHECK(write("OppdaterJournalpostStatus", id, whole, [] {}));
  return {};
}

Result<std::optional<RemoteCore::Saksmappe>> RemoteCore::find_saksmappe(const std::string& key) {
  using Found = std::optional<Saksmappe>;
  return outside_.call<Found>("kjerne.FinnSaksmapper", key, false, [&]() -> Result<Found> {
    const std::lock_guard lock(mutex_);
    do_what_is_due();
    const auto* found = saksmappe_of(key);
    return found == nullptr ? Found{} : Found{*found};
  });
}

Result<std::optional<RemoteCore::Journalpost>> RemoteCore::find_journalpost(const std::string& key) {
  using Found = std::optional<Journalpost>;
  return outside_.call<Found>("kjerne.FinnJournalposter", key, false, [&]() -> Result<Found> {
    const std::lock_guard lock(mutex_);
    do_what_is_due();
    for (const auto& post : journalposter_) {
      if (post.key == key) return Found{post};
    }
    return Found{};
  });
}

Result<void> RemoteCore::send(const Message& message) {
  const auto later = [this, message](bool whole) {
    later_.push_back({clock_.now() + answers_after, [this, message, whole] { handle(message, whole); }});
  };
  FANGST_CHECK(write(
      "send", message.key,
      [later] {
        later(true);
        return std::string();
      },
      [later] { later(false); }));
  return {};
}

void RemoteCore::handle(const Message& message, bool whole) {
  Receipt receipt{Receipt::Kind::kvittering, "", ""};
  if (message.is_ekspedert) {
    if (whole) ekspeder(journalpost(message.key));
    receipt.journalpost = whole ? message.key : "";
  } else {
    const auto* mappe = saksmappe_of(message.saksmappe_key);
    receipt.saksmappe = mappe != nullptr ? mappe->id : add_saksmappe(message.saksmappe_key);
    if (whole) {
      receipt.journalpost = add_journalpost(receipt.saksmappe, message.key);
      journalpost(receipt.journalpost).documents = message.documents;
    }
  }
  if (!whole) receipt.kind = Receipt::Kind::delvis;
  answer_at(std::chrono::seconds{swaps_order ? 60 : 0}, message.client_id, {Receipt::Kind::mottatt, "", ""});
  answer_at(std::chrono::seconds{swaps_order ? 0 : 60}, message.client_id, receipt);
}

void RemoteCore::answer_at(std::chrono::seconds after, const std::string& client_id, Receipt receipt) {
  later_.push_back({clock_.now() + after, [this, client_id, receipt] { receipts_[client_id].push_back(receipt); }});
}

Result<std::vector<RemoteCore::Receipt>> RemoteCore::receipts(const std::string& client_id) {
  using Receipts = std::vector<Receipt>;
  return outside_.call<Receipts>("kjerne.receipts", client_id, false, [&]() -> Result<Receipts> {
    const std::lock_guard lock(mutex_);
    do_what_is_due();
    return receipts_[client_id];
  });
}

std::vector<RemoteCore::Saksmappe> RemoteCore::saksmapper() const {
  const std::lock_guard lock(mutex_);
  return saksmapper_;
}

std::vector<RemoteCore::Journalpost> RemoteCore::journalposter() const {
  const std::lock_guard lock(mutex_);
  return journalposter_;
}

}  // namespace fangst::support
