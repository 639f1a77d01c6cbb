#pragma once

#include <fangst/model/timestamp.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

/// What Digipost answers, read from its XML; empty when the body is something else.
namespace fangst::digipost {

struct Root {
  std::string certificate;                   ///< PEM
  std::map<std::string, std::string> links;  ///< URI by the last part of the relation, lower case.
};
struct MessageDelivery {
  std::string message_id;  ///< May be empty.
  std::string status;
  std::string primary_uuid;  ///< May be empty.
};
struct DocumentStatus {
  std::string uuid;
  std::string status;
  std::string channel;
  std::optional<model::Timestamp> changed_at;
};
struct ErrorAnswer {
  std::string code;
  std::string type;
  std::string message;
};

std::optional<Root> read_root(std::string_view body);
std::optional<MessageDelivery> read_delivery(std::string_view body);
std::optional<DocumentStatus> read_document_status(std::string_view body);
std::optional<ErrorAnswer> read_error(std::string_view body);

}  // namespace fangst::digipost
