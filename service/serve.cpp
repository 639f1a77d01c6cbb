#include "serve.hpp"

#include "settings/local.hpp"
#include "settings/machinery.hpp"
#include "wiring.hpp"

#include <fangst/http_client/client.hpp>
#include <fangst/observe/log.hpp>

#include <malloc.h>
#include <pthread.h>

#include <csignal>
#include <fstream>

namespace fangst::service {
namespace {

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

int serve(const config::Document& config) {
  // Few arenas: many threads that each allocate little must not each keep a heap of their own.
  mallopt(M_ARENA_MAX, 4);
  auto signals = block_signals();
  observe::open_log(log_settings(config));
  http_client::init(client_threads(config));

  Installation installation(config);
  write_port(port_file(config), installation.port());
  observe::log(observe::Level::info, "service.ready",
               {{"address", server_settings(config).address}, {"port", installation.port()}});
  for (int number = 0; sigwait(&signals, &number) == 0 && number == SIGHUP;) observe::reopen_log();
  observe::log(observe::Level::info, "service.stopping");
  installation.stop();
  observe::log(observe::Level::info, "service.stopped");
  return 0;
}

}  // namespace fangst::service
