#pragma once

#include <fangst/model/submission.hpp>

#include <nlohmann/json.hpp>

#include <string_view>

/// Messages in JSON, and submissions as JSON.
namespace fangst::support {

/// A change (RFC 6902) that gives a member a value, or takes it away.
nlohmann::json set(std::string_view pointer, const nlohmann::json& value);
nlohmann::json without(std::string_view pointer);
/// The message after one of these.
nlohmann::json changed(const nlohmann::json& message, const nlohmann::json& change);

/// As it is stored.
nlohmann::json json_of(const model::SubmissionContent& content);

/// File `number` of a sample event, 1 being the first: its url, bytes and sha256.
nlohmann::json sample_file(std::size_t number);
/// The same of the document that is made of it.
nlohmann::json sample_document(std::size_t number);

}  // namespace fangst::support
