#include "svarut/svarut_error.hpp"

#include "shared/call.hpp"
#include "shared/reply.hpp"

#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

namespace fangst::sandbox {
namespace {

std::string reason_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    default:
      return "Internal Server Error";
  }
}

}  // namespace

const char* const kDuplicateText =
    "Forsendelse med samme mottaker, tittel, avsender og filer er forsøkt sendt tidligere";
const char* const kOlderDuplicateText = "Forsendelse med samme mottaker, tittel og avsender";

http::Response to_response(const SvarUtError& error, const http::RequestHead& head, TimePoint now) {
  const std::string original = raw_path(head);
  const std::string prefix = "/svarut";
  nlohmann::json body{{"timestamp", now.time_since_epoch().count()},
                      {"status", error.status},
                      {"error", reason_of(error.status)},
                      {"errorId", crypto::uuid_v4()},
                      {"path", original.starts_with(prefix) ? original.substr(prefix.size()) : original},
                      {"originalPath", original},
                      {"message", error.message}};
  if (!error.code.empty()) body["errorCode"] = error.code;
  if (!error.details.empty()) body["errorJson"] = error.details;
  return json_response(error.status, body);
}

SvarUtError duplicate_error(bool older_text) {
  return {400, "GJENTAGENDE_FORSENDELSE", older_text ? kOlderDuplicateText : kDuplicateText, {}};
}

}  // namespace fangst::sandbox
