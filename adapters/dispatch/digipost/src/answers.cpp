#include "answers.hpp"

#include "wire.hpp"

#include <fangst/schemas/xml_document.hpp>
#include <fangst/text/ascii.hpp>

namespace fangst::digipost {
namespace {

std::optional<schemas::XmlDocument> read(std::string_view body, std::string_view root) {
  schemas::XmlLimits limits;
  limits.max_bytes = 4U << 20U;
  limits.max_depth = 20;
  limits.max_elements = 10'000;
  auto document = schemas::XmlDocument::parse(body, limits);
  if (!document || !document->root().is(kNamespace, root)) return std::nullopt;
  return *std::move(document);
}

std::string attribute(const schemas::XmlNode& node, std::string_view name) {
  return std::string(node.attribute(name).value_or(std::string_view()));
}

std::string text(const schemas::XmlNode& node, std::string_view path) {
  return std::string(node.text_at(kNamespace, path));
}

/// "https://api.digipost.no/relations/create_message" is known by its last part, in whatever case.
std::string relation(std::string_view uri) { return text::lower(uri.substr(uri.rfind('/') + 1)); }

}  // namespace

std::optional<Root> read_root(std::string_view body) {
  const auto document = read(body, "entrypoint");
  if (!document) return std::nullopt;
  Root root{text(document->root(), "certificate"), {}};
  for (const auto& link : document->root().children(kNamespace, "link")) {
    root.links.emplace(relation(attribute(link, "rel")), attribute(link, "uri"));
  }
  return root;
}

std::optional<MessageDelivery> read_delivery(std::string_view body) {
  const auto document = read(body, "message-delivery");
  if (!document) return std::nullopt;
  const auto root = document->root();
  MessageDelivery delivery{text(root, "message-id"), text(root, "status"), text(root, "primary-document/uuid")};
  if (delivery.status.empty()) return std::nullopt;
  return delivery;
}

std::optional<DocumentStatus> read_document_status(std::string_view body) {
  const auto document = read(body, "document-status");
  if (!document) return std::nullopt;
  const auto root = document->root();
  DocumentStatus status{attribute(root, "uuid"), attribute(root, "status"), attribute(root, "channel"), std::nullopt};
  status.changed_at = model::parse_timestamp(attribute(root, "delivered"));
  if (!status.changed_at) status.changed_at = model::parse_timestamp(attribute(root, "created"));
  if (status.status.empty()) return std::nullopt;
  return status;
}

std::optional<ErrorAnswer> read_error(std::string_view body) {
  const auto document = read(body, "error");
  if (!document) return std::nullopt;
  const auto root = document->root();
  return ErrorAnswer{text(root, "error-code"), text(root, "error-type"), text(root, "error-message")};
}

}  // namespace fangst::digipost
