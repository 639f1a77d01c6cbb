#include "response_head.hpp"

#include <fangst/text/ascii.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <string_view>

namespace fangst::http {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
}

void append_number(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_two(std::string& out, int value) {
  out.push_back(static_cast<char>('0' + value / 10));
  out.push_back(static_cast<char>('0' + value % 10));
}

std::string imf_fixdate(std::time_t now) {
  static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm at{};
  gmtime_r(&now, &at);
  std::string out(kDays[static_cast<std::size_t>(at.tm_wday)]);
  out += ", ";
  append_two(out, at.tm_mday);
  out += ' ';
  out += kMonths[static_cast<std::size_t>(at.tm_mon)];
  out += ' ';
  append_number(out, static_cast<std::uint64_t>(at.tm_year) + 1900U);
  out += ' ';
  append_two(out, at.tm_hour);
  out += ':';
  append_two(out, at.tm_min);
  out += ':';
  append_two(out, at.tm_sec);
  out += " GMT";
  return out;
}

/// The date text changes once a second.
const std::string& date_now() {
  thread_local std::time_t last = 0;
  thread_local std::string text;
  if (const auto now = std::time(nullptr); now != last) {
    text = imf_fixdate(now);
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
