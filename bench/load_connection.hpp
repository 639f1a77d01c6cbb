#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fangst::bench {

/// One keep-alive connection, not blocking. Understands just enough of an answer to know where it ends.
class LoadConnection {
 public:
  enum class Progress { waiting, answered, lost };

  ~LoadConnection();
  LoadConnection() = default;
  LoadConnection(const LoadConnection&) = delete;
  LoadConnection& operator=(const LoadConnection&) = delete;

  /// Blocking connect. False when the server does not take it.
  bool open(const std::string& address, std::uint16_t port);
  void close();
  int descriptor() const { return socket_; }
  bool is_open() const { return socket_ >= 0; }

  /// To be filled by the caller, then begin().
  std::string& request() { return request_; }
  Progress begin();
  /// The socket can be read or written.
  Progress go_on();

  int status() const { return status_; }
  bool server_closes() const { return server_closes_; }

 private:
  bool send_more();
  Progress receive_more();
  bool take_head();

  int socket_ = -1;
  std::string request_;
  std::size_t sent_ = 0;
  std::string received_;
  bool in_body_ = false;
  std::uint64_t body_left_ = 0;
  int status_ = 0;
  bool server_closes_ = false;
};

}  // namespace fangst::bench
