// The same work as bare_beast, over Fangst's own HTTP layer with its routes, limits and timeouts: what these cost.

#include <fangst/crypto/hasher.hpp>
#include <fangst/http/server.hpp>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <semaphore>

namespace {

using namespace fangst;

class HashingConsumer : public http::BodyConsumer {
 public:
  Result<void> write(std::string_view bytes) override {
    hasher_.update(bytes);
    return {};
  }
  void finish(http::Responder respond) override { respond({200, "text/plain", {}, hasher_.finish().hex()}); }

 private:
  crypto::Hasher hasher_;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Fangst's HTTP layer: POST a body, get its SHA-256"};
  http::ServerSettings settings;
  app.add_option("--port", settings.port, "0: any free port")->capture_default_str();
  app.add_option("--threads", settings.io_threads, "I/O threads")->capture_default_str()->check(CLI::Range(1, 64));
  CLI11_PARSE(app, argc, argv);

  http::Router router;
  router.add_stream("POST", "/", [](const http::RequestHead&) -> Result<std::unique_ptr<http::BodyConsumer>> {
    return std::make_unique<HashingConsumer>();
  });
  http::Server server(settings, std::move(router));
  std::printf("{\"port\":%u}\n", static_cast<unsigned>(server.port()));
  std::fflush(stdout);
  std::binary_semaphore never(0);
  never.acquire();
}
