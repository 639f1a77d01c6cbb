#include "svarut/upload.hpp"

#include "shared/call.hpp"

#include <utility>

namespace fangst::sandbox {
namespace {

constexpr std::size_t kMetadataLimit = 1U << 20U;

bool may_be_metadata(const std::string& content_type) {
  const std::string type = media_type(content_type);
  return type.empty() || type == "text/plain" || type == "application/json";
}

}  // namespace

Upload::Upload(http::RequestHead head, ForsendelseKind kind, Done done) : done_(std::move(done)) {
  received_.head = std::move(head);
  received_.kind = kind;
  const auto content_type = received_.head.header("content-type");
  const auto boundary = http::MultipartParser::boundary_of(content_type);
  if (media_type(content_type) != "multipart/form-data" || !boundary) {
    refuse("Content-Type må være multipart/form-data med boundary");
    return;
  }
  parser_ = std::make_unique<http::MultipartParser>(
      *boundary, http::MultipartParser::Events{[this](const http::PartHead& part) { return begin_part(part); },
                                               [this](std::string_view bytes) { return take(bytes); },
                                               [this] { return end_part(); }});
}

Result<void> Upload::write(std::string_view bytes) {
  // What is refused is still read to its end, so that the sender gets to see why.
  if (!received_.problem.empty()) return {};
  if (!parser_->write(bytes)) refuse("Feil under lesing av multipart");
  return {};
}

void Upload::finish(http::Responder respond) {
  if (received_.problem.empty() && !parser_->finish()) refuse("Feil under lesing av multipart");
  if (received_.problem.empty() && parts_ == 0) refuse("Delen forsendelse mangler");
  done_(received_, std::move(respond));
}

Result<void> Upload::begin_part(const http::PartHead& part) {
  in_metadata_ = parts_++ == 0;
  if (in_metadata_) {
    if (part.name != "forsendelse") refuse("Delen forsendelse må komme først");
    if (!may_be_metadata(part.content_type)) refuse("Delen forsendelse må være JSON");
    return {};
  }
  if (part.name == "forsendelse") refuse("Delen forsendelse finnes to ganger");
  if (part.filename.empty()) refuse("En fil mangler filnavn");
  received_.files.push_back({part.filename, part.content_type, "", 0, {}, 0});
  sniffer_ = {};
  return {};
}

Result<void> Upload::take(std::string_view bytes) {
  if (in_metadata_) {
    if (received_.metadata.size() + bytes.size() > kMetadataLimit) {
      refuse("Delen forsendelse er for stor");
    } else {
      received_.metadata.append(bytes);
    }
    return {};
  }
  if (bytes.empty()) return {};
  auto& file = received_.files.back();
  if (file.size == 0) file.first_byte = static_cast<unsigned char>(bytes.front());
  file.size += bytes.size();
  hasher_.update(bytes);
  sniffer_.update(bytes);
  return {};
}

Result<void> Upload::end_part() {
  if (in_metadata_) return {};
  auto& file = received_.files.back();
  file.sha256 = hasher_.finish().hex();
  file.pdf = sniffer_.facts();
  return {};
}

void Upload::refuse(std::string problem) {
  if (received_.problem.empty()) received_.problem = std::move(problem);
}

}  // namespace fangst::sandbox
