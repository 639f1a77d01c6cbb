#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/date.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reads JSON (RFC 8259) from outside. One pass finds every faulty field. Members that the reader did not ask for, and
/// members given twice, are faults.
namespace fangst::codec {

inline constexpr std::size_t kMaxJsonBytes = 1UL << 20U;

enum class Need { optional, required };

/// How strictly the text is checked.
enum class Trust {
  outside,  ///< Lengths, characters and unknown members are checked.
  own       ///< Fangst wrote it: only the structure is checked.
};

struct JsonReading;  // one run of read_json: the faults so far

/// One object of the message. Valid only during the callback that it is given to. Used by one thread.
class JsonObject {
 public:
  using Visitor = std::function<void(JsonObject&)>;
  struct Node {  ///< A value in the parser's memory; the parser stays in the .cpp.
    alignas(8) std::array<std::byte, 16> bytes;
  };

  JsonObject(JsonReading& reading, Node node, const JsonObject* parent, std::string_view key,
             std::optional<std::size_t> index = std::nullopt);

  /// One line of text. Empty when it is absent or faulty; a fault is also a text without content.
  std::string text(std::string_view key, std::size_t max_length, Need need = Need::optional);
  /// As text(), but it may have several lines.
  std::string lines(std::string_view key, std::size_t max_length, Need need = Need::optional);
  /// A text that is one of `codes`; empty when it is absent or none of them.
  std::string code(std::string_view key, const std::vector<std::string_view>& codes, Need need = Need::optional);
  /// A text for which `fault_of` returns an empty text.
  template <class FaultOf>
  std::string checked(std::string_view key, std::size_t max_length, Need need, FaultOf fault_of) {
    auto value = text(key, max_length, need);
    if (doubts() && !value.empty()) {
      if (const std::string_view message = fault_of(std::string_view(value)); !message.empty()) fault(key, message);
    }
    return value;
  }
  std::optional<model::Date> date(std::string_view key, Need need = Need::optional);
  std::optional<bool> flag(std::string_view key);
  std::optional<std::uint64_t> number(std::string_view key, std::uint64_t min, std::uint64_t max,
                                      Need need = Need::optional);
  /// Calls `visit` with the object, if it is there. True when it was.
  bool object(std::string_view key, Need need, const Visitor& visit);
  /// Calls `visit` for each object of the array. Required means at least one.
  void each(std::string_view key, std::size_t max_items, Need need, const Visitor& visit);
  /// Marks a known member that is not used, so that it is no fault.
  void pass_over(std::string_view key);

  bool has(std::string_view key) const;
  bool doubts() const;
  std::optional<std::size_t> index() const { return index_; }
  /// The JSON Pointer of a member, or of the object itself.
  std::string pointer(std::string_view key) const;
  std::string pointer() const;
  void fault(std::string_view key, std::string_view message);
  /// A fault of a member of one element of a list.
  void fault_at(std::string_view list, std::size_t index, std::string_view key, std::string_view message);
  /// A fault of the object as a whole.
  void fault(std::string_view message);

 private:
  friend Result<void> read_json(std::string_view, Trust, std::string_view, const Visitor&);
  struct Member {
    std::string_view key;
    Node value;
    bool used = false;
  };
  Member* take(std::string_view key, Need need);
  std::optional<std::string_view> take_text(std::string_view key, std::size_t max_length, Need need);
  void finish();

  JsonReading& reading_;
  const JsonObject* parent_;
  std::string_view key_;
  std::optional<std::size_t> index_;
  std::vector<Member> members_;
};

/// Parses `json` (UTF-8, at most kMaxJsonBytes, 32 levels deep) and calls `read` with its outermost object. Errors:
/// `invalid_input` with code `<code_prefix>.ugyldig` and every faulty field, or `<code_prefix>.ikke_json`; `too_large`
/// with `<code_prefix>.for_stor`.
Result<void> read_json(std::string_view json, Trust trust, std::string_view code_prefix,
                       const JsonObject::Visitor& read);

}  // namespace fangst::codec
