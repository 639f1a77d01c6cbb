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
  std::string external_key = {};  ///< Set when the message has been read; stored with a refusal.
  std::vector<ReceivedFile> files;
};

struct Reply {
  bool replayed = false;  ///< The same submission was accepted before; this is the first answer.
  std::string body;       ///< JSON
};

/// Where a submission begins.
struct Route {
  std::string pipeline;
  model::StepName first;
};
/// Chooses the pipeline for this content from this source; empty when none fits. Called from several threads.
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

/// Accepts messages, the same for every transport: parses a message, matches documents with it, and accepts it durably
/// (invariants 1 and 2). A refusal is stored before it is answered (invariants 4 and 18). Thread-safe. The references
/// must outlive it.
class Intake {
 public:
  using Done = std::function<void(Result<Reply>)>;

  Intake(sql::Database& database, ChooseRoute choose_route, std::map<model::SourceName, SourceSettings> sources,
         std::vector<std::unique_ptr<ports::IntakeFormat>> formats, const ports::FileSource& files);
  ~Intake();

  /// Does not wait for the disk. `done` is called once, on another thread or on this one, and must not block.
  void submit(Request request, Done done);
  /// Stores a refusal that was found before there was a message (too large, malformed multipart), and calls `done` with
  /// `error`.
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
