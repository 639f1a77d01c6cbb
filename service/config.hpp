#pragma once

#include <fangst/model/check_digits.hpp>
#include <fangst/model/noark.hpp>
#include <fangst/model/sha256.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// The configuration of an installation: one TOML file, no secrets in it (they are named as files).
namespace fangst::service {

struct NodeConfig {
  std::string name = "node-1";
  std::filesystem::path data;
  model::IdentityRealm realm = model::IdentityRealm::production;
};

struct HttpConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::filesystem::path port_file;
  std::string certificate_chain_file, private_key_file, client_ca_file;
  unsigned io_threads = 1;
};

struct RabbitConfig {
  std::string host = "localhost";
  std::uint16_t port = 5672;
  std::string vhost = "/";
  std::string user, password, management_url, ca_file;
};

struct RetryConfig {
  std::vector<std::chrono::milliseconds> rungs;
  int give_up_after = 20;
};

struct MunicipalityConfig {
  std::string navn, organisasjonsnummer, kommunenummer;
  model::Adresse adresse;
};

struct MaskinportenConfig {
  std::string issuer, token_url, client_id, kid, private_key_pem;
};

struct SvarUtConfig {
  std::string url, konto_id, integrasjon_id, integrasjon_passord;
};

struct DigipostConfig {
  std::string url;
  std::int64_t broker_id = 0, sender_id = 0;
  std::string private_key_pem;
};

struct SourceConfig {
  std::string name, fagsystem;
  std::set<std::string> formats;
  bool requires_skjerming = false;
  std::string webhook_url, webhook_secret;
  std::string rabbitmq_user;  ///< A user of the broker that speaks for the source.
  bool queue_events = false;  ///< Told by the exchange fangst.ut, where there is no webhook.
  std::vector<std::string> file_hosts;
  std::string file_token;
  std::map<std::string, std::string> settings;
};

struct KeyConfig {
  std::string name, role, source;
  model::Sha256 sha256;
};

struct Config {
  NodeConfig node;
  HttpConfig http;
  std::string postgresql;
  std::string log_level = "info", log_file;
  MunicipalityConfig municipality;
  std::string audit_origin;
  std::filesystem::path audit_key_file;
  bool use_rabbitmq = false;
  std::optional<RabbitConfig> rabbitmq;
  unsigned workers = 8;
  RetryConfig retry;
  std::map<std::string, RetryConfig> step_retry;
  int circuit_threshold = 5;
  std::chrono::milliseconds circuit_cool_down{5'000}, circuit_max_cool_down{300'000};
  std::vector<std::chrono::milliseconds> follow_up;
  std::string ca_file;
  unsigned http_client_threads = 4;
  std::optional<MaskinportenConfig> maskinporten;
  std::string krr_url;
  std::optional<SvarUtConfig> svarut;
  std::optional<DigipostConfig> digipost;
  std::filesystem::path pipelines;
  std::vector<SourceConfig> sources;
  std::vector<KeyConfig> api_keys;
};

/// Reads and checks the whole file. Throws std::runtime_error that lists every fault with file and line.
Config load_config(const std::filesystem::path& file);

}  // namespace fangst::service
