#include "answers.hpp"
#include "require.hpp"

#include <fangst/schemas/xml_document.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace fangst;
  using fuzz::require;
  const auto body = fuzz::view(data, size);
  const auto document = schemas::XmlDocument::parse(body);
  if (!document) fuzz::require_sound(document.error());
  int kinds = 0;
  if (const auto root = digipost::read_root(body)) {
    ++kinds;
    require(root->links.size() <= size, "no more links than bytes");
    for (const auto& [relation, uri] : root->links) {
      require(relation.find('/') == std::string::npos, "a relation is known by its last part");
    }
  }
  if (const auto delivery = digipost::read_delivery(body)) {
    ++kinds;
    require(!delivery->status.empty(), "a delivery has a status");
  }
  if (const auto status = digipost::read_document_status(body)) {
    ++kinds;
    require(!status->status.empty(), "a document has a status");
  }
  if (digipost::read_error(body)) ++kinds;
  require(kinds <= 1, "an answer is one thing");
  require(kinds == 0 || document.has_value(), "what is not XML is no answer");
  return 0;
}
