#pragma once

#include <fangst/ports/byte_source.hpp>
#include <fangst/ports/http_client.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::codec {

/// A multipart request body (RFC 2046) that is read while it is sent: small parts from memory, documents from their
/// sources, so that memory does not depend on the size of the letter (invariant 10). The same parts and boundary always
/// give the same bytes, also after rewind(), so that a signature may be computed over them first. Not thread-safe.
class MultipartBody final : public ports::ByteSource {
 public:
  /// `boundary` is 1 to 70 characters of [0-9A-Za-z'_-]; see boundary_of.
  explicit MultipartBody(std::string boundary);

  /// All parts are added before the first read.
  void add(const ports::HttpHeaders& part_headers, std::string_view content);
  void add(const ports::HttpHeaders& part_headers, std::unique_ptr<ports::ByteSource> document);

  /// "multipart/<subtype>; boundary=<boundary>".
  std::string content_type(std::string_view subtype) const;

  std::uint64_t size() const override;
  Result<void> rewind() override;
  /// `corrupt` when a document gives more or fewer bytes than its size(): the body then never ends as if it were whole.
  Result<std::size_t> read(std::span<char> buffer) override;

 private:
  struct Segment {
    std::unique_ptr<ports::ByteSource> bytes;
    std::uint64_t size = 0;  ///< As promised when it was added.
  };
  std::string head_of(const ports::HttpHeaders& part_headers) const;
  void append(std::unique_ptr<ports::ByteSource> bytes);
  Result<std::size_t> read_segment(Segment& segment, std::span<char> buffer);

  std::string boundary_;
  std::vector<Segment> segments_;
  std::string closing_;
  std::size_t current_ = 0;     ///< Index into segments_; segments_.size() is the closing delimiter.
  std::uint64_t position_ = 0;  ///< Within the current segment.
};

/// A boundary that depends on the key of the letter alone. Nobody can write a document that contains it without knowing
/// the key.
std::string boundary_of(std::string_view key);

/// `form-data; name="..."` and, unless empty, `; filename="..."`, with quotes and control characters escaped as
/// browsers do (WHATWG: %22, %0D, %0A); UTF-8 as it is.
std::string form_data(std::string_view name, std::string_view filename = {});

}  // namespace fangst::codec
