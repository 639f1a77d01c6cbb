#pragma once

#include <memory>
#include <string>

namespace fangst::schemas {

/// Writes one UTF-8 document whose elements are all in one namespace. Texts are escaped; they must be UTF-8 without
/// control characters. Throws std::bad_alloc only.
class XmlWriter {
 public:
  XmlWriter(const std::string& root, const std::string& ns);
  ~XmlWriter();

  XmlWriter& open(const char* name);
  XmlWriter& close();
  XmlWriter& element(const char* name, const std::string& text);
  /// Nothing is written for an empty text.
  XmlWriter& element_if_given(const char* name, const std::string& text);
  /// Closes what is open; nothing may be written after it.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::schemas
