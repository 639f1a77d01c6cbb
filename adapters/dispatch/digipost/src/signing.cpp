#include <fangst/digipost/signing.hpp>
#include <fangst/text/ascii.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace fangst::digipost {
namespace {

constexpr std::array<std::string_view, 4> kSigned{"content-md5", "date", "x-content-sha256", "x-digipost-userid"};

std::string signed_headers(const ports::HttpHeaders& headers) {
  std::map<std::string, std::string_view> present;
  for (const auto& [name, value] : headers) {
    // ASCII only: Digipost's clients fold by Java's and .NET's rules, which agree nowhere else.
    auto key = text::lower(name);
    if (std::find(kSigned.begin(), kSigned.end(), key) != kSigned.end()) present.emplace(std::move(key), value);
  }
  std::string lines;
  for (const auto& [name, value] : present) lines.append(name).append(": ").append(value).push_back('\n');
  return lines;
}

}  // namespace

std::string canonical_request(std::string_view method, std::string_view path, const ports::HttpHeaders& headers,
                              std::string_view query) {
  return std::string(method) + "\n" + text::lower(path) + "\n" + signed_headers(headers) + text::lower(query) + "\n";
}

std::string canonical_response(int status, std::string_view path, const ports::HttpHeaders& headers) {
  return std::to_string(status) + "\n" + text::lower(path) + "\n" + signed_headers(headers);
}

}  // namespace fangst::digipost
