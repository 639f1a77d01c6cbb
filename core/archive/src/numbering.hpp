#pragma once

#include <fangst/sql/database.hpp>

#include <cstdint>
#include <string>

namespace fangst::archive {

/// The year that a number belongs to: the calendar year in Norway (Europe/Oslo) at the moment of capture.
int noark_year(model::Timestamp at);

/// "YYYY-MM-DD" in Norway.
std::string norwegian_date(model::Timestamp at);

/// The next number of a yearly series, without gaps: it is given in the transaction that uses it, and so given back
/// when that is undone (M012, M014).
std::int64_t next_number(sql::Transaction& tx, const std::string& series, int year);

}  // namespace fangst::archive
