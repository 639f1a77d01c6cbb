#pragma once

#include <fangst/ports/clock.hpp>
#include <fangst/ports/document_store.hpp>
#include <fangst/sql/database.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace fangst::sql {

/// Document bytes on disk. Small documents are appended to segment files, whose single sync a whole group commit
/// shares; large ones are files of their own, named by their hash. The table `document` says where each lies.
class DocumentFiles final : public ports::DocumentStore {
 public:
  /// Finds the location column of a document; runs its own read.
  using Locate = std::function<Result<std::optional<std::string>>(const model::Sha256&)>;

  DocumentFiles(const DatabaseSettings& settings, const ports::Clock& clock, Locate locate);
  ~DocumentFiles() override;

  std::unique_ptr<ports::DocumentWriter> begin() override;
  Result<std::unique_ptr<ports::ByteSource>> open(const model::Sha256& sha256) override;

  /// On the writer thread, inside the transaction: puts the bytes in place, unsynced when small, and returns the
  /// location to be written to the row.
  std::string place(ports::PendingDocument& document);
  /// On the writer thread, before the commit. A failed sync ends the process: what the disk has lost cannot be known.
  void sync();

 private:
  void open_segment();

  std::filesystem::path directory_;
  std::string node_;
  std::size_t small_document_;
  std::uint64_t segment_limit_;
  const ports::Clock& clock_;
  Locate locate_;
  int segment_ = -1;
  std::string segment_name_;
  std::uint64_t segment_size_ = 0;
  bool dirty_ = false;
};

}  // namespace fangst::sql
