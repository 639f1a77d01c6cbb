#include "toml_values.hpp"

#include "nearest.hpp"
#include "words.hpp"

#include <fangst/codec/url.hpp>
#include <fangst/config/duration.hpp>
#include <fangst/config/secret_file.hpp>
#include <fangst/text/ascii.hpp>

#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace fangst::config {
namespace {

using Value = std::optional<ports::SettingValue>;

bool is_placeholder(const std::string& text) {
  const auto opened = text.find('<');
  return opened != std::string::npos && text.find('>', opened) != std::string::npos;
}

std::string fault_of_url(const Setting& setting, const std::string& text) {
  const auto url = codec::Url::parse(text);
  if (!url) return "«" + text + "» er ingen adresse som kan kalles. Skriv for eksempel \"https://vert.no/sti\".";
  if (setting.allows_http || url->is_confidential()) return "";
  return "«" + text + "» skal begynne med https://, for det som sendes dit, er fortrolig.";
}

std::string fault_of_choice(const Setting& setting, const std::string& text) {
  if (std::find(setting.choices.begin(), setting.choices.end(), text) != setting.choices.end()) return "";
  const auto meant = hint(text, setting.choices);
  return "«" + text + "» er ukjent." + (meant.empty() ? " Skal være " + words_of(setting.choices) + "." : meant);
}

std::string fault_of_digits(const std::string& digits) {
  return text::all_of(digits, text::is_digit) && digits.size() <= 18 ? "" : "skal være siffer i anførselstegn.";
}

std::string fault_of_file(const std::string& text) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(text, unknown)) return "finner ingen fil " + text + ".";
  return ::access(text.c_str(), R_OK) == 0 ? "" : "får ikke lese " + text + ".";
}

std::string fault_of_folder(const std::string& text) {
  std::error_code unknown;
  return std::filesystem::is_directory(text, unknown) ? "" : "finner ingen mappe " + text + ".";
}

/// By the kind alone.
std::string fault_of_kind(const Setting& setting, const std::string& text) {
  switch (setting.kind) {
    case Kind::url:
    case Kind::urls:
      return fault_of_url(setting, text);
    case Kind::choice:
    case Kind::choices:
      return fault_of_choice(setting, text);
    case Kind::digits:
      return fault_of_digits(text);
    case Kind::file:
      return fault_of_file(text);
    case Kind::folder:
      return fault_of_folder(text);
    default:
      return "";
  }
}

/// Of one text, or of one entry of a list.
std::string fault_of(const Setting& setting, const std::string& text) {
  if (is_placeholder(text)) return "«" + text + "» er ikke fylt inn.";
  auto fault = fault_of_kind(setting, text);
  if (fault.empty() && setting.fault_of) fault = setting.fault_of(text);
  return fault;
}

/// The content of the file. A fault says nothing of it.
Value read_content(const Setting& setting, const std::string& file, const Told& fault) {
  try {
    auto content = read_secret(file);
    const auto wrong = setting.fault_of ? setting.fault_of(content) : "";
    if (wrong.empty()) return content;
    fault(file + " " + wrong);
  } catch (const std::runtime_error& error) {
    fault(error.what());
  }
  return std::nullopt;
}

Value read_text(const Setting& setting, const toml::node& node, const Told& fault) {
  const auto text = node.value_exact<std::string>();
  if (!text) {
    fault("skal være " + words_of(setting) + ".");
    return std::nullopt;
  }
  if (text->empty()) return std::nullopt;
  const bool is_secret = setting.kind == Kind::secret_file && !is_placeholder(*text);
  if (is_secret) return read_content(setting, *text, fault);
  if (const auto wrong = fault_of(setting, *text); !wrong.empty()) {
    fault(wrong);
    return std::nullopt;
  }
  return *text;
}

Value read_number(const Setting& setting, const toml::node& node, const Told& fault) {
  const auto number = node.value_exact<std::int64_t>();
  if (number && *number >= setting.least && *number <= setting.most) return *number;
  fault("skal være " + words_of(setting) + ".");
  return std::nullopt;
}

Value read_flag(const Setting& setting, const toml::node& node, const Told& fault) {
  if (const auto flag = node.value_exact<bool>()) return *flag;
  fault("skal være " + words_of(setting) + ".");
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> duration_of(const toml::node& node) {
  const auto duration = parse_duration(node.value_exact<std::string>().value_or(""));
  return duration && duration->count() > 0 ? duration : std::nullopt;
}

Value read_duration(const Setting& setting, const toml::node& node, const Told& fault) {
  if (const auto duration = duration_of(node)) return *duration;
  fault("skal være " + words_of(setting) + ".");
  return std::nullopt;
}

/// Each entry by `read`; nothing when one of them is no value.
template <class T, class Read>
Value read_list(const Setting& setting, const toml::node& node, const Told& fault, const Read& read) {
  const auto* array = node.as_array();
  if (array == nullptr) {
    fault("skal være " + words_of(setting) + ".");
    return std::nullopt;
  }
  std::vector<T> list;
  for (const auto& entry : *array) {
    auto value = read(entry);
    if (!value) return std::nullopt;
    list.push_back(std::move(*value));
  }
  return list.empty() ? Value() : Value(std::move(list));
}

Value read_texts(const Setting& setting, const toml::node& node, const Told& fault) {
  return read_list<std::string>(setting, node, fault, [&](const toml::node& entry) -> std::optional<std::string> {
    auto text = entry.value_exact<std::string>();
    const auto wrong = !text || text->empty() ? "skal være " + words_of(setting) + "." : fault_of(setting, *text);
    if (wrong.empty()) return text;
    fault(wrong);
    return std::nullopt;
  });
}

Value read_durations(const Setting& setting, const toml::node& node, const Told& fault) {
  return read_list<std::chrono::milliseconds>(setting, node, fault, [&](const toml::node& entry) {
    const auto duration = duration_of(entry);
    if (!duration) fault("skal være " + words_of(setting) + ".");
    return duration;
  });
}

}  // namespace

Value read_value(const Setting& setting, const toml::node& node, const Told& fault) {
  switch (setting.kind) {
    case Kind::flag:
      return read_flag(setting, node, fault);
    case Kind::number:
      return read_number(setting, node, fault);
    case Kind::duration:
      return read_duration(setting, node, fault);
    case Kind::durations:
      return read_durations(setting, node, fault);
    case Kind::texts:
    case Kind::choices:
    case Kind::urls:
      return read_texts(setting, node, fault);
    default:
      return read_text(setting, node, fault);
  }
}

}  // namespace fangst::config
