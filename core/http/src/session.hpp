#pragma once

#include "core.hpp"
#include "loop.hpp"
#include "problem_document.hpp"
#include "read_buffer.hpp"
#include "request_parser.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::http {

/// One connection: the protocol as a state machine. It never touches a socket: a transport (below) moves the bytes and
/// calls back. Everything but the tasks of the blocking pool runs on the loop's thread.
class Session : public std::enable_shared_from_this<Session> {
 public:
  using Clock = std::chrono::steady_clock;

  Session(std::shared_ptr<Core> core, std::shared_ptr<Loop> loop, std::string remote, bool overloaded);
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start();
  /// The answer to the present request; from any thread.
  void deliver(Response response);
  void on_sweep(Clock::time_point now);
  void close_if_idle();
  void close();

  std::size_t registry_index = 0;  ///< Kept by the loop.

 protected:
  virtual void begin_handshake() = 0;
  /// Reads into `to` until `at_least` bytes have come; then on_read().
  virtual void begin_read(char* to, std::size_t room, std::size_t at_least) = 0;
  /// Writes both; then on_written(). The bytes stay valid until then.
  virtual void begin_write(std::string_view first, std::string_view second) = 0;
  /// Tells the peer that nothing more will be sent; then reads and drops into `scrap`, each time on_drained().
  virtual void begin_close_gently() = 0;
  virtual void begin_drain(char* scrap, std::size_t room) = 0;
  virtual void close_socket() = 0;

  void on_handshake(bool ok);
  void on_read(bool ok, std::size_t bytes);
  void on_written(bool ok);
  void on_gently_closed(bool ok);
  void on_drained(bool ok, std::size_t bytes);
  /// So many bytes moved just now: the peer is alive.
  void touch(std::size_t bytes);

 private:
  enum class Phase { handshake, idle, head, body, answering, writing, draining, closed };
  enum class BodyMode { inlined, blocking, collected, discarded };

  // Life and reading (session.cpp)
  void advance();
  bool can_advance() const;
  void read_more(std::size_t at_least);
  void parse_head();
  void report_outcome(int status);

  // The head (session_head.cpp)
  void on_head();
  std::optional<OwnProblem> objection_to_head() const;
  void adopt_trace();
  void choose_route();
  void open_body(const StreamHandler& open);
  void refuse(Response response, bool close_connection = false);
  void refuse(OwnProblem what, bool close_connection = false);
  void refuse_unparsable(const boost::beast::error_code& ec);

  // The body (session_body.cpp)
  void expect_body(BodyMode mode);
  void take_body();
  void take_inlined();
  void take_blocking();
  bool take_piece(std::string_view piece);
  bool exceeds_limit(std::size_t more);
  std::string_view gather_pieces(boost::beast::error_code& ec);
  void store_in_pool(std::string_view bytes);
  void on_stored(Result<void> result, Clock::time_point began);
  void drop_consumer();
  void finish_body();
  void finish_inlined();
  void finish_collected();
  void finish(BodyConsumer& consumer);
  std::uint64_t body_remaining() const;

  // Answering (session_answer.cpp)
  void accept_answer(Response response);
  void write_response();
  void read_source();
  void on_source_read(Result<void> read, std::string buffer);
  void drop_source();
  void end_request();
  std::string_view trace_id() const { return {trace_id_.data(), trace_id_size_}; }

  const std::shared_ptr<Core> core_;
  const std::shared_ptr<Loop> loop_;
  const std::string remote_;
  const bool overloaded_;
  Phase phase_ = Phase::handshake;
  Clock::time_point deadline_ = Clock::time_point::max();
  bool reading_ = false;
  bool advancing_ = false;
  ReadBuffer in_;
  std::string out_;
  std::size_t drained_ = 0;

  // The present request.
  std::optional<RequestParser> parser_;
  BodyMode mode_ = BodyMode::inlined;
  std::shared_ptr<BodyConsumer> consumer_;
  const Handler* handler_ = nullptr;
  RequestHead collected_head_;
  std::string collected_;
  std::uint64_t body_bytes_ = 0;
  std::size_t stored_input_ = 0;           ///< Bytes of in_ that the pool is working on.
  Clock::time_point slowest_allowed_end_;  ///< Of a body that drips.
  bool expects_continue_ = false;
  bool sending_continue_ = false;
  bool keep_alive_ = false;
  bool is_head_ = false;
  bool in_callback_ = false;
  std::optional<Response> response_;
  std::uint64_t source_left_ = 0;
  std::string source_buffer_;
  std::array<char, 32> trace_id_{};
  std::size_t trace_id_size_ = 0;
  std::string method_;  ///< Empty: no request to report.
  std::string pattern_;
  Clock::time_point began_{};
};

}  // namespace fangst::http
