#include "raw_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace fangst::test {
namespace {

int listen_on_loopback(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (listener < 0 || ::bind(listener, generic, size) != 0 || ::listen(listener, 512) != 0 ||
      ::getsockname(listener, generic, &size) != 0) {
    throw std::runtime_error("cannot listen on the loopback");
  }
  port = ntohs(address.sin_port);
  return listener;
}

std::uint64_t content_length(const std::string& head) {
  std::string lower = head;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto at = lower.find("\r\ncontent-length:");
  return at == std::string::npos ? 0 : std::stoull(lower.substr(at + 17));
}

}  // namespace

Connection::~Connection() { close(); }

bool Connection::fill() {
  std::array<char, 65536> buffer{};
  const auto count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  pending_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

bool Connection::read_head(Request& request) {
  request = {};
  std::size_t end = 0;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return false;
  }
  request.head = pending_.substr(0, end);
  pending_.erase(0, end + 4);
  return true;
}

bool Connection::read_request(Request& request, std::size_t keep) {
  if (!read_head(request)) return false;
  auto left = content_length(request.head);
  request.body_size = left;
  while (left > 0) {
    if (pending_.empty() && !fill()) return false;
    const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(left, pending_.size()));
    if (request.body.size() < keep) request.body.append(pending_, 0, take);
    pending_.erase(0, take);
    left -= take;
  }
  return true;
}

bool Connection::write(std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count = ::send(descriptor_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

void Connection::answer(int status, const std::string& body, const std::string& headers) {
  write("HTTP/1.1 " + std::to_string(status) + " Status\r\n" + headers +
        "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

void Connection::close() {
  if (descriptor_ < 0) return;
  ::shutdown(descriptor_, SHUT_RDWR);  // The server holds the socket open as well.
  ::close(descriptor_);
  descriptor_ = -1;
}

void Connection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(descriptor_);
  descriptor_ = -1;
}

void Connection::wait_for_client_to_close() {
  while (fill()) pending_.clear();
}

RawServer::RawServer(Script script) : script_(std::move(script)), listener_(listen_on_loopback(port_)) {
  acceptor_ = std::thread([this] { run(); });
}

RawServer::~RawServer() { stop(); }

void RawServer::stop() {
  if (!acceptor_.joinable()) return;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (const int descriptor : open_) ::shutdown(descriptor, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void RawServer::run() {
  for (;;) {
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return;
    const int number = connections_++;
    const std::lock_guard lock(mutex_);
    open_.push_back(descriptor);
    threads_.emplace_back([this, descriptor, number] {
      {
        // A duplicate, so that the number in open_ stays ours until the script is done.
        Connection connection(::dup(descriptor));
        script_(connection, number);
      }
      const std::lock_guard inner(mutex_);
      std::erase(open_, descriptor);
      ::close(descriptor);
    });
  }
}

int closed_port() {
  int port = 0;
  ::close(listen_on_loopback(port));
  return port;
}

}  // namespace fangst::test
