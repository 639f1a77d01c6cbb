#include "broker_check.hpp"

#include <fangst/crypto/encoding.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace fangst::queue {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr milliseconds kEvery{300'000};
constexpr milliseconds kEveryWhileWrong{15'000};
constexpr milliseconds kSoon{2'000};
constexpr int kLooksUntilBelieved = 5;
constexpr milliseconds kPatience{5'000};
constexpr std::string_view kColumns = "vhost,name,type,arguments,effective_policy_definition,messages,messages_dlx";

const json* member(const json& object, const std::string& key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

/// Argument and policy together, as the broker does it: the lower of two numbers, else the argument.
std::optional<json> in_force(const json& queue, const std::string& argument) {
  const auto* arguments = member(queue, "arguments");
  const auto* policy = member(queue, "effective_policy_definition");
  const auto* own = arguments != nullptr ? member(*arguments, argument) : nullptr;
  const auto* given = policy != nullptr ? member(*policy, argument.substr(2)) : nullptr;
  if (own == nullptr && given == nullptr) return std::nullopt;
  if (own == nullptr) return *given;
  if (given == nullptr || !own->is_number() || !given->is_number()) return *own;
  return std::min(own->get<std::int64_t>(), given->get<std::int64_t>());
}

json to_json(const amqp::Field& field) {
  if (const auto* text = std::get_if<std::string>(&field.value)) return *text;
  return std::get<std::int64_t>(field.value);
}

void compare(const amqp::Queue& expected, const json& queue, BrokerFindings& findings) {
  for (const auto& field : expected.arguments) {
    const auto value = in_force(queue, field.key);
    // How often is the operators' choice; that there is a limit is not.
    const bool fits = field.key == "x-delivery-limit" ? value.has_value() : value == to_json(field);
    if (fits) continue;
    findings.faults.push_back("RabbitMQ: køen «" + expected.name + "» har " + field.key.substr(2) + " = " +
                              (value ? value->dump() : "(ingen)") + ", skal være " + to_json(field).dump() +
                              ". Importer deploy/rabbitmq/definitions.json eller rett policyen.");
  }
}

std::int64_t count(const json& queue, const std::string& key) {
  const auto* value = member(queue, key);
  return value != nullptr && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

void look_for_strays(const json& queue, const std::string& name, BrokerFindings& findings) {
  if (count(queue, "messages_dlx") > 0) {
    findings.warnings.push_back("RabbitMQ: " + std::to_string(count(queue, "messages_dlx")) + " meldinger i «" + name +
                                "» kommer ikke videre. Se etter om målkøen finnes og er full.");
  }
  if ((name == WorkTopology::kParked || name == WorkTopology::kUnroutable) && count(queue, "messages") > 0) {
    findings.warnings.push_back("RabbitMQ: " + std::to_string(count(queue, "messages")) + " meldinger ligger i «" +
                                name + "». Arbeidet er ikke tapt; se på meldingene og tøm køen.");
  }
}

}  // namespace

BrokerFindings compare_with_broker(const std::vector<amqp::Queue>& expected, std::string_view vhost,
                                   std::string_view queues_json) {
  BrokerFindings findings;
  const auto queues = json::parse(queues_json, nullptr, false);
  if (!queues.is_array()) {
    findings.warnings.emplace_back(
        "RabbitMQ: svaret fra administrasjonsgrensesnittet kan ikke leses. Se på management_url under [rabbitmq].");
    return findings;
  }
  for (const auto& queue : expected) {
    const auto found = std::find_if(queues.begin(), queues.end(), [&](const json& candidate) {
      const auto* name = member(candidate, "name");
      const auto* where = member(candidate, "vhost");
      return name != nullptr && *name == queue.name && where != nullptr && *where == vhost;
    });
    if (found == queues.end()) {
      findings.faults.push_back("RabbitMQ: køen «" + queue.name +
                                "» finnes ikke. Fangst lager den når den kobler til igjen: "
                                "start Fangst på nytt hvis den ikke kommer.");
      continue;
    }
    compare(queue, *found, findings);
    look_for_strays(*found, queue.name, findings);
  }
  return findings;
}

BrokerCheck::BrokerCheck(RabbitQueueSettings settings, const WorkTopology& topology,
                         std::shared_ptr<const ports::Clock> clock, std::shared_ptr<ports::HttpClient> http)
    : settings_(std::move(settings)), topology_(topology), clock_(std::move(clock)), http_(std::move(http)) {}

BrokerCheck::~BrokerCheck() { stop(); }

void BrokerCheck::start() {
  thread_ = std::thread([this] { run(); });
}

void BrokerCheck::stop() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool BrokerCheck::has_faults() const {
  const std::lock_guard lock(mutex_);
  return !findings_.faults.empty();
}

std::vector<std::string> BrokerCheck::problems() const {
  const std::lock_guard lock(mutex_);
  auto problems = findings_.faults;
  problems.insert(problems.end(), findings_.warnings.begin(), findings_.warnings.end());
  return problems;
}

void BrokerCheck::run() {
  int looks_with_faults = 0;
  auto pause = kSoon;
  std::unique_lock lock(mutex_);
  while (!clock_->wait_for(lock, changed_, pause, [&] { return closing_; })) {
    lock.unlock();
    auto found = look();
    lock.lock();
    looks_with_faults = found.faults.empty() ? 0 : looks_with_faults + 1;
    const bool is_well = found.faults.empty() && found.warnings.empty();
    // What the API says of a new queue is some seconds old and may lack its policy.
    if (looks_with_faults > 0 && looks_with_faults < kLooksUntilBelieved) found.faults.clear();
    pause = is_well ? kEvery : looks_with_faults < kLooksUntilBelieved ? kSoon : kEveryWhileWrong;
    findings_ = std::move(found);
  }
}

BrokerFindings BrokerCheck::look() const {
  const auto& connection = settings_.connection;
  const ports::HttpRequest request{
      .method = "GET",
      // Not the path of the one virtual host: that of "/" would be %2F, which no URL of ours may hold.
      .url = settings_.management_url + "/api/queues?columns=" + std::string(kColumns),
      .headers = {{"Authorization", "Basic " + crypto::base64(connection.user + ":" + connection.password)}},
      .body = {},
      .body_source = nullptr};
  const auto response = http_->send(request, clock_->monotonic() + kPatience);
  if (response && response->status == 200) {
    return compare_with_broker(topology_.queues(), connection.vhost, response->body);
  }
  const auto why = response ? "HTTP " + std::to_string(response->status) : response.error().private_detail();
  return {
      .faults = {},
      .warnings = {"RabbitMQ: oppsettet av køene kan ikke kontrolleres, administrasjonsgrensesnittet svarer ikke (" +
                   why + "). Se på management_url under [rabbitmq], og om brukeren har lov til å lese der."}};
}

}  // namespace fangst::queue
