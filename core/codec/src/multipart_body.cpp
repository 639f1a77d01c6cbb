#include <fangst/codec/multipart_body.hpp>
#include <fangst/crypto/hasher.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace fangst::codec {
namespace {

constexpr std::size_t kBoundaryDigits = 32;

Error document_changed(std::string_view what) {
  return {ErrorKind::corrupt, "dokument.stoerrelse", "multipart.read",
          PublicText{"Et dokument har en annen størrelse enn det som er lagret. Dokumentlageret må kontrolleres."},
          PrivateDetail{std::string(what)}};
}

std::string escape_quoted(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    if (c == '"') {
      escaped += "%22";
    } else if (c == '\r') {
      escaped += "%0D";
    } else if (c == '\n') {
      escaped += "%0A";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

MultipartBody::MultipartBody(std::string boundary)
    : boundary_(std::move(boundary)), closing_("\r\n--" + boundary_ + "--\r\n") {}

void MultipartBody::add(const ports::HttpHeaders& part_headers, std::string_view content) {
  append(std::make_unique<ports::TextSource>(head_of(part_headers).append(content)));
}

void MultipartBody::add(const ports::HttpHeaders& part_headers, std::unique_ptr<ports::ByteSource> document) {
  append(std::make_unique<ports::TextSource>(head_of(part_headers)));
  append(std::move(document));
}

std::string MultipartBody::head_of(const ports::HttpHeaders& part_headers) const {
  std::string head = segments_.empty() ? "" : "\r\n";
  head += "--" + boundary_ + "\r\n";
  for (const auto& [name, value] : part_headers) head += name + ": " + value + "\r\n";
  return head + "\r\n";
}

void MultipartBody::append(std::unique_ptr<ports::ByteSource> bytes) {
  const auto size = bytes->size();
  segments_.push_back({std::move(bytes), size});
}

std::string MultipartBody::content_type(std::string_view subtype) const {
  return "multipart/" + std::string(subtype) + "; boundary=" + boundary_;
}

std::uint64_t MultipartBody::size() const {
  std::uint64_t total = closing_.size();
  for (const auto& segment : segments_) total += segment.size;
  return total;
}

Result<void> MultipartBody::rewind() {
  current_ = 0;
  position_ = 0;
  for (auto& segment : segments_) FANGST_CHECK(segment.bytes->rewind());
  return {};
}

Result<std::size_t> MultipartBody::read_segment(Segment& segment, std::span<char> buffer) {
  const auto left = segment.size - position_;
  // Asked for even when nothing is left: the reader checks the hash in the read that returns 0.
  FANGST_TRY(const std::size_t count, segment.bytes->read(buffer));
  if (count > left) return Failure(document_changed("the document is longer than its recorded size"));
  if (count == 0 && left > 0) return Failure(document_changed("the document is shorter than its recorded size"));
  return count;
}

Result<std::size_t> MultipartBody::read(std::span<char> buffer) {
  std::size_t filled = 0;
  while (filled < buffer.size() && current_ < segments_.size()) {
    FANGST_TRY(const std::size_t count, read_segment(segments_[current_], buffer.subspan(filled)));
    filled += count;
    position_ += count;
    if (count > 0) continue;
    ++current_;
    position_ = 0;
  }
  if (filled == buffer.size() || current_ < segments_.size()) return filled;
  const auto count = std::min<std::size_t>(closing_.size() - position_, buffer.size() - filled);
  std::memcpy(buffer.data() + filled, closing_.data() + position_, count);
  position_ += count;
  return filled + count;
}

std::string boundary_of(std::string_view key) {
  return "fangst-" + crypto::sha256("multipart boundary\n" + std::string(key)).hex().substr(0, kBoundaryDigits);
}

std::string form_data(std::string_view name, std::string_view filename) {
  std::string value = "form-data; name=\"" + escape_quoted(name) + "\"";
  if (!filename.empty()) value += "; filename=\"" + escape_quoted(filename) + "\"";
  return value;
}

}  // namespace fangst::codec
