#pragma once

#include "connection.hpp"
#include "document_files.hpp"
#include "presence.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fangst::sql {

/// The one writer: takes what has gathered, runs each write in a savepoint of one transaction, syncs the documents,
/// commits once, and then tells everybody.
class GroupCommit {
 public:
  using Connect = std::function<std::unique_ptr<Connection>()>;

  GroupCommit(Connect connect, DocumentFiles& files, const ports::Clock& clock, CommitHook& hook, Presence& presence);
  ~GroupCommit();

  void submit(Write write, std::function<void(Result<void>)> done);
  void on_commit(std::function<void()> listener);
  void forget_listeners();

 private:
  struct Job {
    Write write;
    std::function<void(Result<void>)> done;
    Result<void> result;
  };

  void run();
  void commit(std::vector<Job>& batch);
  void try_commit(std::vector<Job>& batch);
  std::string roll_back();
  Result<void> apply(Job& job, model::Timestamp now);
  void place_documents(const Write& write);

  Connect connect_;
  DocumentFiles& files_;
  const ports::Clock& clock_;
  CommitHook& hook_;
  Presence& presence_;
  std::unique_ptr<Connection> connection_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::mutex listener_mutex_;  // held while they run: once forgotten, none runs any more
  std::vector<std::function<void()>> listeners_;
  std::thread thread_;
};

}  // namespace fangst::sql
