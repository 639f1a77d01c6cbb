#pragma once

#include <span>
#include <string>
#include <string_view>

namespace fangst::policy {

/// Which archive core takes the submissions of a source, of an arkivdel, or of one source in one arkivdel.
struct CoreRule {
  std::string source;    ///< Empty: any.
  std::string arkivdel;  ///< As the submission's saksmappe names it. Empty: any.
  std::string core;
};

/// The core of the most specific rule that fits: source and arkivdel, then arkivdel, then source, then a rule for all;
/// `otherwise` when none does. Of two equal rules the first counts. The result is a reference into `rules`, or to
/// `otherwise`.
const std::string& choose_core(std::span<const CoreRule> rules, std::string_view source, std::string_view arkivdel,
                               const std::string& otherwise);

}  // namespace fangst::policy
