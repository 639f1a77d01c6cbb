#pragma once

#include <fangst/codec/json_object.hpp>
#include <fangst/model/date.hpp>
#include <fangst/schemas/xml_document.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reading elements from outside: faults are gathered, each with the path of its element.
namespace fangst::gerica {

using codec::Need;
using schemas::XmlNode;

class XmlFaults {
 public:
  void add(const XmlNode& at, std::string_view message);
  void add_missing(const XmlNode& parent, std::string_view name);
  bool empty() const { return faults_.empty(); }
  std::vector<FieldError> take() { return std::move(faults_); }

 private:
  void add(std::string pointer, std::string_view message);
  std::vector<FieldError> faults_;
};

/// A child element in its parent's namespace; its absence is a fault when it is needed.
std::optional<XmlNode> child(const XmlNode& parent, std::string_view name, Need need, XmlFaults& faults);
/// The text of a child as one line, its white space collapsed.
std::string line(const XmlNode& parent, std::string_view name, std::size_t max_length, Need need, XmlFaults& faults);
std::string line(const XmlNode& node, std::size_t max_length, XmlFaults& faults);
/// The day of an xs:date or xs:dateTime, as written.
std::optional<model::Date> day(const XmlNode& parent, std::string_view name, Need need, XmlFaults& faults);
/// Attribute V of a coded value; empty when there is none.
std::string_view code_of(const std::optional<XmlNode>& coded);

}  // namespace fangst::gerica
