#pragma once

#include <fangst/model/ids.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/ports/document_store.hpp>
#include <fangst/ports/file_source.hpp>
#include <fangst/ports/http_client.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fangst::file_fetch {

/// Where the events of one source may point.
struct SourceFiles {
  std::vector<std::string> places;  ///< URLs: scheme, host, port and path prefix; https, or http to the loopback.
  std::string bearer_token;         ///< Sent to these places only; empty for none.
  std::uint64_t max_bytes = 500ULL << 20U;
};

/// Fetches a document that an event names by URL, straight into the document store. Calls nothing but the places that
/// are configured for the source, follows no redirect, and never lets an event choose credentials. Thread-safe when the
/// HTTP client and the store are.
class FileFetcher final : public ports::FileSource {
 public:
  /// Throws std::invalid_argument for places that may not be used.
  FileFetcher(const std::map<model::SourceName, SourceFiles>& sources, ports::HttpClient& http,
              ports::DocumentStore& documents);
  ~FileFetcher() override;

  Result<void> may_fetch(const std::string& url, const model::SourceName& source) const override;
  /// The document, received and hashed; durable with the transaction that refers to it. `rejected_by_dependency` with
  /// code "fil.feil_sjekksum" names both hashes. Fetching has no effect outside: an error never has an unknown outcome.
  Result<std::shared_ptr<ports::PendingDocument>> fetch(const std::string& url,
                                                        const std::optional<model::Sha256>& expected,
                                                        const model::SourceName& source,
                                                        model::Deadline deadline) override;

 private:
  struct Allowed;
  struct Place;
  Result<Place> find_place(const std::string& url, const model::SourceName& source) const;
  std::map<model::SourceName, Allowed> sources_;
  ports::HttpClient& http_;
  ports::DocumentStore& documents_;
};

}  // namespace fangst::file_fetch
