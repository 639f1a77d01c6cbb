#pragma once

#include <fangst/support/fake_broker.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// AMQP 0-9-1 as bytes.
namespace fangst::support::wire {

class Writer {
 public:
  Writer& u8(unsigned value);
  Writer& u16(unsigned value);
  Writer& u32(std::uint64_t value);
  Writer& u64(std::uint64_t value);
  Writer& short_text(std::string_view text);
  Writer& long_text(std::string_view text);
  Writer& table(const std::map<std::string, std::string>& fields);
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Throws std::out_of_range at the end of the bytes.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t number(std::size_t bytes);
  std::string short_text();
  std::string long_text();
  /// Each field as " name=value"; a table in a table has its fields without its name.
  std::string fields();
  std::map<std::string, std::string> table();

 private:
  std::string_view take(std::size_t count);
  std::string value();
  std::string_view bytes_;
};

std::string frame(unsigned type, unsigned channel, const std::string& payload);
std::string method(unsigned channel, unsigned class_id, unsigned method_id, const Writer& arguments);
/// Header and body, to follow a method.
std::string content(const FakeMessage& message);
/// Reads a header; the size of the body is returned.
std::uint64_t read_header(std::string_view payload, FakeMessage& message);

}  // namespace fangst::support::wire
