#pragma once

#include <string>
#include <string_view>

namespace fangst::sandbox {

/// What can be told of a PDF from one pass over its bytes, without parsing it.
struct PdfFacts {
  bool is_pdf = false;  ///< Begins with "%PDF-".
  int major = 0;
  int minor = 0;
  bool encrypted = false;  ///< The text /Encrypt stands somewhere.

  bool printable_version() const { return is_pdf && major == 1 && minor <= 7; }
};

class PdfSniffer {
 public:
  void update(std::string_view bytes);
  PdfFacts facts() const;

 private:
  std::string start_;  ///< The first 8 bytes.
  std::string tail_;   ///< What could be the start of a word that the next bytes end.
  bool encrypted_ = false;
};

}  // namespace fangst::sandbox
