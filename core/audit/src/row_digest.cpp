#include <fangst/audit/row_digest.hpp>
#include <fangst/crypto/hasher.hpp>

namespace fangst::audit {

RowDigest& RowDigest::add_row(std::span<const sql::Value> columns) {
  for (const auto& column : columns) {
    if (const auto* number = std::get_if<std::int64_t>(&column)) {
      bytes_ += 'i' + std::to_string(*number);
    } else if (const auto* text = std::get_if<std::string>(&column)) {
      bytes_ += 't' + std::to_string(text->size()) + ':' + *text;
    } else {
      bytes_ += 'n';
    }
    bytes_ += ';';
  }
  return *this;
}

std::string RowDigest::hex() const { return crypto::sha256(bytes_).hex(); }

}  // namespace fangst::audit
