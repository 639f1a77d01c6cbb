#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::model {

using Date = std::chrono::year_month_day;

/// "YYYY-MM-DD", and only a day that exists.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);

}  // namespace fangst::model
