#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::test {

struct RawAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;
};

/// A client that sends exactly the bytes it is told to, over one blocking socket on loopback.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;

  /// False when the peer has closed.
  bool send(std::string_view bytes);
  /// One answer; empty when the peer closes first. HEAD has no body whatever its length says.
  std::optional<RawAnswer> receive(bool head_only = false);
  /// True when the peer has closed in order (not by reset) and nothing more came.
  bool at_end();
  void close_sending();
  void reset();  ///< Closes with a TCP reset.

 private:
  bool fill();

  int socket_ = -1;
  std::string received_;
};

std::string request(std::string_view method, std::string_view target, std::string_view body = {},
                    std::string_view extra_headers = {});
/// A POST whose body is one chunk.
std::string chunked(std::string_view target, std::string_view body);
/// Of the answer to these bytes on a connection of their own; 0 when the peer closes first.
int status_of(std::uint16_t port, std::string_view bytes);

}  // namespace fangst::test
