#include "digipost/digipost_error.hpp"

#include "digipost/digipost_schema.hpp"

#include <algorithm>
#include <array>

namespace fangst::sandbox {
namespace {

struct Known {
  std::string_view code;
  int status;
  std::string_view type;
};

constexpr std::array<Known, 50> kKnown{{
    {"NOT_APPROVED_FOR_REST_API_USAGE", 403, "CONFIGURATION"},
    {"NOT_APPROVED_FOR_PRINT", 403, "CONFIGURATION"},
    {"NOT_APPROVED_FOR_IDPORTEN", 403, "CONFIGURATION"},
    {"NOT_APPROVED_FOR_DIRECT_PRINT", 403, "CONFIGURATION"},
    {"NOT_APPROVED_FOR_PREENCRYPT", 403, "CONFIGURATION"},
    {"NOT_APPROVED_FOR_TECHNICAL_ATTACHMENTS", 403, "CONFIGURATION"},
    {"MISSING_CERTIFICATE", 403, "CONFIGURATION"},
    {"REVOKED_CERTIFICATE", 403, "CONFIGURATION"},
    {"BROKER_NOT_AUTHORIZED", 403, "CONFIGURATION"},
    {"NOTIFICATION_ADDRESSES_NOT_ALLOWED", 403, "CONFIGURATION"},
    {"ORGANISATION_LETTERS_PER_MONTH_EXCEEDED", 403, "CONFIGURATION"},
    {"DELIVERY_DATE_HISTORICAL", 400, "CONFIGURATION"},
    {"ACCOUNT_DEACTIVATED", 403, "CONFIGURATION"},
    {"PROBLEM_WITH_REQUEST", 400, "CLIENT_TECHNICAL"},
    {"INVALID_DATE", 400, "CLIENT_TECHNICAL"},
    {"INVALID_DATE_RANGE", 400, "CLIENT_TECHNICAL"},
    {"INVALID_QUERY_PARAMETER", 400, "CLIENT_TECHNICAL"},
    {"SCHEMA_VALIDATION_ERROR", 400, "CLIENT_TECHNICAL"},
    {"ILLEGAL_ACCESS", 403, "CLIENT_TECHNICAL"},
    {"INVALID_SIGNATURE", 403, "CLIENT_TECHNICAL"},
    {"MISSING_SIGNATURE", 403, "CLIENT_TECHNICAL"},
    {"DOCUMENT_NOT_FOUND", 404, "CLIENT_TECHNICAL"},
    {"INVALID_USER_ID_HEADER", 400, "CLIENT_TECHNICAL"},
    {"UNKNOWN_USER_ID", 403, "CLIENT_TECHNICAL"},
    {"MISSING_DATE_HEADER", 400, "CLIENT_TECHNICAL"},
    {"INVALID_DATE_HEADER", 400, "CLIENT_TECHNICAL"},
    {"DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL", 400, "CLIENT_TECHNICAL"},
    {"MISSING_SHA256", 400, "CLIENT_TECHNICAL"},
    {"INVALID_SHA256", 400, "CLIENT_TECHNICAL"},
    {"INVALID_MD5", 400, "CLIENT_TECHNICAL"},
    {"MISSING_BODYPART_CONTENT_DISPOSITION", 400, "CLIENT_TECHNICAL"},
    {"MISSING_BODYPART_FILENAME", 400, "CLIENT_TECHNICAL"},
    {"DOCUMENTS_AND_FILES_MISMATCH", 400, "CLIENT_TECHNICAL"},
    {"CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF", 400, "CLIENT_DATA"},
    {"DUPLICATE_MESSAGE", 400, "CLIENT_DATA"},
    {"DUPLICATE_DOCUMENT_ID", 400, "CLIENT_DATA"},
    {"ILLEGAL_CONTENT_TYPE", 400, "CLIENT_DATA"},
    {"VALIDATION_FAILED", 400, "CLIENT_DATA"},
    {"UNKNOWN_SENDER", 400, "CLIENT_DATA"},
    {"UNKNOWN_RECIPIENT", 404, "CLIENT_DATA"},
    {"MISSING_RECIPIENT", 400, "CLIENT_DATA"},
    {"MISSING_CONTENT", 400, "CLIENT_DATA"},
    {"MISSING_SUBJECT", 400, "CLIENT_DATA"},
    {"INVALID_SMS_NOTIFICATION_TIME", 400, "CLIENT_DATA"},
    {"INVALID_RECIPIENT_PRINT_ADDRESS", 400, "CLIENT_DATA"},
    {"INVALID_RETURN_ADDRESS", 400, "CLIENT_DATA"},
    {"INVALID_PDF_CONTENT", 400, "CLIENT_DATA"},
    {"UNKNOWN_BATCH", 400, "CLIENT_DATA"},
    {"API_UNAVAILABLE", 503, "SERVER"},
    {"SERVER_ERROR", 500, "SERVER"},
}};

const Known& known(std::string_view code) {
  static constexpr Known kOther{"", 400, "CLIENT_DATA"};
  const auto found = std::find_if(kKnown.begin(), kKnown.end(), [code](const Known& one) { return one.code == code; });
  return found == kKnown.end() ? kOther : *found;
}

}  // namespace

int status_of(const DigipostError& error) { return error.status != 0 ? error.status : known(error.code).status; }

std::string to_xml(const DigipostError& error) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><error xmlns=\"" + std::string(kDigipostSpace) + "\">" +
         xml_element("error-code", error.code) + xml_element("error-message", error.message) +
         xml_element("error-type", known(error.code).type) + "</error>";
}

}  // namespace fangst::sandbox
