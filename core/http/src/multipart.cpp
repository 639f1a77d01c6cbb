#include "content_disposition.hpp"

#include <fangst/http/multipart.hpp>
#include <fangst/text/ascii.hpp>

#include <algorithm>
#include <utility>

namespace fangst::http {
namespace {

constexpr std::size_t kHeadLimit = 8U << 10U;
constexpr std::size_t kPartLimit = 1000;

Failure too_many_parts() {
  return Failure(Error(ErrorKind::too_large, "http.for_mange_deler", "http.multipart",
                       {"Forespørselen har for mange deler. Del innsendingen opp i flere."}));
}

bool is_boundary(std::string_view boundary) {
  return !boundary.empty() && boundary.size() <= 70 && boundary.back() != ' ' && text::all_of(boundary, [](char c) {
    return text::is_alphanumeric(c) || std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
  });
}

}  // namespace

/// The delimiter begins with a CR that occurs nowhere else in it. So bytes that matched a part of it and then failed
/// are data for certain, and need not be looked at again: that many bytes of the delimiter itself are handed out.
struct MultipartParser::State {
  enum class Where { preamble, after_delimiter, closing, line_end, head, data, epilogue };

  std::string delimiter;  ///< CR LF "--" boundary
  Events events{};
  Where where = Where::preamble;
  std::size_t matched = 2;   ///< Of the delimiter; the first one needs no line break before it.
  std::size_t imagined = 2;  ///< So many of the matched bytes were no data.
  std::string head{};
  std::size_t parts = 0;

  Result<void> take(std::string_view& bytes);
  Result<void> take_after_delimiter(std::string_view& bytes);
  Result<void> take_head(std::string_view& bytes);
  Result<void> take_data(std::string_view& bytes);
  Result<void> emit(std::string_view data);
  bool match(std::string_view& bytes);
};

Result<void> MultipartParser::State::take(std::string_view& bytes) {
  switch (where) {
    case Where::preamble:
    case Where::data:
      return take_data(bytes);
    case Where::head:
      return take_head(bytes);
    case Where::epilogue:
      bytes = {};
      return {};
    default:
      return take_after_delimiter(bytes);
  }
}

/// What follows a delimiter: "--" ends the body; white space and a line break begin the next part.
Result<void> MultipartParser::State::take_after_delimiter(std::string_view& bytes) {
  const char c = bytes.front();
  bytes.remove_prefix(1);
  if (where == Where::closing) {
    if (c != '-') return malformed_multipart("a closing delimiter with one hyphen");
    where = Where::epilogue;
  } else if (where == Where::line_end) {
    if (c != '\n') return malformed_multipart("CR without LF after a delimiter");
    where = Where::head;
    head.clear();
  } else if (c == '-') {
    where = Where::closing;
  } else if (c == '\r') {
    where = Where::line_end;
  } else if (c != ' ' && c != '\t') {
    return malformed_multipart("text after a delimiter");
  }
  return {};
}

Result<void> MultipartParser::State::take_head(std::string_view& bytes) {
  // Byte by byte over the line ends only: a head is small.
  while (!bytes.empty()) {
    const auto newline = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    if (head.size() + newline > kHeadLimit) return malformed_multipart("the head of a part is too large");
    head.append(bytes.substr(0, newline));
    bytes.remove_prefix(newline);
    if (!head.ends_with("\r\n\r\n") && head != "\r\n") continue;
    head.resize(head.size() - (head == "\r\n" ? 2 : 4));
    FANGST_TRY(const auto part, parse_part_head(head));
    if (++parts > kPartLimit) return too_many_parts();
    where = Where::data;
    // The line break that ends the head may also be the delimiter's: a part without a body (RFC 2046 section 5.1.1).
    matched = imagined = 2;
    return events.on_part ? events.on_part(part) : Result<void>{};
  }
  return {};
}

/// Goes on with a delimiter that has begun. True when it is whole or the input has ended.
bool MultipartParser::State::match(std::string_view& bytes) {
  const auto length = std::min(bytes.size(), delimiter.size() - matched);
  std::size_t same = 0;
  while (same < length && bytes[same] == delimiter[matched + same]) ++same;
  matched += same;
  bytes.remove_prefix(same);
  return same == length;
}

Result<void> MultipartParser::State::take_data(std::string_view& bytes) {
  if (matched > 0) {
    if (!match(bytes)) {
      const auto failed = std::string_view(delimiter).substr(0, std::exchange(matched, 0));
      return emit(failed.substr(std::exchange(imagined, 0)));
    }
    if (matched < delimiter.size()) return {};
    matched = imagined = 0;
    const bool in_part = where == Where::data;
    where = Where::after_delimiter;
    return in_part && events.on_part_end ? events.on_part_end() : Result<void>{};
  }
  // The whole delimiter is often in this piece: then the data before it goes out at once.
  const auto found = bytes.find(delimiter);
  auto end = found;
  if (found == std::string_view::npos) {
    const auto tail = bytes.size() - std::min(bytes.size(), delimiter.size() - 1);
    end = bytes.find('\r', tail);
    while (end != std::string_view::npos && !delimiter.starts_with(bytes.substr(end))) end = bytes.find('\r', end + 1);
  }
  const auto data = bytes.substr(0, end);
  bytes.remove_prefix(data.size());
  if (!bytes.empty()) {
    matched = 1;
    bytes.remove_prefix(1);
  }
  return emit(data);
}

Result<void> MultipartParser::State::emit(std::string_view data) {
  return where == Where::data && events.on_data && !data.empty() ? events.on_data(data) : Result<void>{};
}

MultipartParser::MultipartParser(std::string boundary, Events events)
    : state_(std::make_unique<State>(State{"\r\n--" + std::move(boundary), std::move(events)})) {}

MultipartParser::~MultipartParser() = default;

Result<void> MultipartParser::write(std::string_view bytes) {
  while (!bytes.empty()) FANGST_CHECK(state_->take(bytes));
  return {};
}

Result<void> MultipartParser::finish() {
  if (state_->where == State::Where::epilogue) return {};
  return malformed_multipart("the body ended before the closing delimiter");
}

std::optional<std::string> MultipartParser::boundary_of(std::string_view content_type) {
  auto parameters = parse_parameters(content_type);
  const auto type = text::lower(content_type.substr(0, content_type.find_first_of("; \t")));
  if (!type.starts_with("multipart/") || !parameters) return std::nullopt;
  const auto boundary = parameters->find("boundary");
  if (boundary == parameters->end() || !is_boundary(boundary->second)) return std::nullopt;
  return boundary->second;
}

}  // namespace fangst::http
