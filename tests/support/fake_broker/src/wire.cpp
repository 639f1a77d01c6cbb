#include "wire.hpp"

#include <algorithm>
#include <stdexcept>

namespace fangst::support::wire {
namespace {

constexpr unsigned kBasic = 60;
constexpr unsigned kFrameEnd = 0xCE;

enum Flag : unsigned {
  content_type = 1U << 15U,
  headers = 1U << 13U,
  delivery_mode = 1U << 12U,
  correlation_id = 1U << 10U,
  reply_to = 1U << 9U,
  message_id = 1U << 7U,
  type = 1U << 5U,
  user_id = 1U << 4U
};

bool is_number(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Writer& Writer::u8(unsigned value) {
  bytes_.push_back(static_cast<char>(value));
  return *this;
}
Writer& Writer::u16(unsigned value) { return u8(value >> 8U).u8(value); }
Writer& Writer::u32(std::uint64_t value) {
  return u16(static_cast<unsigned>(value >> 16U)).u16(static_cast<unsigned>(value));
}
Writer& Writer::u64(std::uint64_t value) { return u32(value >> 32U).u32(value); }
Writer& Writer::short_text(std::string_view text) {
  u8(static_cast<unsigned>(text.size()));
  bytes_ += text;
  return *this;
}
Writer& Writer::long_text(std::string_view text) {
  u32(text.size());
  bytes_ += text;
  return *this;
}
Writer& Writer::table(const std::map<std::string, std::string>& fields) {
  Writer inner;
  for (const auto& [name, value] : fields) {
    inner.short_text(name);
    if (is_number(value)) {
      inner.u8('l').u64(std::stoull(value));
    } else {
      inner.u8('S').long_text(value);
    }
  }
  return long_text(inner.bytes());
}

std::string_view Reader::take(std::size_t count) {
  if (count > bytes_.size()) throw std::out_of_range("a frame that is too short");
  const auto taken = bytes_.substr(0, count);
  bytes_.remove_prefix(count);
  return taken;
}

std::uint64_t Reader::number(std::size_t bytes) {
  std::uint64_t value = 0;
  for (const char c : take(bytes)) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::string Reader::short_text() { return std::string(take(number(1))); }
std::string Reader::long_text() { return std::string(take(number(4))); }

std::string Reader::value() {
  switch (take(1)[0]) {
    case 'S':
      return long_text();
    case 'l':
      return std::to_string(static_cast<std::int64_t>(number(8)));
    case 't':
      return number(1) != 0 ? "true" : "false";
    case 'F':
      return Reader(long_text()).fields();
    default:
      throw std::out_of_range("a field of a kind that Fangst does not send");
  }
}

std::string Reader::fields() {
  std::string text;
  while (!bytes_.empty()) {
    const auto name = short_text();
    const bool is_table = bytes_[0] == 'F';
    const auto read = value();
    text += is_table ? read : " " + name + "=" + read;
  }
  return text;
}

std::map<std::string, std::string> Reader::table() {
  const auto bytes = long_text();
  Reader inner(bytes);
  std::map<std::string, std::string> fields;
  while (!inner.bytes_.empty()) {
    const auto name = inner.short_text();
    fields[name] = inner.value();
  }
  return fields;
}

std::string frame(unsigned type, unsigned channel, const std::string& payload) {
  return Writer().u8(type).u16(channel).long_text(payload).u8(kFrameEnd).bytes();
}

std::string method(unsigned channel, unsigned class_id, unsigned method_id, const Writer& arguments) {
  return frame(1, channel, Writer().u16(class_id).u16(method_id).bytes() + arguments.bytes());
}

std::string content(const FakeMessage& message) {
  unsigned flags = 0;
  Writer properties;
  const auto add = [&](Flag flag, const std::string& text) {
    if (text.empty()) return;
    flags |= flag;
    properties.short_text(text);
  };
  add(content_type, message.content_type);
  if (!message.headers.empty()) {
    flags |= headers;
    properties.table(message.headers);
  }
  add(correlation_id, message.correlation_id);
  add(reply_to, message.reply_to);
  add(message_id, message.message_id);
  add(type, message.type);
  add(user_id, message.user_id);
  const auto header = Writer().u16(kBasic).u16(0).u64(message.body.size()).u16(flags).bytes() + properties.bytes();
  return frame(2, 1, header) + (message.body.empty() ? std::string() : frame(3, 1, message.body));
}

std::uint64_t read_header(std::string_view payload, FakeMessage& message) {
  Reader reader(payload);
  reader.number(4);
  const auto size = reader.number(8);
  const auto flags = reader.number(2);
  const auto read = [&](Flag flag, std::string& text) {
    if ((flags & flag) != 0) text = reader.short_text();
  };
  read(content_type, message.content_type);
  if ((flags & headers) != 0) message.headers = reader.table();
  if ((flags & delivery_mode) != 0) message.delivery_mode = static_cast<int>(reader.number(1));
  read(correlation_id, message.correlation_id);
  read(reply_to, message.reply_to);
  read(message_id, message.message_id);
  read(type, message.type);
  read(user_id, message.user_id);
  return size;
}

}  // namespace fangst::support::wire
