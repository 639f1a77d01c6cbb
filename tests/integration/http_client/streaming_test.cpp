#include "support.hpp"

#include <fangst/support/peak_memory.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace fangst::test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLarge = 200ULL * 1024 * 1024;
constexpr std::uint64_t kAllowedGrowth = 24ULL * 1024 * 1024;

char byte_at(std::uint64_t position) { return static_cast<char>('a' + position % 23); }

/// A document of any size that is never in memory.
class Endless : public ports::ByteSource {
 public:
  Endless(std::uint64_t size, std::uint64_t fails_at) : size_(size), fails_at_(fails_at) {}
  std::uint64_t size() const override { return size_; }
  Result<void> rewind() override {
    position_ = 0;
    return {};
  }
  Result<std::size_t> read(std::span<char> buffer) override {
    if (position_ >= fails_at_) {
      return Failure(Error{ErrorKind::corrupt, "test.feil", "test", PublicText{"Feil"}});
    }
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size_ - position_));
    for (std::size_t i = 0; i < count; ++i) buffer[i] = byte_at(position_ + i);
    position_ += count;
    return count;
  }

 private:
  std::uint64_t size_;
  std::uint64_t fails_at_;
  std::uint64_t position_ = 0;
};

/// Has a defect.
class Throwing final : public Endless {
 public:
  Throwing() : Endless(1000, ~0ULL) {}
  Result<std::size_t> read(std::span<char>) override { throw std::runtime_error("a defect"); }
};

ports::HttpRequest upload(const std::string& url, std::uint64_t size, std::uint64_t fails_at = ~0ULL) {
  return {"POST", url, {}, {}, std::make_shared<Endless>(size, fails_at)};
}

TEST(Streaming, a_body_that_throws_fails_its_own_request_alone) {
  RawServer server(always([](Connection& c, const Connection::Request& r) { c.answer(200, r.body); }));
  const ports::HttpRequest broken{"POST", server.url(), {}, {}, std::make_shared<Throwing>()};
  const auto response = client().send(broken, soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code(), "http.uleselig_innhold");
  EXPECT_TRUE(client().send(get(server.url()), soon()));
}

TEST(Streaming, uploads_200_mb_in_bounded_memory) {
  std::atomic<std::uint64_t> received{0};
  RawServer server([&](Connection& c, int) {
    Connection::Request request;
    if (!c.read_request(request, 0)) return;
    received = request.body_size;
    c.answer(200, "ok", "X-Length: " + std::to_string(request.body_size) + "\r\n");
  });
  const support::MemoryGrowth growth;
  const auto response = client().send(upload(server.url(), kLarge), in(120s));
  ASSERT_TRUE(response) << response.error().private_detail();
  EXPECT_EQ(received, kLarge);
  growth.expect_below(kAllowedGrowth);
}

TEST(Streaming, downloads_200_mb_in_bounded_memory_however_slow_the_sink) {
  RawServer server([&](Connection& c, int) {
    Connection::Request request;
    if (!c.read_request(request)) return;
    c.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n");
    std::string block(23 * 4096, ' ');
    for (std::size_t i = 0; i < block.size(); ++i) block[i] = byte_at(i);
    for (std::uint64_t sent = 0; sent < kLarge; sent += block.size()) {
      c.write(std::string_view(block).substr(0, std::min<std::uint64_t>(block.size(), kLarge - sent)));
    }
    c.wait_for_client_to_close();
  });
  const support::MemoryGrowth growth;
  std::uint64_t received = 0;
  bool is_right = true;
  const auto sink = [&](std::string_view piece) -> Result<void> {
    if (received < 1'000'000) std::this_thread::sleep_for(30ms);
    for (std::size_t i = 0; i < piece.size(); i += 997) is_right = is_right && piece[i] == byte_at(received + i);
    received += piece.size();
    return {};
  };
  const auto response = client().download(get(server.url()), sink, in(120s));
  ASSERT_TRUE(response) << response.error().private_detail();
  EXPECT_EQ(received, kLarge);
  EXPECT_TRUE(is_right);
  EXPECT_TRUE(response->body.empty());
  growth.expect_below(kAllowedGrowth);
}

TEST(Streaming, gives_the_body_of_a_refusal_as_text_and_not_to_the_sink) {
  RawServer server(always([](Connection& c, const Connection::Request&) { c.answer(404, "finnes ikke"); }));
  bool is_called = false;
  const auto sink = [&](std::string_view) -> Result<void> {
    is_called = true;
    return {};
  };
  const auto response = client().download(get(server.url()), sink, soon());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->body, "finnes ikke");
  EXPECT_FALSE(is_called);
}

TEST(Streaming, stops_when_the_sink_has_had_enough_and_gives_its_error) {
  RawServer server([&](Connection& c, int) {
    Connection::Request request;
    if (!c.read_request(request)) return;
    c.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
    while (c.write(std::string(65536, 'x'))) {
    }
  });
  const auto sink = [&](std::string_view) -> Result<void> {
    return Failure(Error{ErrorKind::too_large, "test.fullt", "test", PublicText{"Fullt"}});
  };
  const auto response = client().download(get(server.url()), sink, soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code(), "test.fullt");
}

TEST(Streaming, reports_a_download_that_is_cut_off) {
  RawServer server([&](Connection& c, int) {
    Connection::Request request;
    if (!c.read_request(request)) return;
    c.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + std::string(300'000, 'x'));
  });
  const auto response = client().download(
      get(server.url()), [](auto) { return Result<void>{}; }, soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind(), ErrorKind::unavailable);
}

TEST(Streaming, sends_no_whole_request_when_the_source_fails) {
  std::atomic<int> whole{0};
  RawServer server([&](Connection& c, int) {
    Connection::Request request;
    whole += c.read_request(request, 0) ? 1 : 0;
  });
  const auto response = client().send(upload(server.url(), 1'000'000, 500'000), soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code(), "test.feil");
  EXPECT_FALSE(response.error().outcome_unknown());
  server.stop();
  EXPECT_EQ(whole, 0);
}

TEST(Streaming, sends_no_whole_request_when_the_source_ends_too_early) {
  struct Short : ports::ByteSource {
    bool is_read = false;
    std::uint64_t size() const override { return 100; }
    Result<void> rewind() override { return {}; }
    Result<std::size_t> read(std::span<char> buffer) override {
      if (is_read) return 0;
      is_read = true;
      std::fill_n(buffer.begin(), 50, 'x');
      return 50;
    }
  };
  RawServer server([&](Connection& c, int) { c.wait_for_client_to_close(); });
  const auto response = client().send({"POST", server.url(), {}, {}, std::make_shared<Short>()}, soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind(), ErrorKind::corrupt);
}

}  // namespace
}  // namespace fangst::test
