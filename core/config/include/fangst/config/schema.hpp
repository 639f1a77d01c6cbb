#pragma once

#include <fangst/config/section.hpp>

#include <string_view>
#include <vector>

namespace fangst::config {

/// All that a configuration may hold, from the declarations of every part, in the order of the sample and the
/// reference page.
class Schema {
 public:
  /// Of two sections with the same name the second adds its settings, rules and variants to the first: a part may
  /// declare what it reads of each source. Throws std::logic_error for a setting that is declared twice or has no help.
  Schema& add(Section section);

  const std::vector<Section>& sections() const { return sections_; }
  const Section* find(std::string_view name) const;  ///< By the declared name.

 private:
  std::vector<Section> sections_;
};

}  // namespace fangst::config
