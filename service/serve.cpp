#include "serve.hpp"

#include "wiring.hpp"

#include <fangst/http_client/client.hpp>
#include <fangst/observe/log.hpp>

#include <malloc.h>
#include <pthread.h>

#include <csignal>
#include <fstream>

namespace fangst::service {
namespace {

observe::Level level_of(const std::string& name) {
  if (name == "debug") return observe::Level::debug;
  if (name == "warning") return observe::Level::warning;
  if (name == "error") return observe::Level::error;
  return observe::Level::info;
}

/// Must be done before any thread starts, so that every thread inherits it and the signals wait for sigwait.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

void write_port(const std::filesystem::path& file, std::uint16_t port) {
  if (file.empty()) return;
  // Written beside and renamed: whoever waits for the file never reads half a number.
  const auto temporary = std::filesystem::path(file.string() + ".new");
  std::ofstream(temporary) << port << '\n';
  std::filesystem::rename(temporary, file);
}

}  // namespace

int serve(const Config& config) {
  // Few arenas: many threads that each allocate little must not each keep a heap of their own.
  mallopt(M_ARENA_MAX, 4);
  auto signals = block_signals();
  observe::open_log({config.log_file, level_of(config.log_level)});
  http_client::init(config.http_client_threads);

  Installation installation(config);
  write_port(config.http.port_file, installation.port());
  observe::log(observe::Level::info, "service.ready",
               {{"address", config.http.address}, {"port", installation.port()}});
  for (int number = 0; sigwait(&signals, &number) == 0 && number == SIGHUP;) observe::reopen_log();
  observe::log(observe::Level::info, "service.stopping");
  installation.stop();
  observe::log(observe::Level::info, "service.stopped");
  return 0;
}

}  // namespace fangst::service
