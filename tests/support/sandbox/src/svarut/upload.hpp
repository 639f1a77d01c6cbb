#pragma once

#include "shared/pdf_sniffer.hpp"
#include "svarut/forsendelse_schema.hpp"

#include <fangst/crypto/hasher.hpp>
#include <fangst/http/exchange.hpp>
#include <fangst/http/multipart.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fangst::sandbox {

struct ReceivedFile {
  std::string filename;
  std::string content_type;
  std::string sha256;
  std::uint64_t size = 0;
  PdfFacts pdf;
  unsigned char first_byte = 0;
};

/// One multipart request as it came; the files' bytes are gone, their hashes are here.
struct ReceivedForsendelse {
  http::RequestHead head;
  ForsendelseKind kind{};
  std::string metadata;
  std::vector<ReceivedFile> files;
  std::string problem;  ///< Non-empty: why the multipart body itself is refused.
};

/// Takes in the multipart body of a send call and hands on what was received.
class Upload final : public http::BodyConsumer {
 public:
  using Done = std::function<void(ReceivedForsendelse&, http::Responder)>;
  Upload(http::RequestHead head, ForsendelseKind kind, Done done);

  Result<void> write(std::string_view bytes) override;
  void finish(http::Responder respond) override;

 private:
  Result<void> begin_part(const http::PartHead& part);
  Result<void> take(std::string_view bytes);
  Result<void> end_part();
  void refuse(std::string problem);

  ReceivedForsendelse received_;
  Done done_;
  std::unique_ptr<http::MultipartParser> parser_;
  bool in_metadata_ = false;
  std::size_t parts_ = 0;
  crypto::Hasher hasher_;
  PdfSniffer sniffer_;
};

}  // namespace fangst::sandbox
