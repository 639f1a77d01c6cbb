#include "load_connection.hpp"

#include <fangst/text/ascii.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace fangst::bench {
namespace {

std::string_view field(std::string_view head, std::string_view name) {
  const auto at = head.find(name);
  if (at == std::string_view::npos) return {};
  head.remove_prefix(at + name.size());
  return head.substr(0, head.find("\r\n"));
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

LoadConnection::~LoadConnection() { close(); }

bool LoadConnection::open(const std::string& address, std::uint16_t port) {
  close();
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  if (::inet_pton(AF_INET, address.c_str(), &to.sin_addr) != 1) return false;
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    close();
    return false;
  }
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return ::fcntl(socket_, F_SETFL, O_NONBLOCK) == 0;
}

void LoadConnection::close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

LoadConnection::Progress LoadConnection::begin() {
  sent_ = 0;
  received_.clear();
  in_body_ = server_closes_ = false;
  status_ = 0;
  return send_more() ? Progress::waiting : Progress::lost;
}

LoadConnection::Progress LoadConnection::go_on() {
  if (!send_more()) return Progress::lost;
  return receive_more();
}

bool LoadConnection::send_more() {
  while (sent_ < request_.size()) {
    const auto done = ::send(socket_, request_.data() + sent_, request_.size() - sent_, MSG_NOSIGNAL);
    if (done < 0) return would_block();
    sent_ += static_cast<std::size_t>(done);
  }
  return true;
}

LoadConnection::Progress LoadConnection::receive_more() {
  std::array<char, 65536> buffer;
  for (;;) {
    const auto got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got == 0) return Progress::lost;
    if (got < 0) return would_block() ? Progress::waiting : Progress::lost;
    std::size_t of_body = static_cast<std::size_t>(got);
    if (!in_body_) {
      received_.append(buffer.data(), of_body);
      if (!take_head()) continue;
      of_body = received_.size();
    }
    body_left_ -= std::min<std::uint64_t>(body_left_, of_body);
    if (body_left_ == 0) return Progress::answered;
  }
}

/// Leaves what has come of the body in `received_`.
bool LoadConnection::take_head() {
  const auto end = received_.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const auto head = text::lower(std::string_view(received_).substr(0, end + 2));
  received_.erase(0, end + 4);
  std::from_chars(head.data() + std::min<std::size_t>(9, head.size()), head.data() + head.size(), status_);
  if (status_ == 100) return false;
  const auto length = field(head, "\r\ncontent-length: ");
  body_left_ = 0;
  std::from_chars(length.data(), length.data() + length.size(), body_left_);
  server_closes_ = field(head, "\r\nconnection: ") == "close";
  in_body_ = true;
  return true;
}

}  // namespace fangst::bench
