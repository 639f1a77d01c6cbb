#pragma once

#include <fangst/intake/intake.hpp>

#include <vector>

namespace fangst::intake {

/// Documents that are to be fetched must lie where the source's files are configured to lie.
Result<void> check_addresses(const model::SubmissionContent& content, const model::SourceName& source,
                             const ports::FileSource& files);

/// Ties the bytes that came with a message to the documents that it names: files by filnavn, embedded ones by index.
/// Writes hash and size into the content, compares declared hashes, and returns what is to be kept with the submission.
/// Every fault is named at once.
Result<std::vector<std::shared_ptr<ports::PendingDocument>>> tie_documents(
    model::SubmissionContent& content, std::vector<ports::EmbeddedDocument>& embedded, std::vector<ReceivedFile>& files,
    ports::DocumentStore& store);

/// Documents that came earlier (claim check): the source must have uploaded them itself. Inside the transaction.
Result<void> resolve_claims(sql::Transaction& tx, model::SubmissionContent& content, const model::SourceName& source,
                            const std::vector<std::shared_ptr<ports::PendingDocument>>& kept);

}  // namespace fangst::intake
