#include "numbering.hpp"

#include <fangst/model/date.hpp>

namespace fangst::archive {
namespace {

using namespace std::chrono;

/// 01:00 UTC on the last Sunday of the month: when summer time begins (March) and ends (October), EU directive 2000/84.
sys_seconds change_of_clocks(year y, month m) { return sys_days{y / m / Sunday[last]} + hours{1}; }

/// GCC 12 has no time zone database in <chrono>; the rule for Norway is these two lines.
sys_seconds in_oslo(model::Timestamp at) {
  const auto moment = floor<seconds>(at);
  const year y = year_month_day{floor<days>(moment)}.year();
  const bool is_summer = moment >= change_of_clocks(y, March) && moment < change_of_clocks(y, October);
  return moment + (is_summer ? hours{2} : hours{1});
}

}  // namespace

int noark_year(model::Timestamp at) { return static_cast<int>(year_month_day{floor<days>(in_oslo(at))}.year()); }

std::string norwegian_date(model::Timestamp at) { return model::to_string(year_month_day{floor<days>(in_oslo(at))}); }

std::int64_t next_number(sql::Transaction& tx, const std::string& series, int year) {
  const auto rows = tx.query<std::int64_t>(
      "INSERT INTO nummerserie (navn, aar, neste) VALUES (:1, :2, 2) "
      "ON CONFLICT (navn, aar) DO UPDATE SET neste = nummerserie.neste + 1 RETURNING neste",
      series, year);
  return std::get<0>(rows.at(0)) - 1;
}

}  // namespace fangst::archive
