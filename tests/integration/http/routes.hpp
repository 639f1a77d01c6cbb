#pragma once

#include <fangst/http/server.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace fangst::test {

/// What the consumers of a test server have seen.
struct Seen {
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<int> writes{0};
  std::atomic<int> finished{0};
  std::atomic<int> dropped{0};  ///< Consumers destroyed.
  std::atomic<int> on_io_thread{0};
  std::atomic<std::size_t> largest_write{0};

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<http::RequestOutcome> outcomes;
  http::Responder held;        ///< Of POST /later.
  std::optional<Error> fault;  ///< The last that no answer told of.

  void note(const http::RequestOutcome& outcome);
  /// Waits until so many outcomes were reported; then returns a copy of all.
  std::vector<http::RequestOutcome> wait_for_outcomes(std::size_t count);
  std::optional<http::RequestOutcome> find_outcome(const std::string& trace_id);
  void note_fault(const Error& given);
  std::optional<Error> wait_for_fault();
  http::Responder wait_for_responder();
};

/// The byte at a place of the body of GET /source/{kind}.
char source_byte(std::uint64_t at);

/// GET /source/{kind}?size=: a body from a source that is "whole", "short", "long", "failing", "throwing", "corrupt"
/// (fails after the last byte) or "sizeless" (throws when asked for its size). GET /ping, POST /echo (Handler), POST
/// /count and PUT /count/{name} (stream; answers the number of bytes), POST /refuse (401 from the head), POST /choke
/// (error at the first write), POST /later (the test answers), POST /forget (never answers), POST /throw, GET /large.
/// POST /told/{first}/{second} answers with all that it was told.
/// POST /throw-open, /throw-write, /throw-late and /throw-answered throw when opened, written to, finished, and after
/// the answer.
http::Router test_router(Seen& seen);

/// Bodies of up to 1 000 bytes for a handler and 100 000 for a stream; beyond 500 they are taken on a thread that may
/// block.
http::ServerSettings small_server();

}  // namespace fangst::test
