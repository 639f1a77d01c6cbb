#include "config_sections.hpp"

#include <algorithm>
#include <charconv>

namespace fangst::service {
namespace {

using namespace std::chrono_literals;

RetryConfig read_retry(ConfigTable& table, const RetryConfig& otherwise) {
  RetryConfig retry = otherwise;
  if (auto rungs = table.durations("rungs"); !rungs.empty()) retry.rungs = std::move(rungs);
  retry.give_up_after = static_cast<int>(table.number("give_up_after", otherwise.give_up_after, 0, 100'000));
  return retry;
}

/// Ids are digits, written as a number or a text.
std::int64_t read_id(ConfigTable& table, std::string_view key) {
  const auto text = table.required(key);
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc{} && stop == text.data() + text.size() && value > 0;
  if (!text.empty() && !is_number) table.fault(key, "must be digits in quotes");
  return value;
}

void read_rabbitmq(ConfigTable& root, Config& config) {
  auto table = root.table("rabbitmq");
  if (table.exists()) {
    auto& rabbit = config.rabbitmq.emplace();
    rabbit.host = table.text("host", rabbit.host);
    rabbit.port = static_cast<std::uint16_t>(table.number("port", rabbit.port, 1, 65535));
    rabbit.vhost = table.text("vhost", rabbit.vhost);
    rabbit.user = table.required("user");
    rabbit.password = table.secret("password_file", true);
    rabbit.management_url = table.text("management_url");
    rabbit.ca_file = table.text("ca_file");
    table.finish();
  }
  auto queue = root.table("queue");
  const auto kind = queue.text("kind", "embedded");
  if (kind != "embedded" && kind != "rabbitmq") queue.fault("kind", "must be \"embedded\" or \"rabbitmq\"");
  config.use_rabbitmq = kind == "rabbitmq";
  if (config.use_rabbitmq && !config.rabbitmq) queue.fault("kind", "needs a [rabbitmq] section");
  queue.finish();
}

}  // namespace

void read_local(ConfigTable& root, Config& config) {
  auto node = root.table("node");
  config.node.name = node.text("name", config.node.name);
  config.node.data = node.required("data");
  const auto environment = node.text("environment", "production");
  if (environment != "production" && environment != "test")
    node.fault("environment", "must be \"production\" or \"test\"");
  config.node.realm = environment == "test" ? model::IdentityRealm::synthetic : model::IdentityRealm::production;
  node.finish();

  auto http = root.table("http");
  config.http.address = http.text("address", config.http.address);
  config.http.port = static_cast<std::uint16_t>(http.number("port", config.http.port, 0, 65535));
  config.http.port_file = http.text("port_file");
  config.http.certificate_chain_file = http.text("certificate_chain_file");
  config.http.private_key_file = http.text("private_key_file");
  config.http.client_ca_file = http.text("client_ca_file");
  config.http.io_threads = static_cast<unsigned>(http.number("io_threads", 1, 1, 64));
  if (config.http.certificate_chain_file.empty() != config.http.private_key_file.empty()) {
    http.fault("private_key_file", "TLS needs both certificate_chain_file and private_key_file");
  }
  if (!config.http.client_ca_file.empty() && config.http.certificate_chain_file.empty()) {
    http.fault("client_ca_file", "client certificates need TLS: certificate_chain_file and private_key_file");
  }
  http.finish();

  auto database = root.table("database");
  config.postgresql = database.secret("postgresql_file", false);
  database.finish();

  auto log = root.table("log");
  config.log_level = log.text("level", config.log_level);
  if (const auto& level = config.log_level;
      level != "debug" && level != "info" && level != "warning" && level != "error") {
    log.fault("level", "must be \"debug\", \"info\", \"warning\" or \"error\"");
  }
  config.log_file = log.text("file");
  log.finish();

  auto audit = root.table("audit");
  config.audit_origin = audit.text("origin", "fangst.local/revisjon");
  config.audit_key_file = audit.text("key_file", (config.node.data / "audit.key.pem").string());
  audit.finish();

  auto pipelines = root.table("pipelines");
  config.pipelines = pipelines.required("directory");
  pipelines.finish();
}

void read_machinery(ConfigTable& root, Config& config) {
  read_rabbitmq(root, config);

  auto workers = root.table("workers");
  config.workers = static_cast<unsigned>(workers.number("threads", config.workers, 0, 256));
  if (config.workers == 0 && config.use_rabbitmq) {
    workers.fault("threads", "0 (only take in) needs [queue] kind = \"embedded\"");
  }
  workers.finish();

  auto retry = root.table("retry");
  config.retry = read_retry(retry, {{10s, 1min, 5min, 15min, 1h}, 20});
  auto steps = retry.table("steps");
  for (const auto* step : {"hent_filer", "arkiver", "velg_kanal", "send", "folg_opp", "meld_tilbake"}) {
    auto table = steps.table(step);
    if (table.exists()) config.step_retry.emplace(step, read_retry(table, config.retry));
    table.finish();
  }
  steps.finish();
  retry.finish();

  auto circuit = root.table("circuit");
  config.circuit_threshold = static_cast<int>(circuit.number("threshold", config.circuit_threshold, 1, 1000));
  config.circuit_cool_down = circuit.duration("cool_down", config.circuit_cool_down);
  config.circuit_max_cool_down = circuit.duration("max_cool_down", config.circuit_max_cool_down);
  if (config.circuit_max_cool_down < config.circuit_cool_down) {
    circuit.fault("max_cool_down", "must not be shorter than cool_down");
  }
  circuit.finish();

  auto follow_up = root.table("follow_up");
  config.follow_up = {follow_up.duration("first", 15min)};
  auto intervals = follow_up.durations("intervals");
  if (intervals.empty()) intervals = {1h, 6h, 24h};
  config.follow_up.insert(config.follow_up.end(), intervals.begin(), intervals.end());
  follow_up.finish();

  auto client = root.table("http_client");
  config.ca_file = client.text("ca_file");
  config.http_client_threads = static_cast<unsigned>(client.number("threads", config.http_client_threads, 1, 64));
  client.finish();
}

void read_peers(ConfigTable& root, Config& config) {
  auto municipality = root.table("municipality");
  config.municipality.navn = municipality.required("navn");
  config.municipality.organisasjonsnummer = municipality.required("organisasjonsnummer");
  config.municipality.kommunenummer = municipality.text("kommunenummer");
  config.municipality.adresse.adresselinje1 = municipality.text("adresselinje1");
  config.municipality.adresse.postnummer = municipality.text("postnummer");
  config.municipality.adresse.poststed = municipality.text("poststed");
  municipality.finish();

  auto maskinporten = root.table("maskinporten");
  if (maskinporten.exists()) {
    config.maskinporten = MaskinportenConfig{maskinporten.required("issuer"), maskinporten.required("token_url"),
                                             maskinporten.required("client_id"), maskinporten.required("kid"),
                                             maskinporten.secret("key_file", true)};
  }
  maskinporten.finish();

  auto krr = root.table("krr");
  config.krr_url = krr.text("url");
  krr.finish();

  auto svarut = root.table("svarut");
  if (svarut.exists()) {
    config.svarut = SvarUtConfig{svarut.required("url"), svarut.required("konto_id"), svarut.required("integrasjon_id"),
                                 svarut.secret("integrasjon_passord_file", true)};
  }
  svarut.finish();

  auto digipost = root.table("digipost");
  if (digipost.exists()) {
    config.digipost = DigipostConfig{digipost.required("url"), read_id(digipost, "broker_id"),
                                     read_id(digipost, "sender_id"), digipost.secret("key_file", true)};
  }
  digipost.finish();
  if ((!config.krr_url.empty() || config.svarut) && !config.maskinporten) {
    root.fault("maskinporten", "[krr] and [svarut] need a [maskinporten] section");
  }
}

void read_users(ConfigTable& root, Config& config) {
  root.each("source", [&](ConfigTable table) {
    SourceConfig source;
    source.name = table.required("name");
    // It stands in keys, dependency names and addresses.
    constexpr auto* kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    if (source.name.find_first_not_of(kAllowed) != std::string::npos) {
      table.fault("name", "may hold a-z, 0-9, - and _ only");
    }
    const auto is_same = [&source](const auto& other) { return other.name == source.name; };
    if (std::any_of(config.sources.begin(), config.sources.end(), is_same)) table.fault("name", "is used twice");
    source.fagsystem = table.text("fagsystem", source.name);
    for (auto& format : table.texts("formats")) source.formats.insert(std::move(format));
    if (source.formats.empty()) table.fault("formats", "at least one is needed");
    source.requires_skjerming = table.flag("requires_skjerming", false);
    source.webhook_url = table.text("webhook_url");
    source.webhook_secret = table.secret("webhook_secret_file", !source.webhook_url.empty());
    source.rabbitmq_user = table.text("rabbitmq_user");
    source.queue_events = table.flag("queue_events", false);
    if (source.queue_events && !config.rabbitmq) table.fault("queue_events", "needs a [rabbitmq] section");
    source.file_hosts = table.texts("file_hosts");
    source.file_token = table.secret("file_token_file", false);
    auto settings = table.table("settings");
    for (auto& [key, value] : settings.all_texts()) source.settings.emplace(key, value);
    table.finish();
    config.sources.push_back(std::move(source));
  });
  root.each("api_key", [&](ConfigTable table) {
    KeyConfig key{table.required("name"), table.required("role"), table.text("source"), {}};
    const auto sha256 = model::Sha256::from_hex(table.required("sha256"));
    if (!sha256) table.fault("sha256", "must be 64 hexadecimal digits, as `fangst key new` prints");
    if (key.role != "source" && key.role != "operator" && key.role != "archivist") {
      table.fault("role", "must be \"source\", \"operator\" or \"archivist\"");
    }
    if (key.role == "source" && key.source.empty()) table.fault("source", "is missing");
    if (key.role != "source" && !key.source.empty()) table.fault("source", "is only for the role \"source\"");
    key.sha256 = sha256.value_or(model::Sha256{});
    for (const auto& other : config.api_keys) {
      if (sha256 && other.sha256 == key.sha256) table.fault("sha256", "is the key of '" + other.name + "' too");
      if (other.name == key.name && other.role == key.role) table.fault("name", "is used twice");
    }
    table.finish();
    config.api_keys.push_back(std::move(key));
  });
}

}  // namespace fangst::service
