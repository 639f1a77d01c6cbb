#include <fangst/crypto/hasher.hpp>
#include <fangst/support/memory_document_store.hpp>

#include <algorithm>
#include <utility>

namespace fangst::support {
namespace {

class MemoryReader final : public ports::ByteSource {
 public:
  MemoryReader(std::string bytes, const model::Sha256& expected) : bytes_(std::move(bytes)), expected_(expected) {}

  std::uint64_t size() const override { return bytes_.size(); }
  Result<void> rewind() override {
    at_ = 0;
    return {};
  }
  Result<std::size_t> read(std::span<char> buffer) override {
    const auto count = std::min(buffer.size(), bytes_.size() - at_);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), count, buffer.begin());
    at_ += count;
    if (count == 0 && crypto::sha256(bytes_) != expected_) {
      return Failure(Error(ErrorKind::corrupt, "dokument.skadet", "memory.read", PublicText{"Dokumentet er skadet."}));
    }
    return count;
  }

 private:
  std::string bytes_;
  model::Sha256 expected_;
  std::size_t at_ = 0;
};

class MemoryPending final : public ports::PendingDocument {
 public:
  explicit MemoryPending(const std::string& bytes) : sha256_(crypto::sha256(bytes)), size_(bytes.size()) {}
  const model::Sha256& sha256() const override { return sha256_; }
  std::uint64_t size() const override { return size_; }

 private:
  model::Sha256 sha256_;
  std::uint64_t size_;
};

class MemoryWriter final : public ports::DocumentWriter {
 public:
  Result<void> write(std::string_view bytes) override {
    bytes_ += bytes;
    return {};
  }
  Result<std::shared_ptr<ports::PendingDocument>> finish() override { return std::make_shared<MemoryPending>(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace

model::Sha256 MemoryDocumentStore::put(std::string bytes) {
  const auto sha256 = crypto::sha256(bytes);
  documents_.insert_or_assign(sha256, std::move(bytes));
  return sha256;
}

void MemoryDocumentStore::damage(const model::Sha256& sha256) { documents_.at(sha256).at(0) ^= 1; }

std::unique_ptr<ports::DocumentWriter> MemoryDocumentStore::begin() { return std::make_unique<MemoryWriter>(); }

Result<std::unique_ptr<ports::ByteSource>> MemoryDocumentStore::open(const model::Sha256& sha256) {
  const auto found = documents_.find(sha256);
  if (found == documents_.end()) {
    return Failure(
        Error(ErrorKind::not_found, "dokument.ukjent", "memory.open", PublicText{"Dokumentet finnes ikke."}));
  }
  return std::make_unique<MemoryReader>(found->second, sha256);
}

}  // namespace fangst::support
