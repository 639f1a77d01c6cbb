#include <fangst/error/error.hpp>

#include <array>

namespace fangst {
namespace {

using enum ErrorKind;
constexpr std::array<std::pair<ErrorKind, std::string_view>, 11> kNames{
    {{invalid_input, "invalid_input"},
     {unauthorised, "unauthorised"},
     {forbidden, "forbidden"},
     {not_found, "not_found"},
     {conflict, "conflict"},
     {too_large, "too_large"},
     {timeout, "timeout"},
     {unavailable, "unavailable"},
     {rejected_by_dependency, "rejected_by_dependency"},
     {corrupt, "corrupt"},
     {internal, "internal"}}};

}  // namespace

std::string_view to_string(ErrorKind kind) {
  for (const auto& [value, name] : kNames) {
    if (value == kind) return name;
  }
  return "";
}

std::optional<ErrorKind> parse_error_kind(std::string_view text) {
  for (const auto& [value, name] : kNames) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace fangst
