#include "digipost/digipost_upload.hpp"

#include "digipost/digipost_schema.hpp"
#include "shared/call.hpp"

#include <fangst/crypto/encoding.hpp>

#include <utility>

namespace fangst::sandbox {
namespace {

constexpr const char* kMultipart = "multipart/vnd.digipost-v8+xml";
constexpr std::size_t kXmlLimit = 4U << 20U;

std::string base64_of(const model::Sha256& digest) {
  return crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

}  // namespace

DigipostUpload::DigipostUpload(http::RequestHead head, Done done) : done_(std::move(done)) {
  request_.head = std::move(head);
  const auto content_type = request_.head.header("content-type");
  request_.is_multipart = media_type(content_type) == kMultipart;
  if (!request_.is_multipart) {
    request_.xml_type = media_type(content_type);
    return;
  }
  const auto boundary = http::MultipartParser::boundary_of(content_type);
  if (!boundary) {
    refuse("PROBLEM_WITH_REQUEST");
    return;
  }
  parser_ = std::make_unique<http::MultipartParser>(
      *boundary, http::MultipartParser::Events{[this](const http::PartHead& part) { return begin_part(part); },
                                               [this](std::string_view bytes) { return take(bytes); },
                                               [this] { return end_part(); }});
}

Result<void> DigipostUpload::write(std::string_view bytes) {
  body_hasher_.update(bytes);
  body_size_ += bytes.size();
  if (!request_.is_multipart) {
    take_xml(bytes);
  } else if (request_.problem.empty() && !parser_->write(bytes)) {
    refuse("PROBLEM_WITH_REQUEST");
  }
  return {};
}

void DigipostUpload::finish(http::Responder respond) {
  if (request_.is_multipart && request_.problem.empty() && !parser_->finish()) refuse("PROBLEM_WITH_REQUEST");
  if (body_size_ > 0) request_.body_hash = base64_of(body_hasher_.finish());
  done_(request_, std::move(respond));
}

Result<void> DigipostUpload::begin_part(const http::PartHead& part) {
  const bool is_message = parts_++ == 0;
  if (part.name.empty() && part.filename.empty()) refuse("MISSING_BODYPART_CONTENT_DISPOSITION");
  if (part.filename.empty()) refuse("MISSING_BODYPART_FILENAME");
  if (is_message) {
    request_.xml_type = media_type(part.content_type);
    if (part.filename != "message") refuse("DOCUMENTS_AND_FILES_MISMATCH");
    return {};
  }
  request_.files.push_back({part.filename, media_type(part.content_type), "", "", 0, {}});
  sniffer_ = {};
  return {};
}

Result<void> DigipostUpload::take(std::string_view bytes) {
  if (parts_ == 1) {
    take_xml(bytes);
    return {};
  }
  request_.files.back().size += bytes.size();
  file_hasher_.update(bytes);
  sniffer_.update(bytes);
  return {};
}

Result<void> DigipostUpload::end_part() {
  if (parts_ == 1) return {};
  auto& file = request_.files.back();
  const auto digest = file_hasher_.finish();
  file.sha256 = digest.hex();
  file.content_hash = base64_of(digest);
  file.pdf = sniffer_.facts();
  return {};
}

void DigipostUpload::take_xml(std::string_view bytes) {
  if (request_.xml.size() + bytes.size() > kXmlLimit) {
    refuse("REQUEST_TOO_LARGE");
  } else {
    request_.xml.append(bytes);
  }
}

void DigipostUpload::refuse(const char* code) {
  if (request_.problem.empty()) request_.problem = code;
}

}  // namespace fangst::sandbox
