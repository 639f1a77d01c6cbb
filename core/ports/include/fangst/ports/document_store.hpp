#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/sha256.hpp>
#include <fangst/ports/byte_source.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

namespace fangst::ports {

/// A document whose bytes have been received and hashed. It becomes durable when the transaction that refers to it
/// commits. The destructor frees the space of a document that no transaction has used.
class PendingDocument {
 public:
  virtual ~PendingDocument() = default;
  virtual const model::Sha256& sha256() const = 0;
  virtual std::uint64_t size() const = 0;
};

/// Receives the bytes of one document in pieces. Not thread-safe. `write` may block on the disk when the document is
/// larger than the limit for memory. Errors: `unavailable` when the disk fails.
class DocumentWriter {
 public:
  virtual ~DocumentWriter() = default;
  virtual Result<void> write(std::string_view bytes) = 0;
  virtual Result<std::shared_ptr<PendingDocument>> finish() = 0;
};

/// Document bytes, found by their SHA-256. Thread-safe.
class DocumentStore {
 public:
  virtual ~DocumentStore() = default;
  virtual std::unique_ptr<DocumentWriter> begin() = 0;
  /// `not_found` when no committed transaction has stored it. Reading computes the SHA-256: the read that would return
  /// 0 returns `corrupt` instead when the bytes are not those that were stored.
  virtual Result<std::unique_ptr<ByteSource>> open(const model::Sha256& sha256) = 0;
};

}  // namespace fangst::ports
