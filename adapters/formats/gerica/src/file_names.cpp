#include "file_names.hpp"

#include <fangst/codec/text_checks.hpp>
#include <fangst/text/utf8.hpp>

#include <array>
#include <utility>

namespace fangst::gerica {
namespace {

constexpr std::size_t kLongest = 180;  ///< Characters; leaves room for an extension and a number.

std::string_view extension_of(std::string_view mime_type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kExtensions{{{"application/pdf", ".pdf"},
                                                                                      {"application/xml", ".xml"},
                                                                                      {"image/jpeg", ".jpg"},
                                                                                      {"image/png", ".png"},
                                                                                      {"image/tiff", ".tif"},
                                                                                      {"text/plain", ".txt"},
                                                                                      {"text/xml", ".xml"}}};
  for (const auto& [type, extension] : kExtensions) {
    if (type == mime_type) return extension;
  }
  return ".bin";
}

bool has_extension(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot != std::string_view::npos && dot > 0 && name.size() - dot >= 4 && name.size() - dot <= 6 &&
         name.find_first_of(" .,", dot + 1) == std::string_view::npos;
}

}  // namespace

std::string FileNames::give(std::string_view description, std::string_view mime_type) {
  const bool is_name = codec::fault_of_filnavn(description).empty() && text::count_characters(description) <= kLongest;
  std::string name(is_name ? description : "vedlegg");
  if (!has_extension(name)) name += extension_of(mime_type);
  auto unique = name;
  for (int number = 2; !given_.insert(unique).second; ++number) unique = std::to_string(number) + '-' + name;
  return unique;
}

}  // namespace fangst::gerica
