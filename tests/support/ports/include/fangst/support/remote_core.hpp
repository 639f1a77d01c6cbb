#pragma once

#include <fangst/model/submission.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/support/outside.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fangst::support {

/// Somebody else's Noark core, in memory. It makes what it is asked to make, also a second time: nothing in it is
/// idempotent, so that a mistake of its clients shows. Each remote write can fail in every way that Trouble has; what
/// "half of it" is, each operation says. Outlives the engine under test. Thread-safe.
class RemoteCore {
 public:
  struct Journalpost {
    std::string id, saksmappe, key;
    std::vector<std::string> documents;  ///< As they came, a second time too.
    std::string journalstatus = "R";
    int times_ekspedert = 0;
  };
  struct Saksmappe {
    std::string id, key;
  };

  RemoteCore(Outside& outside, const ports::Clock& clock) : outside_(outside), clock_(clock) {}

  // Operations called one by one, as over SOAP or REST.
  Result<std::string> new_saksmappe(const std::string& key);
  Result<std::string> new_journalpost(const std::string& saksmappe, const std::string& key);
  /// Half of it: the first half of the documents.
  Result<void> new_documents(const std::string& journalpost, const std::vector<std::string>& documents);
  Result<void> set_ekspedert(const std::string& journalpost);
  Result<std::optional<Saksmappe>> find_saksmappe(const std::string& key);
  Result<std::optional<Journalpost>> find_journalpost(const std::string& key);

  // One message with all of it, and receipts that come later.
  struct Message {
    std::string client_id, saksmappe_key, key;
    std::vector<std::string> documents;
    bool is_ekspedert = false;  ///< Else it is a capture.
  };
  struct Receipt {
    enum class Kind { mottatt, kvittering, delvis } kind = Kind::mottatt;
    std::string saksmappe, journalpost;
  };
  /// Half of it: the saksmappe is made and the journalpost is not, and the receipt says so.
  Result<void> send(const Message& message);
  /// What has been answered to this client id; the call can fail.
  Result<std::vector<Receipt>> receipts(const std::string& client_id);
  std::chrono::seconds answers_after{90};
  bool swaps_order = false;  ///< The kvittering comes a minute before the mottatt.

  std::vector<Saksmappe> saksmapper() const;
  std::vector<Journalpost> journalposter() const;

 private:
  struct Later {
    model::Timestamp at;
    std::function<void()> act;
  };

  /// Does `whole`, `half` of it or nothing, now or later, and answers as arranged.
  Result<std::string> write(const std::string& name, const std::string& key, const std::function<std::string()>& whole,
                            const std::function<void()>& half);
  void do_what_is_due();
  std::string add_saksmappe(const std::string& key);
  std::string add_journalpost(const std::string& saksmappe, const std::string& key);
  Journalpost& journalpost(const std::string& id);
  const Saksmappe* saksmappe_of(const std::string& key) const;
  void ekspeder(Journalpost& post);
  void handle(const Message& message, bool whole);
  void answer_at(std::chrono::seconds after, const std::string& client_id, Receipt receipt);

  Outside& outside_;
  const ports::Clock& clock_;
  mutable std::mutex mutex_;
  std::vector<Saksmappe> saksmapper_;
  std::vector<Journalpost> journalposter_;
  std::vector<Later> later_;
  std::map<std::string, std::vector<Receipt>> receipts_;
};

}  // namespace fangst::support
