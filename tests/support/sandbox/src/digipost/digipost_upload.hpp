#pragma once

#include "shared/pdf_sniffer.hpp"

#include <fangst/crypto/hasher.hpp>
#include <fangst/http/exchange.hpp>
#include <fangst/http/multipart.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fangst::sandbox {

struct DigipostFile {
  std::string filename;
  std::string content_type;
  std::string sha256;        ///< Hexadecimal, as the log shows it.
  std::string content_hash;  ///< base64, as Digipost shows it.
  std::uint64_t size = 0;
  PdfFacts pdf;
};

/// One request to Digipost as it came: hash of the whole body, the first part (or the body itself, when it is not
/// multipart), and what is known of the files.
struct DigipostRequest {
  http::RequestHead head;
  std::string body_hash;  ///< base64; empty when there was no body.
  std::string xml;
  std::string xml_type;
  bool is_multipart = false;
  std::vector<DigipostFile> files;
  std::string problem;  ///< Error code of what is wrong with the multipart body.
};

class DigipostUpload final : public http::BodyConsumer {
 public:
  using Done = std::function<void(DigipostRequest&, http::Responder)>;
  DigipostUpload(http::RequestHead head, Done done);

  Result<void> write(std::string_view bytes) override;
  void finish(http::Responder respond) override;

 private:
  Result<void> begin_part(const http::PartHead& part);
  Result<void> take(std::string_view bytes);
  Result<void> end_part();
  void take_xml(std::string_view bytes);
  void refuse(const char* code);

  DigipostRequest request_;
  Done done_;
  std::unique_ptr<http::MultipartParser> parser_;
  crypto::Hasher body_hasher_;
  crypto::Hasher file_hasher_;
  PdfSniffer sniffer_;
  std::uint64_t body_size_ = 0;
  std::size_t parts_ = 0;
};

}  // namespace fangst::sandbox
