#include <fangst/codec/json_object.hpp>
#include <fangst/text/identity_numbers.hpp>
#include <fangst/text/utf8.hpp>

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

namespace fangst::codec {

namespace {
constexpr std::size_t kMaxFaults = 100;
}

struct JsonReading {
  Trust trust = Trust::outside;
  std::vector<FieldError> faults;

  void add(std::string pointer, std::string_view message) {
    if (faults.size() < kMaxFaults) faults.push_back({std::move(pointer), std::string(message)});
  }
};

namespace {

using simdjson::dom::element;

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxMembers = 64;  ///< Of one object; the widest we know has under 20.
constexpr std::size_t kMaxKeyShown = 60;
constexpr std::size_t kMaxCode = 50;
/// A parser this large is kept by its thread; a larger one lives for one message only.
constexpr std::size_t kKeptCapacity = 64UL * 1024;

static_assert(std::is_trivially_copyable_v<element> && sizeof(element) == sizeof(JsonObject::Node));
JsonObject::Node to_node(element value) { return std::bit_cast<JsonObject::Node>(value); }
element to_element(JsonObject::Node node) { return std::bit_cast<element>(node); }

/// One reference token of RFC 6901. The key came from outside: shortened, and without identity numbers.
std::string token(std::string_view key) {
  std::string escaped;
  for (const char c : text::mask_first_bytes(key, kMaxKeyShown)) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return text::mask_eleven_digits(escaped);  // The escapes may complete a number.
}

Failure not_json(std::string_view prefix, std::string detail) {
  return Failure(Error(ErrorKind::invalid_input, std::string(prefix) + ".ikke_json", "json",
                       PublicText{"Meldingen er ikke gyldig JSON i UTF-8. Rett den og send på nytt."},
                       PrivateDetail{std::move(detail)}));
}

Failure too_large(std::string_view prefix) {
  return Failure(Error(ErrorKind::too_large, std::string(prefix) + ".for_stor", "json",
                       PublicText{"Metadata kan være på høyst 1 MiB. Send filene som egne deler eller med adresse."}));
}

/// simdjson keeps what it has parsed inside the parser, so a thread has one.
simdjson::dom::parser& kept_parser() {
  thread_local simdjson::dom::parser parser = [] {
    simdjson::dom::parser fresh;
    if (fresh.allocate(kKeptCapacity, kMaxDepth) != simdjson::SUCCESS) throw std::bad_alloc();
    return fresh;
  }();
  return parser;
}

}  // namespace

JsonObject::JsonObject(JsonReading& reading, Node node, const JsonObject* parent, std::string_view key,
                       std::optional<std::size_t> index)
    : reading_(reading), parent_(parent), key_(key), index_(index) {
  simdjson::dom::object members = to_element(node).get_object().value_unsafe();
  members_.reserve(std::min(members.size(), kMaxMembers));
  for (const auto [name, value] : members) {
    if (members_.size() == kMaxMembers) {
      fault("Objektet har for mange felter.");
      return;
    }
    if (std::any_of(members_.begin(), members_.end(), [name = name](const Member& m) { return m.key == name; })) {
      fault(name, "Feltet er oppgitt to ganger.");
      continue;
    }
    members_.push_back({name, to_node(value)});
  }
}

JsonObject::Member* JsonObject::take(std::string_view key, Need need) {
  for (auto& member : members_) {
    if (member.key == key) {
      member.used = true;
      return &member;
    }
  }
  // Of our own, only objects are always written; what is empty is left out, needed or not.
  if (need == Need::required && doubts()) fault(key, "Feltet mangler.");
  return nullptr;
}

std::optional<std::string_view> JsonObject::take_text(std::string_view key, std::size_t max_length, Need need) {
  const auto* member = take(key, need);
  if (member == nullptr) return std::nullopt;
  std::string_view value;
  if (to_element(member->value).get_string().get(value) != simdjson::SUCCESS) {
    fault(key, "Feltet skal være en tekst.");
  } else if (doubts() && !text::has_content(value)) {
    fault(key, "Feltet er tomt. Oppgi en verdi, eller utelat feltet.");
    // Bytes are never fewer than characters: most texts need no counting.
  } else if (doubts() && value.size() > max_length && text::count_characters(value) > max_length) {
    fault(key, "Teksten er for lang: høyst " + std::to_string(max_length) + " tegn.");
  } else {
    return value;
  }
  return std::nullopt;
}

std::string JsonObject::text(std::string_view key, std::size_t max_length, Need need) {
  const auto value = take_text(key, max_length, need);
  if (!value) return {};
  if (!doubts() || text::is_plain_line(*value)) return std::string(*value);
  fault(key, "Teksten kan ikke ha linjeskift, styretegn eller usynlige tegn.");
  return {};
}

std::string JsonObject::lines(std::string_view key, std::size_t max_length, Need need) {
  const auto value = take_text(key, max_length, need);
  if (!value) return {};
  std::string one_line(*value);
  std::replace_if(
      one_line.begin(), one_line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  if (!doubts() || text::is_plain_line(one_line)) return std::string(*value);
  fault(key, "Teksten kan ikke ha styretegn eller usynlige tegn.");
  return {};
}

std::string JsonObject::code(std::string_view key, const std::vector<std::string_view>& codes, Need need) {
  auto value = text(key, kMaxCode, need);
  if (value.empty() || !doubts() || std::find(codes.begin(), codes.end(), value) != codes.end()) return value;
  std::string message = "Ukjent kode. Bruk en av: ";
  for (const auto code : codes) message.append(code == codes.front() ? "" : ", ").append(code);
  fault(key, message + '.');
  return {};
}

std::optional<model::Date> JsonObject::date(std::string_view key, Need need) {
  const auto value = text(key, std::numeric_limits<std::size_t>::max(), need);
  if (value.empty()) return std::nullopt;
  const auto date = model::parse_date(value);
  if (!date) fault(key, "Datoen skal skrives ÅÅÅÅ-MM-DD og finnes i kalenderen.");
  return date;
}

std::optional<bool> JsonObject::flag(std::string_view key) {
  const auto* member = take(key, Need::optional);
  if (member == nullptr) return std::nullopt;
  bool value = false;
  if (to_element(member->value).get_bool().get(value) != simdjson::SUCCESS) {
    fault(key, "Feltet skal være true eller false.");
    return std::nullopt;
  }
  return value;
}

std::optional<std::uint64_t> JsonObject::number(std::string_view key, std::uint64_t min, std::uint64_t max, Need need) {
  const auto* member = take(key, need);
  if (member == nullptr) return std::nullopt;
  std::uint64_t value = 0;
  if (to_element(member->value).get_uint64().get(value) != simdjson::SUCCESS || value < min || value > max) {
    fault(key, "Feltet skal være et heltall fra " + std::to_string(min) + " til " + std::to_string(max) + ".");
    return std::nullopt;
  }
  return value;
}

bool JsonObject::object(std::string_view key, Need need, const Visitor& visit) {
  const auto* member = take(key, need);
  if (member == nullptr) {
    if (need == Need::required && !doubts()) fault(key, "Feltet mangler.");
    return false;
  }
  if (!to_element(member->value).is_object()) {
    fault(key, "Feltet skal være et objekt.");
    return false;
  }
  JsonObject child(reading_, member->value, this, key);
  visit(child);
  child.finish();
  return true;
}

void JsonObject::each(std::string_view key, std::size_t max_items, Need need, const Visitor& visit) {
  const auto* member = take(key, need);
  if (member == nullptr) return;
  simdjson::dom::array items;
  if (to_element(member->value).get_array().get(items) != simdjson::SUCCESS)
    return fault(key, "Feltet skal være en liste.");
  std::size_t i = 0;
  for (const auto item : items) {
    if (i == max_items) return fault(key, "Listen er for lang: høyst " + std::to_string(max_items) + " elementer.");
    if (item.is_object()) {
      JsonObject child(reading_, to_node(item), this, key, i);
      visit(child);
      child.finish();
    } else {
      reading_.add(pointer(key) + '/' + std::to_string(i), "Elementet skal være et objekt.");
    }
    ++i;
  }
  if (i == 0 && need == Need::required && doubts()) fault(key, "Listen er tom. Oppgi minst ett element.");
}

void JsonObject::pass_over(std::string_view key) { take(key, Need::optional); }

bool JsonObject::has(std::string_view key) const {
  return std::any_of(members_.begin(), members_.end(), [key](const Member& member) { return member.key == key; });
}

bool JsonObject::doubts() const { return reading_.trust == Trust::outside; }

std::string JsonObject::pointer() const {
  if (parent_ == nullptr) return {};
  auto path = parent_->pointer(key_);
  if (index_) path += '/' + std::to_string(*index_);
  return path;
}

std::string JsonObject::pointer(std::string_view key) const { return pointer() + '/' + token(key); }

void JsonObject::fault(std::string_view key, std::string_view message) { reading_.add(pointer(key), message); }

void JsonObject::fault_at(std::string_view list, std::size_t index, std::string_view key, std::string_view message) {
  reading_.add(pointer(list) + '/' + std::to_string(index) + '/' + token(key), message);
}

void JsonObject::fault(std::string_view message) { reading_.add(pointer(), message); }

void JsonObject::finish() {
  if (!doubts()) return;
  for (const auto& member : members_) {
    if (!member.used) fault(member.key, "Feltet er ukjent. Se etter skrivefeil, eller fjern det.");
  }
}

Result<void> read_json(std::string_view json, Trust trust, std::string_view code_prefix,
                       const JsonObject::Visitor& read) {
  if (json.empty()) return not_json(code_prefix, "empty");  // simdjson would copy from a null pointer
  if (json.size() > kMaxJsonBytes) return too_large(code_prefix);
  simdjson::dom::parser large;
  if (json.size() > kKeptCapacity && large.allocate(json.size(), kMaxDepth) != simdjson::SUCCESS)
    throw std::bad_alloc();
  auto& parser = json.size() > kKeptCapacity ? large : kept_parser();
  element root;
  if (const auto error = parser.parse(json.data(), json.size()).get(root); error != simdjson::SUCCESS) {
    return not_json(code_prefix, simdjson::error_message(error));
  }
  if (!root.is_object()) return not_json(code_prefix, "the outermost value is not an object");

  JsonReading reading{trust, {}};
  JsonObject object(reading, to_node(root), nullptr, {});
  read(object);
  object.finish();
  if (reading.faults.empty()) return {};
  Error error(
      ErrorKind::invalid_input, std::string(code_prefix) + ".ugyldig", "json",
      PublicText{"Meldingen har felter som mangler eller er feil. Rett dem som er listet opp, og send på nytt."});
  return Failure(std::move(error.with_fields(std::move(reading.faults))));
}

}  // namespace fangst::codec
