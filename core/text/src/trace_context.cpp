#include <fangst/text/ascii.hpp>
#include <fangst/text/trace_context.hpp>

#include <cstdint>
#include <random>

namespace fangst::text {
namespace {

bool all_lower_hex(std::string_view text) { return all_of(text, is_lower_hex); }

bool all_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

void append_hex(std::string& out, std::uint64_t value) {
  for (int shift = 60; shift >= 0; shift -= 4) out.push_back("0123456789abcdef"[(value >> shift) & 0xFU]);
}

/// Trace ids must be unlikely to meet, not hard to guess.
std::uint64_t random_nonzero() {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  for (;;) {
    if (const auto value = generator(); value != 0) return value;
  }
}

}  // namespace

// version "-" trace-id "-" parent-id "-" flags; version ff is forbidden, later versions may append fields.
std::string_view trace_id_of(std::string_view traceparent) {
  if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') return {};
  const auto version = traceparent.substr(0, 2);
  const auto trace_id = traceparent.substr(3, 32);
  const auto parent_id = traceparent.substr(36, 16);
  if (!all_lower_hex(version) || !all_lower_hex(trace_id) || !all_lower_hex(parent_id)) return {};
  if (!all_lower_hex(traceparent.substr(53, 2)) || version == "ff") return {};
  if (version == "00" ? traceparent.size() != 55 : traceparent.size() > 55 && traceparent[55] != '-') return {};
  if (all_zero(trace_id) || all_zero(parent_id)) return {};
  return trace_id;
}

std::string adopt_traceparent(std::string_view received) {
  if (!trace_id_of(received).empty()) return std::string(received.substr(0, 55));
  std::string fresh = "00-";
  fresh.reserve(55);
  append_hex(fresh, random_nonzero());
  append_hex(fresh, random_nonzero());
  fresh.push_back('-');
  append_hex(fresh, random_nonzero());
  fresh += "-01";
  return fresh;
}

}  // namespace fangst::text
