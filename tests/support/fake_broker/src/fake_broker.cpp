#include "client.hpp"

#include <fangst/support/eventually.hpp>
#include <fangst/support/fake_broker.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace fangst::support {

FakeBroker::FakeBroker() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, any, size) != 0 || listen(listener_, 8) != 0 || getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("no socket");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

FakeBroker::~FakeBroker() {
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  hang_up();
  clients_.clear();
}

amqp::BrokerSettings FakeBroker::connection() const {
  amqp::BrokerSettings settings;
  settings.host = "127.0.0.1";
  settings.port = port_;
  settings.user = "bruker";
  settings.password = "passord";
  return settings;
}

void FakeBroker::accept_all() {
  for (int socket = accept(listener_, nullptr, nullptr); socket >= 0; socket = accept(listener_, nullptr, nullptr)) {
    const std::lock_guard lock(mutex_);
    clients_.push_back(std::make_unique<Client>(*this, socket));
    changed_.notify_all();
  }
}

std::optional<FakeBroker::Reaction> FakeBroker::hears(const std::string& line) {
  const std::lock_guard lock(mutex_);
  said_.push_back(line);
  changed_.notify_all();
  std::optional<Reaction> reaction;
  for (const auto& known : reactions_) {
    if (line.starts_with(known.line)) reaction = known;
  }
  return reaction;
}

template <class Condition>
bool FakeBroker::eventually(const Condition& condition) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience(), condition);
}

std::vector<std::string> FakeBroker::said() const {
  const std::lock_guard lock(mutex_);
  return said_;
}

std::vector<std::string> FakeBroker::said_after(const std::string& line) const {
  auto lines = said();
  const auto first = std::find(lines.begin(), lines.end(), line);
  lines.erase(lines.begin(), first == lines.end() ? first : first + 1);
  return lines;
}

std::size_t FakeBroker::count_said(const std::string& line) const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::count(said_.begin(), said_.end(), line));
}

bool FakeBroker::is_said(const std::string& line, std::size_t times) const {
  return eventually([&] { return static_cast<std::size_t>(std::count(said_.begin(), said_.end(), line)) >= times; });
}

std::vector<FakeMessage> FakeBroker::published() const {
  const std::lock_guard lock(mutex_);
  return published_;
}

bool FakeBroker::is_published(std::size_t count) const {
  return eventually([&] { return published_.size() >= count; });
}

int FakeBroker::connections() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(clients_.size());
}

void FakeBroker::ignore(const std::string& line) {
  const std::lock_guard lock(mutex_);
  reactions_.push_back({line, 0});
}

void FakeBroker::refuse(const std::string& line, int code, const std::string& why) {
  const std::lock_guard lock(mutex_);
  reactions_.push_back({line, code, why});
}

void FakeBroker::answer_all() {
  const std::lock_guard lock(mutex_);
  reactions_.clear();
}

void FakeBroker::set_ready(const std::string& queue, std::uint32_t messages) {
  const std::lock_guard lock(mutex_);
  ready_[queue] = messages;
}

void FakeBroker::set_confirms(bool at_once) {
  const std::lock_guard lock(mutex_);
  confirms_ = at_once;
}

std::uint64_t FakeBroker::deliver(const std::string& queue, const FakeMessage& message) {
  Client* consumer = nullptr;
  const auto finds = [&] {
    for (const auto& client : clients_) {
      const auto& queues = client->consumed_queues;
      if (std::find(queues.begin(), queues.end(), queue) != queues.end()) consumer = client.get();
    }
    return consumer != nullptr;
  };
  if (!eventually(finds)) throw std::runtime_error("nobody consumes " + queue);
  const std::lock_guard lock(mutex_);
  const auto consumer_name = consumer_tag(queue);
  const auto tag = consumer->next_delivery++;
  consumer->wire.send(
      AMQP_BASIC_DELIVER_METHOD,
      amqp_basic_deliver_t{bytes_of(consumer_name), tag, 0, bytes_of(message.exchange), bytes_of(message.routing_key)},
      message);
  return tag;
}

FakeBroker::Client& FakeBroker::publishing_client() {
  if (publishing_ == nullptr) throw std::logic_error("nobody has published");
  return *publishing_;
}

void FakeBroker::confirm(std::uint64_t tag) {
  const std::lock_guard lock(mutex_);
  publishing_client().wire.send(AMQP_BASIC_ACK_METHOD, amqp_basic_ack_t{.delivery_tag = tag, .multiple = 0});
}

void FakeBroker::confirm_up_to(std::uint64_t tag) {
  const std::lock_guard lock(mutex_);
  publishing_client().wire.send(AMQP_BASIC_ACK_METHOD, amqp_basic_ack_t{.delivery_tag = tag, .multiple = 1});
}

void FakeBroker::reject(std::uint64_t tag) {
  const std::lock_guard lock(mutex_);
  publishing_client().wire.send(AMQP_BASIC_NACK_METHOD,
                                amqp_basic_nack_t{.delivery_tag = tag, .multiple = 0, .requeue = 0});
}

void FakeBroker::reject_up_to(std::uint64_t tag) {
  const std::lock_guard lock(mutex_);
  publishing_client().wire.send(AMQP_BASIC_NACK_METHOD,
                                amqp_basic_nack_t{.delivery_tag = tag, .multiple = 1, .requeue = 0});
}

void FakeBroker::give_back(const FakeMessage& message) {
  const std::lock_guard lock(mutex_);
  publishing_client().wire.send(AMQP_BASIC_RETURN_METHOD,
                                amqp_basic_return_t{AMQP_NO_ROUTE, bytes_of("NO_ROUTE"), bytes_of(message.exchange),
                                                    bytes_of(message.routing_key)},
                                message);
}

void FakeBroker::block(bool is_blocked) {
  const std::lock_guard lock(mutex_);
  for (const auto& client : clients_) {
    if (is_blocked) {
      client->wire.send(AMQP_CONNECTION_BLOCKED_METHOD, amqp_connection_blocked_t{bytes_of("low on memory")});
    } else {
      client->wire.send(AMQP_CONNECTION_UNBLOCKED_METHOD, amqp_connection_unblocked_t{});
    }
  }
}

void FakeBroker::hang_up() {
  const std::lock_guard lock(mutex_);
  for (const auto& client : clients_) {
    client->wire.hang_up();
    client->consumed_queues.clear();
  }
}

}  // namespace fangst::support
