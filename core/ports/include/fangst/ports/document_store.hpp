#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/sha256.hpp>
#include <fangst/ports/byte_source.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

namespace fangst::ports {

/// A document whose bytes have been received and hashed, but that is not durable before the transaction that refers to
/// it commits. Destroying it unused gives its space back.
class PendingDocument {
 public:
  virtual ~PendingDocument() = default;
  virtual const model::Sha256& sha256() const = 0;
  virtual std::uint64_t size() const = 0;
};

/// Takes the bytes of one document as they arrive. Not thread-safe. `write` may block on the disk once the document has
/// outgrown the in-memory limit.
class DocumentWriter {
 public:
  virtual ~DocumentWriter() = default;
  virtual Result<void> write(std::string_view bytes) = 0;
  virtual Result<std::shared_ptr<PendingDocument>> finish() = 0;
};

/// Content-addressed document bytes. Thread-safe.
class DocumentStore {
 public:
  virtual ~DocumentStore() = default;
  virtual std::unique_ptr<DocumentWriter> begin() = 0;
  /// `not_found` when no committed transaction has stored it. The SHA-256 is computed on the way: the read that would
  /// return 0 returns `corrupt` instead when the bytes are not those that were stored.
  virtual Result<std::unique_ptr<ByteSource>> open(const model::Sha256& sha256) = 0;
};

}  // namespace fangst::ports
