#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <cpprest/http_client.h>
#include <poll.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace fangst::http_client {

/// Thrown into cpprest before it writes; nothing has been sent.
struct ConnectionWasClosed {};
/// Thrown when cpprest wants to send again what it had sent on a connection that the peer then closed.
struct ResendStopped {};

/// A cpprest client that carries one request at a time, and with it one kept connection.
///
/// cpprest sends a request again, whatever its method, when a reused connection ends without an answer: that would make
/// a second letter (invariant 2). It shows each socket to a hook before it writes, and with one request at a time the
/// hook knows a second writing when it sees one.
class Lane {
 public:
  using Rest = web::http::client::http_client;
  using Config = web::http::client::http_client_config;

  Lane(const web::uri& origin, Config config) : is_tls_(origin.scheme() == "https") {
    config.set_nativehandle_options([this](void* handle) { before_write(handle); });
    rest_ = std::make_unique<Rest>(origin, config);
  }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  Rest& begin() {
    writings_ = 0;
    is_reused_ = false;
    return *rest_;
  }
  bool is_reused() const { return is_reused_; }

  /// After a failure: cpprest may have put a connection back that is closed, or was never opened, and would write to
  /// it.
  void discard() { is_discarded_ = true; }
  bool is_discarded() const { return is_discarded_; }

 private:
  using Socket = boost::asio::ip::tcp::socket;

  void before_write(void* handle) {
    if (writings_++ > 0) throw ResendStopped{};
    const auto& socket =
        is_tls_ ? static_cast<boost::asio::ssl::stream<Socket&>*>(handle)->next_layer() : *static_cast<Socket*>(handle);
    if (!socket.is_open()) return;
    is_reused_ = true;
    if (peer_has_closed(const_cast<Socket&>(socket).native_handle())) throw ConnectionWasClosed{};
  }

  static bool peer_has_closed(int descriptor) {
    // An idle HTTP/1.1 connection has nothing to read: any byte, end or error means that it is of no use.
    pollfd state{descriptor, POLLIN | POLLRDHUP, 0};
    return ::poll(&state, 1, 0) != 0;
  }

  const bool is_tls_;
  std::atomic<int> writings_{0};
  std::atomic<bool> is_reused_{false};
  std::atomic<bool> is_discarded_{false};
  std::unique_ptr<Rest> rest_;
};

/// The lanes to one origin: as many as there have been requests at once. Thread-safe.
class Lanes : public std::enable_shared_from_this<Lanes> {
 public:
  explicit Lanes(std::function<std::unique_ptr<Lane>()> make) : make_(std::move(make)) {}

  /// The lane is free again when the last copy of the lease dies.
  std::shared_ptr<Lane> lease() {
    std::unique_ptr<Lane> lane;
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        lane = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (!lane) lane = make_();
    return {lane.release(), [lanes = shared_from_this()](Lane* returned) { lanes->give_back(returned); }};
  }

 private:
  void give_back(Lane* returned) {
    std::unique_ptr<Lane> lane(returned);
    if (lane->is_discarded()) return;
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(lane));
  }

  const std::function<std::unique_ptr<Lane>()> make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Lane>> idle_;
};

}  // namespace fangst::http_client
