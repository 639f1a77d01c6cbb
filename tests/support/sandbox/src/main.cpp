#include "control/control_service.hpp"
#include "control/files_service.hpp"
#include "control/webhook_service.hpp"
#include "digipost/digipost_service.hpp"
#include "krr/krr_service.hpp"
#include "maskinporten/maskinporten_service.hpp"
#include "shared/settings.hpp"
#include "shared/world.hpp"
#include "svarut/svarut_service.hpp"

#include <fangst/http/server.hpp>

#include <nlohmann/json.hpp>

#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <utility>

namespace {

using namespace fangst;

http::ServerSettings server_settings(const sandbox::Settings& settings) {
  http::ServerSettings server;
  server.port = settings.port;
  server.io_threads = settings.io_threads;
  server.blocking_threads = 2;
  server.small_body = 64U << 20U;
  if (!settings.tls.empty()) {
    sandbox::make_tls_files(settings.tls);
    server.tls = http::TlsSettings{settings.tls / "ca.pem", settings.tls / "server.key.pem", ""};
  }
  return server;
}

/// Written beside and renamed, so that whoever waits for the file never reads half of it.
void write_description(const sandbox::World& world, std::uint16_t port) {
  const auto file = world.settings.state / "sandbox.json";
  const auto draft = world.settings.state / "sandbox.json.new";
  {
    std::ofstream out(draft);
    out << sandbox::describe(world.installation, port, world.base_url()).dump(2) << "\n";
  }
  std::filesystem::rename(draft, file);
}

void run(sandbox::Settings settings) {
  const auto server_side = server_settings(settings);
  const std::string scheme = settings.tls.empty() ? "http" : "https";
  std::filesystem::remove(settings.state / "sandbox.json");
  sandbox::World world(std::move(settings));
  sandbox::TokenCheck tokens(world);
  sandbox::MaskinportenService maskinporten(world);
  sandbox::KrrService krr(world, tokens);
  sandbox::SvarUtService svarut(world, tokens);
  sandbox::DigipostService digipost(world);
  sandbox::FilesService files(world);
  sandbox::WebhookService webhooks(world);
  sandbox::ControlService control(world, webhooks);

  http::Router router;
  maskinporten.add_routes(router);
  krr.add_routes(router);
  svarut.add_routes(router);
  digipost.add_routes(router);
  files.add_routes(router);
  webhooks.add_routes(router);
  control.add_routes(router);

  http::Server server(server_side, std::move(router));
  world.base_url_promise.set_value(scheme + "://127.0.0.1:" + std::to_string(server.port()));
  write_description(world, server.port());
  std::cout << "fangst-sandbox: " << world.base_url() << std::endl;

  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  int received = 0;
  sigwait(&ends, &received);
  server.stop(std::chrono::milliseconds(500));
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  // Before any thread is made, so that sigwait alone gets them.
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  try {
    run(sandbox::parse_arguments(argc, argv));
    return 0;
  } catch (const std::invalid_argument& wrong) {
    std::cerr << "fangst-sandbox: " << wrong.what() << "\n" << sandbox::kUsage;
    return 2;
  } catch (const std::exception& failed) {
    std::cerr << "fangst-sandbox: " << failed.what() << "\n";
    return 1;
  }
}
