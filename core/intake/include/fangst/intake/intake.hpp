#pragma once

#include <fangst/error/result.hpp>
#include <fangst/ports/file_source.hpp>
#include <fangst/ports/intake_format.hpp>
#include <fangst/sql/database.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fangst::intake {

struct ReceivedFile {
  std::string filename;
  std::shared_ptr<ports::PendingDocument> document;
};

struct Request {
  model::SourceName source;
  std::string format;
  std::string message;
  std::string idempotency_key;
  std::string traceparent;
  std::string external_key = {};  ///< Known when the message has been read; kept with a later refusal.
  std::vector<ReceivedFile> files;
};

struct Reply {
  bool replayed = false;  ///< The same letter was taken before; this is the first answer again.
  std::string body;       ///< JSON
};

/// Where a submission begins.
struct Route {
  std::string pipeline;
  model::StepName first;
};
/// The pipeline that takes this content from this source; empty when none does. Called from several threads.
using ChooseRoute = std::function<std::optional<Route>(const model::SourceName&, const model::SubmissionContent&)>;

struct SourceSettings {
  /// By the name of each intake format that the source may use: the source as that format sees it.
  std::map<std::string, ports::SourceProfile> profiles;

  /// Null when the source may not use the format.
  const ports::SourceProfile* profile_for(const std::string& format) const {
    const auto found = profiles.find(format);
    return found == profiles.end() ? nullptr : &found->second;
  }
};

/// The one way in, whichever transport a message came by: parses it, ties documents to it, and accepts it durably
/// (invariants 1 and 2). What is refused is counted before it is answered (invariant 4). Thread-safe.
class Intake {
 public:
  using Done = std::function<void(Result<Reply>)>;

  Intake(sql::Database& database, ChooseRoute choose_route, std::map<model::SourceName, SourceSettings> sources,
         std::vector<std::unique_ptr<ports::IntakeFormat>> formats, const ports::FileSource& files);
  ~Intake();

  /// Does not wait for the disk; `done` is called on another thread, and must not block.
  void submit(Request request, Done done);
  /// Counts and logs a refusal that was found before there was a message (too large, malformed multipart).
  void refuse(const Request& request, Error error, Done done);

  const ports::IntakeFormat* find_format(const std::string& name) const;
  bool knows(const model::SourceName& source) const { return sources_.contains(source); }

 private:
  Result<sql::Write> try_prepare(Request& request, const std::shared_ptr<Result<Reply>>& reply);
  Result<sql::Write> prepare(Request& request, const std::shared_ptr<Result<Reply>>& reply);

  sql::Database& database_;
  ChooseRoute choose_route_;
  std::map<model::SourceName, SourceSettings> sources_;
  std::vector<std::unique_ptr<ports::IntakeFormat>> formats_;
  const ports::FileSource& files_;
};

}  // namespace fangst::intake
