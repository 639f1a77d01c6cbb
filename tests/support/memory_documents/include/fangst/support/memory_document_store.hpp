#pragma once

#include <fangst/ports/document_store.hpp>

#include <map>
#include <string>

namespace fangst::support {

/// Documents in a map, for tests of those who read and write them. Many threads may open them at once.
class MemoryDocumentStore final : public ports::DocumentStore {
 public:
  model::Sha256 put(std::string bytes);
  /// Changes the stored bytes behind the hash: what a reader must notice.
  void damage(const model::Sha256& sha256);

  std::unique_ptr<ports::DocumentWriter> begin() override;
  Result<std::unique_ptr<ports::ByteSource>> open(const model::Sha256& sha256) override;

 private:
  std::map<model::Sha256, std::string> documents_;
};

}  // namespace fangst::support
