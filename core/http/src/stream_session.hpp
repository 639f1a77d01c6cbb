#pragma once

#include "session.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <limits>
#include <type_traits>

namespace fangst::http {

/// With the concrete executor, an operation needs no type-erased one; and shares no symbol with another Asio in the
/// process.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using TlsStream = boost::asio::ssl::stream<Socket>;

/// The transport of a session over a plain or a TLS socket.
template <class Stream>
class StreamSession final : public Session {
  static constexpr bool kIsTls = std::is_same_v<Stream, TlsStream>;
  using Code = boost::system::error_code;

 public:
  template <class... StreamArgs>
  StreamSession(std::shared_ptr<Core> core, std::shared_ptr<Loop> loop, std::string remote, bool overloaded,
                StreamArgs&&... args)
      : Session(std::move(core), std::move(loop), std::move(remote), overloaded),
        stream_(std::forward<StreamArgs>(args)...) {
    Code ignored;
    socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    socket().non_blocking(true, ignored);
  }

 private:
  std::shared_ptr<StreamSession> self() { return std::static_pointer_cast<StreamSession>(shared_from_this()); }
  Socket& socket() {
    if constexpr (kIsTls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  void begin_handshake() override {
    if constexpr (kIsTls) {
      stream_.async_handshake(TlsStream::server, [me = self()](Code ec) { me->on_handshake(!ec); });
    } else {
      on_handshake(true);
    }
  }

  void begin_read(char* to, std::size_t room, std::size_t at_least) override {
    const auto buffer = boost::asio::buffer(to, room);
    if (at_least <= 1) {
      stream_.async_read_some(buffer, [me = self()](Code ec, std::size_t bytes) {
        me->touch(bytes);
        me->on_read(!ec, bytes);
      });
      return;
    }
    boost::asio::async_read(stream_, buffer, until(at_least),
                            [me = self()](Code ec, std::size_t bytes) { me->on_read(!ec, bytes); });
  }

  void begin_write(std::string_view first, std::string_view second) override {
    std::array<boost::asio::const_buffer, 2> parts{boost::asio::buffer(first), boost::asio::buffer(second)};
    if constexpr (!kIsTls) {
      // Most answers fit into the socket's buffer: then no operation needs to be queued.
      Code ec;
      const auto written = socket().write_some(parts, ec);
      if (!ec && written == first.size() + second.size()) return on_written(true);
      if (ec && ec != boost::asio::error::would_block && ec != boost::asio::error::try_again) return on_written(false);
      const auto of_first = std::min(written, first.size());
      parts[0] += of_first;
      parts[1] += written - of_first;
    }
    boost::asio::async_write(stream_, parts, until(boost::asio::buffer_size(parts)),
                             [me = self()](Code ec, std::size_t) { me->on_written(!ec); });
  }

  void begin_close_gently() override {
    if constexpr (kIsTls) {
      // Counts the peer's close_notify as received, so that ours is sent without waiting for it.
      SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
      stream_.async_shutdown([me = self()](Code) { me->shut_down_send(); });
    } else {
      shut_down_send();
    }
  }

  void shut_down_send() {
    Code ec;
    socket().shutdown(boost::asio::socket_base::shutdown_send, ec);
    on_gently_closed(!ec);
  }

  void begin_drain(char* scrap, std::size_t room) override {
    socket().async_read_some(boost::asio::buffer(scrap, room),
                             [me = self()](Code ec, std::size_t bytes) { me->on_drained(!ec, bytes); });
  }

  void close_socket() override {
    Code ignored;
    socket().close(ignored);
  }

  /// Ends the operation when `enough` has moved, and tells the session of every progress before that.
  auto until(std::size_t enough) {
    return [this, enough, before = std::size_t{0}](Code ec, std::size_t so_far) mutable -> std::size_t {
      touch(so_far - before);
      before = so_far;
      return ec || so_far >= enough ? 0 : std::numeric_limits<std::size_t>::max();
    };
  }

  Stream stream_;
};

}  // namespace fangst::http
