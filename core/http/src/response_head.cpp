#include "response_head.hpp"

#include <fangst/text/ascii.hpp>
#include <fangst/text/http_date.hpp>

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>

namespace fangst::http {
namespace {

/// The phrases of Beast; "<unknown-status>" for a status that it does not know.
std::string_view reason(int status) {
  const auto phrase =
      boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)));
  return {phrase.data(), phrase.size()};
}

void append_number(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

/// The date text changes once a second.
const std::string& date_now() {
  thread_local std::chrono::sys_seconds last;
  thread_local std::string text;
  if (const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); now != last) {
    text = text::http_date(now);
    last = now;
  }
  return text;
}

bool is_ours(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kOurs{"connection", "content-length", "transfer-encoding",
                                                         "date",       "server",         "content-type"};
  return std::any_of(kOurs.begin(), kOurs.end(), [&](auto ours) { return text::iequals(ours, name); });
}

bool is_token(std::string_view name) {
  return !name.empty() && text::all_of(name, [](char c) {
    return text::is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) out.push_back(text::is_control(c) ? ' ' : c);
  out += "\r\n";
}

std::string_view date_of(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (text::iequals(name, "date")) return value;
  }
  return date_now();
}

}  // namespace

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::uint64_t content_length(const Response& response) {
  return response.source ? response.source->size() : response.body.size();
}

void append_head(std::string& out, const Response& response, HeadOptions options) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(response.status));
  out += ' ';
  out += reason(response.status);
  out += "\r\n";
  append_field(out, "Date", date_of(response));
  if (may_have_body(response.status)) {
    const auto length = content_length(response);
    if (length > 0) append_field(out, "Content-Type", response.content_type);
    out += "Content-Length: ";
    append_number(out, length);
    out += "\r\n";
  }
  bool has_cache_control = false;
  for (const auto& [name, value] : response.headers) {
    if (is_ours(name) || !is_token(name)) continue;
    has_cache_control = has_cache_control || text::iequals(name, "cache-control");
    append_field(out, name, value);
  }
  // What the product answers is about people: nothing is kept by a cache unless a handler says so (ASVS 14.3.2).
  if (!has_cache_control) out += "Cache-Control: no-store\r\n";
  out += "X-Content-Type-Options: nosniff\r\n";
  if (options.close) {
    out += "Connection: close\r\n";
  } else if (options.http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

}  // namespace fangst::http
