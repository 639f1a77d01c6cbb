#pragma once

#include <fangst/error/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::schemas {

/// What a message may cost before it is refused. The defaults fit a message with embedded documents.
struct XmlLimits {
  std::size_t max_bytes = 64U << 20U;
  std::size_t max_depth = 200;
  std::size_t max_elements = 200'000;
  std::size_t max_attributes = 400'000;
  std::size_t max_attributes_per_element = 128;  ///< Namespace declarations included.
  std::size_t max_namespaces_in_scope = 256;
};

class XmlNode;

/// A whole XML document in memory, read from untrusted bytes: any DOCTYPE is refused, so that no entity, no file and no
/// network is ever touched; encodings are UTF-8, UTF-16, ISO-8859-1, ISO-8859-15, Windows-1252 and US-ASCII.
/// Immutable, cheap to copy, thread-safe. Takes about the size of the text plus 120 bytes per element.
class XmlDocument {
 public:
  /// `invalid_input` (with the line in the public text) or `too_large`.
  static Result<XmlDocument> parse(std::string_view bytes, const XmlLimits& limits = {});

  XmlNode root() const;

  struct Tree;

 private:
  explicit XmlDocument(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
  std::shared_ptr<const Tree> tree_;
};

/// One element of a document; valid as long as a copy of its document lives. Views point into the document.
class XmlNode {
 public:
  std::string_view name() const;  ///< Without prefix.
  std::string_view ns() const;    ///< Namespace URI; empty when none.
  bool is(std::string_view ns, std::string_view name) const;
  int line() const;

  /// The element's own character data without surrounding white space. Text of child elements is not included.
  std::string_view text() const;
  /// As text(), nothing trimmed.
  std::string_view raw_text() const;
  /// The character data of the element and all below it, in document order.
  std::string text_content() const;

  /// An attribute without namespace (what nearly every schema has), or one with; nothing when absent.
  std::optional<std::string_view> attribute(std::string_view name) const;
  std::optional<std::string_view> attribute(std::string_view ns, std::string_view name) const;

  std::vector<XmlNode> children() const;
  std::vector<XmlNode> children(std::string_view ns, std::string_view name) const;
  std::optional<XmlNode> child(std::string_view ns, std::string_view name) const;
  std::optional<XmlNode> first_child() const;
  std::optional<XmlNode> next_sibling() const;

  /// The first element at a path of child names in one namespace: find(kMsgHead, "MsgInfo/Patient/Ident").
  std::optional<XmlNode> find(std::string_view ns, std::string_view path) const;
  /// Every element at such a path, over all branches, in document order.
  std::vector<XmlNode> find_all(std::string_view ns, std::string_view path) const;
  /// text() of the first element at the path; empty when there is none.
  std::string_view text_at(std::string_view ns, std::string_view path) const;

  /// For FieldError::pointer: "/MsgHead/Document[2]/RefDoc", names without prefix, positions from 1 where needed.
  std::string path() const;

 private:
  friend class XmlDocument;
  XmlNode(const XmlDocument::Tree* tree, std::uint32_t index) : tree_(tree), index_(index) {}

  const XmlDocument::Tree* tree_;
  std::uint32_t index_;
};

}  // namespace fangst::schemas
