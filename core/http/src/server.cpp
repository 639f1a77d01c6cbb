#include "stream_session.hpp"

#include <fangst/http/server.hpp>

#include <stdexcept>

namespace fangst::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

/// So many connections beyond the limit are told so; those beyond again are closed without a word.
constexpr std::size_t kToldOverloaded = 64;
constexpr auto kAcceptPause = 100ms;

/// Deadlines are kept to an eighth of the shortest timeout, and at worst to half a second.
std::chrono::milliseconds sweep_interval(const ServerSettings& settings) {
  const auto shortest = std::min({settings.idle_timeout, settings.header_timeout, settings.read_timeout});
  return std::clamp<std::chrono::milliseconds>(shortest / 8, 10ms, 500ms);
}

std::unique_ptr<asio::ssl::context> make_tls(const TlsSettings& settings) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  auto* const native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  context->use_certificate_chain_file(settings.certificate_chain_file);
  context->use_private_key_file(settings.private_key_file, asio::ssl::context::pem);
  if (SSL_CTX_check_private_key(native) != 1) throw std::runtime_error("the key does not belong to the certificate");
  constexpr unsigned char kSessionContext[] = "fangst";
  SSL_CTX_set_session_id_context(native, kSessionContext, sizeof kSessionContext - 1);
  if (settings.client_ca_file.empty()) return context;
  context->load_verify_file(settings.client_ca_file);
  context->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  SSL_CTX_set_client_CA_list(native, SSL_load_client_CA_file(settings.client_ca_file.c_str()));
  return context;
}

std::string text_of(const tcp::endpoint& endpoint) { return endpoint.address().to_string(); }

}  // namespace

struct Server::State {
  State(ServerSettings settings, Router router, OutcomeObserver observer, FaultObserver on_fault);

  void listen();
  void accept_next();
  void accept_after_pause();
  void open_session(const std::shared_ptr<Loop>& loop, Socket socket, const tcp::endpoint& peer);
  void stop(std::chrono::milliseconds grace);

  std::shared_ptr<Core> core;
  std::unique_ptr<asio::ssl::context> tls;
  std::vector<std::shared_ptr<Loop>> loops;
  std::optional<tcp::acceptor> acceptor;
  std::optional<asio::steady_timer> accept_pause;
  tcp::endpoint peer;
  std::size_t next_loop = 0;
  std::uint16_t port = 0;
  std::once_flag stopped;
};

Server::State::State(ServerSettings settings, Router router, OutcomeObserver observer, FaultObserver on_fault) {
  if (settings.tls) tls = make_tls(*settings.tls);
  core = std::make_shared<Core>(std::move(settings), std::move(router), std::move(observer), std::move(on_fault));
  for (unsigned i = 0; i < std::max(1U, core->settings.io_threads); ++i) {
    loops.push_back(std::make_shared<Loop>(sweep_interval(core->settings), core->on_fault));
  }
  listen();
  accept_next();
  for (const auto& loop : loops) loop->run_in_thread();
}

void Server::State::listen() {
  const tcp::endpoint endpoint(asio::ip::make_address(core->settings.address), core->settings.port);
  acceptor.emplace(loops.front()->context());
  acceptor->open(endpoint.protocol());
  acceptor->set_option(asio::socket_base::reuse_address(true));
  acceptor->bind(endpoint);
  acceptor->listen(asio::socket_base::max_listen_connections);
  accept_pause.emplace(loops.front()->context());
  port = acceptor->local_endpoint().port();
}

void Server::State::accept_next() {
  const auto loop = loops[next_loop++ % loops.size()];
  acceptor->async_accept(loop->context().get_executor(), peer,
                         [this, loop](const boost::system::error_code& ec, Socket socket) {
                           if (!acceptor->is_open()) return;
                           if (!ec) {
                             open_session(loop, std::move(socket), peer);
                           } else if (ec != asio::error::connection_aborted) {
                             return accept_after_pause();
                           }
                           accept_next();
                         });
}

/// Out of descriptors, most likely: trying again at once would only burn the processor.
void Server::State::accept_after_pause() {
  accept_pause->expires_after(kAcceptPause);
  accept_pause->async_wait([this](const boost::system::error_code& ec) {
    if (!ec && acceptor->is_open()) accept_next();
  });
}

void Server::State::open_session(const std::shared_ptr<Loop>& loop, Socket socket, const tcp::endpoint& from) {
  const std::size_t open = core->connection_opened();
  if (open > core->settings.max_connections + kToldOverloaded) return core->connection_closed();
  const bool overloaded = open > core->settings.max_connections;
  std::shared_ptr<Session> session;
  if (tls) {
    session =
        std::make_shared<StreamSession<TlsStream>>(core, loop, text_of(from), overloaded, std::move(socket), *tls);
  } else {
    session = std::make_shared<StreamSession<Socket>>(core, loop, text_of(from), overloaded, std::move(socket));
  }
  loop->post([loop, session = std::move(session)]() mutable {
    auto& started = *session;
    loop->add(std::move(session));
    started.start();
  });
}

void Server::State::stop(std::chrono::milliseconds grace) {
  core->stopping = true;
  loops.front()->post([this] {
    boost::system::error_code ignored;
    acceptor->close(ignored);
    accept_pause->cancel();
  });
  for (const auto& loop : loops) loop->post([loop] { loop->close_idle_sessions(); });
  core->wait_until_none(grace);
  for (const auto& loop : loops) loop->post([loop] { loop->close_all_sessions(); });
  core->wait_until_none();
  core->pool.stop();
  for (const auto& loop : loops) loop->shut_down();
}

Server::Server(ServerSettings settings, Router router, OutcomeObserver observer, FaultObserver on_fault) try
    : state_(
          std::make_unique<State>(std::move(settings), std::move(router), std::move(observer), std::move(on_fault))) {
} catch (const boost::system::system_error& error) {
  throw std::runtime_error(std::string("http server: ") + error.what());
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

std::uint16_t Server::port() const { return state_->port; }

void Server::stop(std::chrono::milliseconds grace) {
  std::call_once(state_->stopped, [&] { state_->stop(grace); });
}

}  // namespace fangst::http
