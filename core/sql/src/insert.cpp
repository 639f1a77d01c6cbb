#include <fangst/sql/insert.hpp>

namespace fangst::sql {

std::string insert_text(std::string_view table, std::span<const Cell> cells, std::string_view tail) {
  std::string columns, places;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) {
      columns += ", ";
      places += ", ";
    }
    columns += cells[i].column;
    places += ":" + std::to_string(i + 1);
  }
  auto text = "INSERT INTO " + std::string(table) + " (" + columns + ") VALUES (" + places + ")";
  if (!tail.empty()) text.append(" ").append(tail);
  return text;
}

}  // namespace fangst::sql
