#pragma once

#include <fangst/config/section.hpp>

#include <string_view>
#include <vector>

namespace fangst::config {

/// Everything that a configuration may contain: the declarations of every part, in the order of the sample and the
/// reference page. Filled at start by one thread; then thread-safe.
class Schema {
 public:
  /// A section whose name is already there adds its settings, rules and variants to the first: in this way a part
  /// declares settings of each source. Throws std::logic_error for a setting that is declared twice or has no help.
  Schema& add(Section section);

  const std::vector<Section>& sections() const { return sections_; }
  const Section* find(std::string_view name) const;  ///< By the declared name.

 private:
  std::vector<Section> sections_;
};

}  // namespace fangst::config
