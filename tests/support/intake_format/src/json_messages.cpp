#include <fangst/codec/submission_json.hpp>
#include <fangst/support/json_messages.hpp>

#include <string>

namespace fangst::support {
namespace {

std::string url_of(std::size_t number) { return "https://h/" + std::to_string(number); }
std::size_t bytes_of(std::size_t number) { return 10 + number; }
std::string sha256_of(std::size_t number) { return std::string(64, static_cast<char>('a' + (number - 1))); }

}  // namespace

nlohmann::json set(std::string_view pointer, const nlohmann::json& value) {
  return {{"op", "add"}, {"path", pointer}, {"value", value}};
}

nlohmann::json without(std::string_view pointer) { return {{"op", "remove"}, {"path", pointer}}; }

nlohmann::json changed(const nlohmann::json& message, const nlohmann::json& change) {
  return message.patch(nlohmann::json::array({change}));
}

nlohmann::json json_of(const model::SubmissionContent& content) {
  return nlohmann::json::parse(codec::to_json(content));
}

nlohmann::json sample_file(std::size_t number) {
  return {{"url", url_of(number)}, {"bytes", bytes_of(number)}, {"sha256", sha256_of(number)}};
}

nlohmann::json sample_document(std::size_t number) {
  return {{"url", url_of(number)}, {"filstoerrelse", bytes_of(number)}, {"sjekksum", sha256_of(number)}};
}

}  // namespace fangst::support
