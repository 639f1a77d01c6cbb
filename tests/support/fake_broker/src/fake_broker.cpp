#include "wire.hpp"

#include <fangst/support/eventually.hpp>
#include <fangst/support/fake_broker.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace fangst::support {
namespace {

using wire::Reader;
using wire::Writer;

/// " name" for each bit that is set; those that are not named are passed over.
std::string bits(std::uint64_t octet, std::initializer_list<const char*> names) {
  std::string text;
  for (const auto* name : names) {
    if ((octet & 1U) != 0) text += std::string(" ") + name;
    octet >>= 1U;
  }
  return text;
}

std::string table_of(Reader& reader) { return Reader(reader.long_text()).fields(); }

}  // namespace

struct FakeBroker::Client {
  explicit Client(int accepted) : socket(accepted) {}
  ~Client() {
    if (thread.joinable()) thread.join();
    close(socket);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool send(const std::string& bytes) {
    const std::lock_guard lock(sending);
    return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  bool answer(unsigned class_id, unsigned method_id, const Writer& arguments = {}) {
    return send(wire::method(class_id == 10 ? 0 : 1, class_id, method_id, arguments));
  }
  std::string receive(std::size_t count) const {
    std::string bytes(count, '\0');
    for (std::size_t got = 0; got < count;) {
      const auto now = recv(socket, bytes.data() + got, count - got, 0);
      if (now <= 0) throw std::runtime_error("the client has gone");
      got += static_cast<std::size_t>(now);
    }
    return bytes;
  }

  const int socket;
  std::mutex sending;
  std::vector<std::string> consumes;  ///< Queues.
  std::uint64_t next_delivery = 1;
  std::uint64_t next_publish = 1;
  FakeMessage coming;  ///< Between the method and the end of the body.
  std::uint64_t missing = 0;
  std::thread thread;
};

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
    auto& client = *clients_.emplace_back(std::make_unique<Client>(socket));
    client.thread = std::thread([this, &client] { serve(client); });
    changed_.notify_all();
  }
}

void FakeBroker::serve(Client& client) {
  try {
    client.receive(8);  // "AMQP" and the version.
    client.answer(10, 10, Writer().u8(0).u8(9).table({}).long_text("PLAIN").long_text("en_US"));
    while (true) {
      const auto head = client.receive(7);
      const auto payload = client.receive(Reader(std::string_view(head).substr(3)).number(4));
      client.receive(1);
      if (head[0] == 1 && !take_method(client, payload)) break;
      if (head[0] == 2) client.missing = wire::read_header(payload, client.coming);
      if (head[0] == 3) {
        client.coming.body += payload;
        client.missing -= payload.size();
      }
      if ((head[0] == 2 || head[0] == 3) && client.missing == 0) take_message(client, std::exchange(client.coming, {}));
    }
  } catch (const std::exception&) {
    // It has gone, or said what Fangst never says: the test sees that nothing more comes.
  }
  shutdown(client.socket, SHUT_RDWR);
}

bool FakeBroker::hears(Client& client, const std::string& line) {
  Reaction reaction{{}, -1};
  std::string why;
  {
    const std::lock_guard lock(mutex_);
    said_.push_back(line);
    for (const auto& known : reactions_) {
      if (line.starts_with(known.line)) reaction = known;
    }
    why = why_;
  }
  changed_.notify_all();
  if (reaction.code > 0) {
    const auto code = static_cast<unsigned>(reaction.code);
    client.answer(20, 40, Writer().u16(code).short_text(why).u16(0).u16(0));
  }
  return reaction.code < 0;
}

/// False when the connection is over.
bool FakeBroker::take_method(Client& client, const std::string& payload) {
  Reader in(payload);
  const auto class_id = in.number(2);
  const auto id = class_id * 1000 + in.number(2);
  // An argument of nothing, before the names.
  if (id >= 40'000 && id < 85'000 && id != 60'010 && id != 60'030 && id != 60'080 && id != 60'120) in.number(2);
  switch (id) {
    case 10'011: {
      const auto properties = table_of(in);
      in.short_text();
      auto login = in.long_text();
      std::replace(login.begin(), login.end(), '\0', ' ');
      if (hears(client, "login" + login + properties)) client.answer(10, 30, Writer().u16(0).u32(131'072).u16(60));
      return true;
    }
    case 10'031: {
      in.number(2);
      const auto frame_max = std::to_string(in.number(4));
      hears(client, "connection.tune-ok " + frame_max + " " + std::to_string(in.number(2)));
      return true;
    }
    case 10'040:
      if (hears(client, "connection.open " + in.short_text())) client.answer(10, 41, Writer().short_text(""));
      return true;
    case 10'050:
      hears(client, "connection.close");
      client.answer(10, 51);
      return false;
    case 20'010:
      if (hears(client, "channel.open")) client.answer(20, 11, Writer().long_text(""));
      return true;
    case 40'010: {
      auto line = "exchange.declare " + in.short_text();
      line += " " + in.short_text();
      line += bits(in.number(1), {"passive", "durable", "auto-delete", "internal"});
      if (hears(client, line + table_of(in))) client.answer(40, 11);
      return true;
    }
    case 50'010: {
      const auto queue = in.short_text();
      const auto flags = bits(in.number(1), {"passive", "durable", "exclusive", "auto-delete"});
      if (!hears(client, "queue.declare " + queue + flags + table_of(in))) return true;
      const std::lock_guard lock(mutex_);
      client.answer(50, 11, Writer().short_text(queue).u32(ready_[queue]).u32(0));
      return true;
    }
    case 50'020: {
      auto line = "queue.bind " + in.short_text();
      line += " " + in.short_text();
      if (hears(client, line + " " + in.short_text())) client.answer(50, 21);
      return true;
    }
    case 50'040: {
      auto line = "queue.delete " + in.short_text();
      if (hears(client, line + bits(in.number(1), {"if-unused", "if-empty"}))) client.answer(50, 41, Writer().u32(0));
      return true;
    }
    case 60'010: {
      in.number(4);
      auto line = "basic.qos " + std::to_string(in.number(2));
      if (hears(client, line + bits(in.number(1), {"global"}))) client.answer(60, 11);
      return true;
    }
    case 60'020: {
      const auto queue = in.short_text();
      in.short_text();
      if (!hears(client, "basic.consume " + queue + bits(in.number(1), {"no-local", "no-ack", "exclusive"}))) {
        return true;
      }
      const std::lock_guard lock(mutex_);
      client.consumes.push_back(queue);
      client.answer(60, 21, Writer().short_text("of " + queue));
      changed_.notify_all();
      return true;
    }
    case 60'030:
      hears(client, "basic.cancel " + in.short_text());
      return true;
    case 60'040:
      client.coming.exchange = in.short_text();
      client.coming.routing_key = in.short_text();
      client.coming.mandatory = in.number(1) == 1;
      return true;
    case 60'080: {
      auto line = "basic.ack " + std::to_string(in.number(8));
      hears(client, line + bits(in.number(1), {"multiple"}));
      return true;
    }
    case 60'120: {
      auto line = "basic.nack " + std::to_string(in.number(8));
      hears(client, line + bits(in.number(1), {"multiple", "requeue"}));
      return true;
    }
    case 85'010:
      if (hears(client, "confirm.select")) client.answer(85, 11);
      return true;
    default:
      return true;
  }
}

void FakeBroker::take_message(Client& client, FakeMessage message) {
  const std::lock_guard lock(mutex_);
  published_.push_back(std::move(message));
  publishing_ = &client;
  const auto tag = client.next_publish++;
  if (confirms_) client.answer(60, 80, Writer().u64(tag).u8(0));
  changed_.notify_all();
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
  reactions_.push_back({line, code});
  why_ = why;
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
      const auto& queues = client->consumes;
      if (std::find(queues.begin(), queues.end(), queue) != queues.end()) consumer = client.get();
    }
    return consumer != nullptr;
  };
  if (!eventually(finds)) throw std::runtime_error("nobody consumes " + queue);
  const std::lock_guard lock(mutex_);
  const auto tag = consumer->next_delivery++;
  const Writer arguments =
      Writer().short_text("of " + queue).u64(tag).u8(0).short_text(message.exchange).short_text(message.routing_key);
  consumer->send(wire::method(1, 60, 60, arguments) + wire::content(message));
  return tag;
}

FakeBroker::Client& FakeBroker::publishing_client() {
  if (publishing_ == nullptr) throw std::logic_error("nobody has published");
  return *publishing_;
}

void FakeBroker::confirm(std::uint64_t tag, bool multiple, bool is_ack) {
  const std::lock_guard lock(mutex_);
  publishing_client().answer(60, is_ack ? 80 : 120, Writer().u64(tag).u8(multiple ? 1 : 0));
}

void FakeBroker::give_back(const FakeMessage& message) {
  const std::lock_guard lock(mutex_);
  const Writer arguments =
      Writer().u16(312).short_text("NO_ROUTE").short_text(message.exchange).short_text(message.routing_key);
  publishing_client().send(wire::method(1, 60, 50, arguments) + wire::content(message));
}

void FakeBroker::block(bool is_blocked) {
  const std::lock_guard lock(mutex_);
  for (const auto& client : clients_) {
    client->answer(10, is_blocked ? 60 : 61, is_blocked ? Writer().short_text("low on memory") : Writer());
  }
}

void FakeBroker::hang_up() {
  const std::lock_guard lock(mutex_);
  for (const auto& client : clients_) {
    shutdown(client->socket, SHUT_RDWR);
    client->consumes.clear();
  }
}

}  // namespace fangst::support
