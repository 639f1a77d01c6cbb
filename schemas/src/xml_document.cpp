#include "xml_encoding.hpp"
#include "xml_faults.hpp"
#include "xml_library.hpp"
#include "xml_scan.hpp"
#include "xml_tree.hpp"

#include <fangst/schemas/xml_document.hpp>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace fangst::schemas {
namespace {

using Tree = XmlDocument::Tree;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

/// libxml2 hands over attribute values with every '&' written as "&#38;" when it is not asked to replace entities.
/// Without a DOCTYPE no other reference can be left.
std::string unescape_ampersand(std::string_view value) {
  constexpr std::string_view kEscaped = "&#38;";
  std::string text;
  text.reserve(value.size());
  for (auto found = value.find(kEscaped); found != std::string_view::npos; found = value.find(kEscaped)) {
    text.append(value.substr(0, found)).push_back('&');
    value.remove_prefix(found + kEscaped.size());
  }
  return text.append(value);
}

/// Receives libxml2's events and builds the tree; stops the parser at the first fault.
class TreeBuilder {
 public:
  explicit TreeBuilder(const XmlLimits& limits) : limits_(limits), tree_(std::make_shared<Tree>()) {}

  void attach(xmlParserCtxt* parser) {
    parser_ = parser;
    *parser->sax = xmlSAXHandler{};
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->sax->startElementNs = &on_start;
    parser->sax->endElementNs = &on_end;
    parser->sax->characters = &on_text;
    parser->sax->ignorableWhitespace = &on_text;
    parser->sax->cdataBlock = &on_text;
    parser->sax->internalSubset = &on_doctype;
    parser->sax->serror = &on_error;
    parser->userData = this;
  }

  Result<std::shared_ptr<const Tree>> finish() {
    if (fault_) return Failure(*std::move(fault_));
    if (tree_->elements.empty() || parser_->wellFormed == 0) return Failure(not_well_formed(line(), 0));
    return std::shared_ptr<const Tree>(std::move(tree_));
  }

 private:
  static TreeBuilder& self(void* data) { return *static_cast<TreeBuilder*>(data); }

  static void on_start(void* data, const xmlChar* name, const xmlChar*, const xmlChar* ns, int namespaces,
                       const xmlChar**, int attributes, int, const xmlChar** values) {
    auto& builder = self(data);
    if (!builder.fault_) builder.start(view(name), view(ns), namespaces, attributes, values);
  }
  static void on_end(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
    auto& builder = self(data);
    if (!builder.fault_) builder.end();
  }
  static void on_text(void* data, const xmlChar* text, int length) {
    auto& builder = self(data);
    if (builder.fault_ || builder.open_.empty()) return;
    auto& element = builder.tree_->elements[builder.open_.back().element];
    element.text.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
  }
  static void on_doctype(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
    self(data).stop(doctype_fault());
  }
  static void on_error(void* data, xmlError* error) {
    auto& builder = self(data);
    if (error->level == XML_ERR_WARNING || builder.fault_) return;
    builder.stop(not_well_formed(error->line, error->code));
  }

  static Error not_well_formed(int line, int code) {
    return xml_fault("xml.ugyldig",
                     "XML-dokumentet er ikke velformet (linje " + std::to_string(line) +
                         "). Rett feilen i systemet som laget det, og send på nytt.",
                     "libxml2 error " + std::to_string(code));
  }

  void start(std::string_view name, std::string_view ns, int namespaces, int attributes, const xmlChar** values) {
    auto& elements = tree_->elements;
    const auto before = open_.empty() ? 0 : open_.back().namespaces;
    open_.push_back({static_cast<std::uint32_t>(elements.size()), before + static_cast<std::size_t>(namespaces)});
    if (open_.size() > limits_.max_depth) return stop(limit_fault("dyp nøsting", limits_.max_depth, line()));
    if (open_.back().namespaces > limits_.max_namespaces_in_scope) {
      return stop(limit_fault("mange navnerom", limits_.max_namespaces_in_scope, line()));
    }
    if (elements.size() >= limits_.max_elements) {
      return stop(limit_fault("mange elementer", limits_.max_elements, line()));
    }
    if (tree_->attributes.size() + static_cast<std::size_t>(attributes) > limits_.max_attributes) {
      return stop(limit_fault("mange attributter", limits_.max_attributes, line()));
    }
    append(name, ns);
    for (int i = 0; i < attributes; ++i, values += 5) {
      const auto* begin = reinterpret_cast<const char*>(values[3]);
      const auto* end = reinterpret_cast<const char*>(values[4]);
      const std::string_view value(begin, static_cast<std::size_t>(end - begin));
      tree_->attributes.push_back({intern(view(values[2])), intern(view(values[0])), unescape_ampersand(value)});
    }
    elements.back().attribute_count = static_cast<std::uint32_t>(attributes);
  }

  void append(std::string_view name, std::string_view ns) {
    auto& elements = tree_->elements;
    const auto index = static_cast<std::uint32_t>(elements.size());
    Tree::Element element{intern(ns), intern(name), {}};
    element.first_attribute = static_cast<std::uint32_t>(tree_->attributes.size());
    element.line = line();
    if (open_.size() > 1) {
      element.parent = open_[open_.size() - 2].element;
      auto& parent = elements[element.parent];
      element.place_in_parent_text = static_cast<std::uint32_t>(parent.text.size());
      (parent.last_child == Tree::kNone ? parent.first_child : elements[parent.last_child].next_sibling) = index;
      parent.last_child = index;
    }
    elements.push_back(std::move(element));
  }

  void end() { open_.pop_back(); }

  const std::string* intern(std::string_view text) { return &*tree_->names.insert(unescape_ampersand(text)).first; }
  int line() const { return xmlSAX2GetLineNumber(parser_); }

  void stop(Error fault) {
    if (!fault_) fault_ = std::move(fault);
    xmlStopParser(parser_);
  }

  struct Open {
    std::uint32_t element;
    std::size_t namespaces;  // in scope
  };

  const XmlLimits& limits_;
  std::shared_ptr<Tree> tree_;
  std::vector<Open> open_;
  std::optional<Error> fault_;
  xmlParserCtxt* parser_ = nullptr;
};

struct ParserFree {
  void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};

/// Only restricting options: entities, external subsets, XInclude and the "huge" mode are never switched on.
constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC;

/// Feeds the parser in pieces: given a block of memory, libxml2 refuses any document with 10 MB behind the cursor.
int read_piece(void* remaining, char* buffer, int size) {
  auto& text = *static_cast<std::string_view*>(remaining);
  const auto piece = text.substr(0, static_cast<std::size_t>(size));
  std::copy(piece.begin(), piece.end(), buffer);
  text.remove_prefix(piece.size());
  return static_cast<int>(piece.size());
}

}  // namespace

Result<XmlDocument> XmlDocument::parse(std::string_view bytes, const XmlLimits& limits) {
  prepare_xml_library();
  const auto max_bytes = std::min<std::size_t>(limits.max_bytes, std::numeric_limits<int>::max());
  if (bytes.size() > max_bytes) return Failure(limit_fault("mange byte", max_bytes));
  FANGST_TRY(const auto utf8, to_utf8(bytes, max_bytes));
  FANGST_CHECK(scan_markup(utf8.view(), limits));

  const std::unique_ptr<xmlParserCtxt, ParserFree> parser(xmlNewParserCtxt());
  if (!parser) throw std::bad_alloc();
  TreeBuilder builder(limits);
  builder.attach(parser.get());
  auto remaining = utf8.view();
  xmlCtxtReadIO(parser.get(), &read_piece, nullptr, &remaining, nullptr, "UTF-8", kOptions);
  FANGST_TRY(auto tree, builder.finish());
  return XmlDocument(std::move(tree));
}

XmlNode XmlDocument::root() const { return {tree_.get(), 0}; }

}  // namespace fangst::schemas
