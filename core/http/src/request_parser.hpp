#pragma once

#include <fangst/http/request.hpp>
#include <fangst/text/ascii.hpp>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::http {

/// Beast's parser, filling our own head directly, and handing out the body as pieces of the buffer it was given.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  explicit RequestParser(std::size_t header_limit) : field_limit_(header_limit) {
    this->header_limit(static_cast<std::uint32_t>(header_limit));
    // The limit of the body is the server's; "no limit" would compare smaller than every length in Beast 1.74.
    this->body_limit(std::numeric_limits<std::uint64_t>::max());
    this->eager(false);
  }

  RequestHead& head() { return head_; }
  const RequestHead& head() const { return head_; }
  std::string_view raw_target() const { return target_; }
  int version() const { return version_; }
  int host_count() const { return host_count_; }
  bool has_transfer_encoding() const { return transfer_encodings_ > 0; }
  bool is_plainly_chunked() const { return chunked() && transfer_encodings_ == 1 && plain_chunked_; }

  /// Parses once. The body bytes of this call are then `piece()`, which points into the input.
  std::size_t step(const char* data, std::size_t size, boost::beast::error_code& ec) {
    piece_ = {};
    return put(boost::asio::const_buffer(data, size), ec);
  }
  std::string_view piece() const { return piece_; }

 private:
  using Text = boost::beast::string_view;
  using Field = boost::beast::http::field;
  using Code = boost::beast::error_code;
  static constexpr std::size_t kFieldFraming = 4;  // ": " and the line break.
  static constexpr std::size_t kBlankLine = 2;
  static std::string_view view(Text text) { return {text.data(), text.size()}; }

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Code&) override {
    head_.method.assign(method.data(), method.size());
    target_.assign(target.data(), target.size());
    version_ = version;
    head_.headers.reserve(12);
  }
  void on_response_impl(int, Text, int, Code&) override {}
  void on_field_impl(Field field, Text name, Text value, Code& ec) override {
    if (is_header_done()) return;  // Trailers are read and dropped.
    // Beast holds its limit against what lies in the buffer; a head that comes in pieces would have none.
    field_bytes_ += name.size() + value.size() + kFieldFraming;
    if (field_bytes_ + kBlankLine > field_limit_) {
      ec = boost::beast::http::error::header_limit;
      return;
    }
    if (field == Field::host) ++host_count_;
    if (field == Field::transfer_encoding) {
      ++transfer_encodings_;
      plain_chunked_ = text::iequals(view(value), "chunked");
    }
    head_.headers.emplace_back(view(name), view(value));
  }
  void on_header_impl(Code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(Text body, Code&) override {
    piece_ = view(body);
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, Code&) override {
    piece_ = view(body);
    return body.size();
  }
  void on_finish_impl(Code&) override {}

  const std::size_t field_limit_;
  std::size_t field_bytes_ = 0;
  RequestHead head_;
  std::string target_;
  int version_ = 11;
  int host_count_ = 0;
  int transfer_encodings_ = 0;
  bool plain_chunked_ = false;
  std::string_view piece_;
};

}  // namespace fangst::http
