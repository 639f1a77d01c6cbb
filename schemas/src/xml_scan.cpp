#include "xml_scan.hpp"

#include "xml_faults.hpp"

#include <algorithm>

namespace fangst::schemas {
namespace {

class MarkupScan {
 public:
  MarkupScan(std::string_view text, const XmlLimits& limits) : text_(text), limits_(limits) {}

  Result<void> run() {
    while ((at_ = text_.find('<', at_)) != std::string_view::npos) {
      if (starts_with("<!--")) {
        skip_past("-->", 4);
      } else if (starts_with("<![CDATA[")) {
        skip_past("]]>", 9);
      } else if (starts_with("<?")) {
        skip_past("?>", 2);
      } else if (starts_with("<!")) {
        return Failure(doctype_fault());
      } else {
        FANGST_CHECK(tag());
      }
    }
    return {};
  }

 private:
  bool starts_with(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

  void skip_past(std::string_view end, std::size_t opening) {
    const auto found = text_.find(end, at_ + opening);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  Result<void> tag() {
    std::size_t attributes = 0;
    while (++at_ < text_.size() && text_[at_] != '>') {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        at_ = std::min(text_.find(c, at_ + 1), text_.size());
      } else if (c == '=' && ++attributes > limits_.max_attributes_per_element) {
        return Failure(limit_fault("mange attributter på ett element", limits_.max_attributes_per_element));
      }
    }
    return {};
  }

  std::string_view text_;
  const XmlLimits& limits_;
  std::size_t at_ = 0;
};

}  // namespace

Result<void> scan_markup(std::string_view utf8, const XmlLimits& limits) { return MarkupScan(utf8, limits).run(); }

}  // namespace fangst::schemas
