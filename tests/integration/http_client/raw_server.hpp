#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace fangst::test {

/// One accepted connection, spoken to byte by byte so that a test can misbehave in any way.
class Connection {
 public:
  explicit Connection(int descriptor) : descriptor_(descriptor) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  struct Request {
    std::string head;  ///< Request line and headers, without the empty line.
    std::string body;
    std::uint64_t body_size = 0;
    std::string line() const { return head.substr(0, head.find('\r')); }
  };
  /// False when the client closed the connection first. A body above `keep` bytes is counted and dropped.
  bool read_request(Request& request, std::size_t keep = 1 << 20);
  /// Request line and headers only; nothing of the body is read.
  bool read_head(Request& request);
  bool write(std::string_view bytes);
  void answer(int status, const std::string& body, const std::string& headers = {});
  void close();
  void reset();  ///< RST instead of FIN, once the script has returned.
  void wait_for_client_to_close();
  int descriptor() const { return descriptor_; }

 private:
  bool fill();
  int descriptor_;
  std::string pending_;
};

/// Serves each connection of the loopback with a function on a thread of its own; numbers them from 0.
class RawServer {
 public:
  using Script = std::function<void(Connection&, int number)>;
  explicit RawServer(Script script);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  int port() const { return port_; }
  std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  int connections() const { return connections_; }
  void stop();

 private:
  void run();
  Script script_;
  int port_ = 0;  ///< Set while listener_ is made.
  int listener_ = -1;
  std::atomic<int> connections_{0};
  std::thread acceptor_;
  std::mutex mutex_;
  std::vector<std::thread> threads_;
  std::vector<int> open_;
};

/// A port that nobody listens on.
int closed_port();

}  // namespace fangst::test
