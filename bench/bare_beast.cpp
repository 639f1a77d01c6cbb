// The machine's own limit of HTTP intake: the least that a Beast server can do to a body that must be hashed. No
// routes, no limits, no timeouts, nothing kept. What Fangst reaches is told as a share of this.

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

std::string sha256_hex(const std::string& body) {
  thread_local const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method{EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                            &EVP_MD_free};
  std::array<unsigned char, 32> digest;
  unsigned size = 0;
  EVP_Digest(body.data(), body.size(), digest.data(), &size, method.get(), nullptr);
  std::string hex;
  hex.reserve(64);
  for (const unsigned char byte : digest) {
    hex.push_back("0123456789abcdef"[byte >> 4U]);
    hex.push_back("0123456789abcdef"[byte & 15U]);
  }
  return hex;
}

asio::awaitable<void> serve(tcp::socket socket) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code ec;
  for (;;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(64U << 20U);
    co_await http::async_read(socket, buffer, parser, asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return;
    const auto& request = parser.get();
    http::response<http::string_body> response(http::status::ok, request.version());
    response.keep_alive(request.keep_alive());
    response.body() = sha256_hex(request.body());
    response.prepare_payload();
    co_await http::async_write(socket, response, asio::redirect_error(asio::use_awaitable, ec));
    if (ec || !response.keep_alive()) co_return;
  }
}

asio::awaitable<void> listen(tcp::acceptor& acceptor, std::vector<std::unique_ptr<asio::io_context>>& contexts) {
  for (std::size_t next = 0;; ++next) {
    auto& context = *contexts[next % contexts.size()];
    tcp::socket socket = co_await acceptor.async_accept(context, asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    const auto executor = context.get_executor();
    asio::co_spawn(executor, serve(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"A bare Beast server: POST a body, get its SHA-256"};
  std::uint16_t port = 0;
  unsigned threads = 1;
  app.add_option("--port", port, "0: any free port")->capture_default_str();
  app.add_option("--threads", threads, "I/O threads")->capture_default_str()->check(CLI::Range(1, 64));
  CLI11_PARSE(app, argc, argv);

  std::vector<std::unique_ptr<asio::io_context>> contexts;
  std::vector<asio::executor_work_guard<asio::io_context::executor_type>> work;
  for (unsigned i = 0; i < threads; ++i) {
    contexts.push_back(std::make_unique<asio::io_context>(1));
    work.emplace_back(contexts.back()->get_executor());
  }
  tcp::acceptor acceptor(*contexts.front(), tcp::endpoint(asio::ip::address_v4::loopback(), port));
  std::printf("{\"port\":%u}\n", static_cast<unsigned>(acceptor.local_endpoint().port()));
  std::fflush(stdout);
  asio::co_spawn(*contexts.front(), listen(acceptor, contexts), asio::detached);

  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back([&, i] { contexts[i]->run(); });
  contexts.front()->run();
  for (auto& other : others) other.join();
}
