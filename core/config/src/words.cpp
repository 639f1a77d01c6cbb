#include "words.hpp"

#include <fangst/config/duration.hpp>
#include <fangst/text/ascii.hpp>

namespace fangst::config {
namespace {

std::string quoted(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c;
  }
  return literal + '"';
}

template <class List, class Write>
std::string list_of(const List& list, const Write& write) {
  std::string literal = "[";
  for (const auto& entry : list) literal += (literal.size() == 1 ? "" : ", ") + write(entry);
  return literal + "]";
}

struct Literal {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(std::chrono::milliseconds value) const { return quoted(duration_text(value)); }
  std::string operator()(const std::string& value) const { return quoted(value); }
  template <class T>
  std::string operator()(const std::vector<T>& list) const {
    return list_of(list, *this);
  }
};

}  // namespace

std::string words_of(const std::vector<std::string>& choices) {
  std::string words;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i != 0) words += i + 1 == choices.size() ? " eller " : ", ";
    words += "«" + choices[i] + "»";
  }
  return words;
}

std::string words_of(const Setting& setting) {
  switch (setting.kind) {
    case Kind::text:
      return "en tekst i anførselstegn";
    case Kind::choice:
      return words_of(setting.choices);
    case Kind::digits:
      return "siffer i anførselstegn";
    case Kind::url:
      return setting.allows_http ? "en adresse som begynner med https:// eller http://"
                                 : "en adresse som begynner med https:// (http:// bare til maskinen selv)";
    case Kind::path:
      return "navnet på en fil eller mappe";
    case Kind::file:
      return "navnet på en fil som kan leses";
    case Kind::folder:
      return "navnet på en mappe som finnes";
    case Kind::secret_file:
      return "navnet på en fil med hemmeligheten (chmod 600)";
    case Kind::flag:
      return "true eller false, uten anførselstegn";
    case Kind::number:
      return "et helt tall fra " + std::to_string(setting.least) + " til " + std::to_string(setting.most);
    case Kind::duration:
      return R"(en varighet, for eksempel "30s" eller "5m")";
    case Kind::durations:
      return R"(en liste av varigheter, for eksempel ["10s", "5m"])";
    case Kind::texts:
      return R"(en liste av tekster: ["…", "…"])";
    case Kind::choices:
      return "en liste av " + words_of(setting.choices);
    case Kind::urls:
      return "en liste av adresser som begynner med https:// (http:// bare til maskinen selv)";
  }
  return "";
}

std::string toml_of(const ports::SettingValue& value) { return std::visit(Literal{}, value); }

std::string toml_key(std::string_view name) {
  const auto is_bare = [](char c) { return text::is_alphanumeric(c) || c == '_' || c == '-'; };
  return text::all_of(name, is_bare) ? std::string(name) : quoted(name);
}

}  // namespace fangst::config
