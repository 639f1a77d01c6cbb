#pragma once

#include "config_folder.hpp"
#include "faults_of.hpp"
#include "settings/installation.hpp"

#include <fangst/crypto/certificate.hpp>
#include <fangst/crypto/rsa.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace fangst::service {

/// A whole configuration in which every setting is given, with the files that it names; and changes of it.
class InstallationFile {
 public:
  InstallationFile() {
    set("node", "name", "\"node-9\"");
    set("node", "data", folder("data"));
    set("node", "environment", "\"production\"");
    set("http", "address", "\"127.0.0.2\"");
    set("http", "port", "1");
    set("http", "port_file", folder("port"));
    set("http", "certificate_chain_file", file("chain.pem", certificate()));
    set("http", "private_key_file", file("key.pem", key().private_pem()));
    set("http", "client_ca_file", file("clients.pem", certificate()));
    set("http", "io_threads", "2");
    set("database", "postgresql_file", file("postgresql", "host=a"));
    set("log", "level", "\"info\"");
    set("log", "file", folder("a.log"));
    set("audit", "origin", "\"a.example.no/fangst\"");
    set("audit", "key_file", folder("a.key.pem"));
    set("pipelines", "directory", "\"" FANGST_ROOT "/pipelines\"");
    set("municipality", "navn", "\"A kommune\"");
    set("municipality", "organisasjonsnummer", "\"313770001\"");
    set("municipality", "adresselinje1", "\"A-gata 1\"");
    set("municipality", "postnummer", "\"1001\"");
    set("municipality", "poststed", "\"A\"");
    set("queue", "kind", "\"embedded\"");
    set("rabbitmq", "host", "\"a.example.no\"");
    set("rabbitmq", "port", "1");
    set("rabbitmq", "vhost", "\"a\"");
    set("rabbitmq", "user", "\"a\"");
    set("rabbitmq", "password_file", file("rabbitmq", "passord-a"));
    set("rabbitmq", "management_url", "\"http://a.example.no:15672\"");
    set("rabbitmq", "ca_file", file("broker.pem", certificate()));
    set("workers", "threads", "1");
    for (const auto* retry : {"retry", "retry.steps.send"}) {
      set(retry, "rungs", "[\"1s\"]");
      set(retry, "give_up_after", "2");
    }
    set("circuit", "threshold", "1");
    set("circuit", "cool_down", "\"1s\"");
    set("circuit", "max_cool_down", "\"1m\"");
    set("follow_up", "first", "\"1s\"");
    set("follow_up", "intervals", "[\"1m\"]");
    set("http_client", "threads", "1");
    set("http_client", "ca_file", file("ca.pem", certificate()));
    set_dependencies();
    set_sources();
  }

  /// `literal` as TOML has it; "" takes the setting away.
  void set(const std::string& section, const std::string& name, const std::string& literal) {
    auto& settings = table(section);
    if (literal.empty()) {
      settings.erase(name);
    } else {
      settings[name] = literal;
    }
  }
  void empty(const std::string& section) { table(section).clear(); }
  void remove(const std::string& section) {
    std::erase_if(tables_, [&section](const auto& entry) { return entry.first == section; });
  }

  /// A file with this content, as a literal.
  std::string file(const std::string& name, const std::string& content, ::mode_t mode = 0600) const {
    return "\"" + folder_.put(name, content, mode).string() + "\"";
  }
  /// What need not be there, as a literal.
  std::string folder(const std::string& name) const { return "\"" + (folder_.path() / name).string() + "\""; }
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  config::Document read() const { return read_installation(folder_.put("fangst.toml", text())); }
  std::vector<std::string> faults() const {
    return faults_of([&] { read(); });
  }
  /// Where the setting stands; of a table when the setting is "".
  std::string line_of(const std::string& section, const std::string& name) const {
    unsigned line = 0, found = 0;
    for (const auto& [table, settings] : tables_) {
      ++line;
      if (table == section && name.empty()) found = line;
      for (const auto& [key, value] : settings) {
        ++line;
        if (table == section && key == name) found = line;
      }
    }
    return "fangst.toml:" + std::to_string(found) + ": ";
  }

  static const crypto::RsaKey& key() {
    static const auto made = crypto::RsaKey::generate();
    return made;
  }
  static std::string certificate(std::chrono::hours lifetime = std::chrono::hours{24}) {
    return crypto::self_signed_certificate(key(), "A kommune", "localhost", lifetime);
  }

 private:
  using Settings = std::map<std::string, std::string>;

  Settings& table(const std::string& section) {
    for (auto& [name, settings] : tables_) {
      if (name == section) return settings;
    }
    return tables_.emplace_back(section, Settings{}).second;
  }

  void set_dependencies() {
    set("maskinporten", "issuer", "\"https://a.example.no/\"");
    set("maskinporten", "token_url", "\"https://a.example.no/token\"");
    set("maskinporten", "client_id", "\"a\"");
    set("maskinporten", "kid", "\"a\"");
    set("maskinporten", "key_file", file("maskinporten.pem", key().private_pem()));
    set("krr", "url", "\"https://krr.a.example.no\"");
    set("svarut", "url", "\"https://svarut.a.example.no\"");
    set("svarut", "konto_id", "\"a\"");
    set("svarut", "integrasjon_id", "\"a\"");
    set("svarut", "integrasjon_passord_file", file("svarut", "passord-a"));
    set("digipost", "url", "\"https://digipost.a.example.no\"");
    set("digipost", "broker_id", "\"1\"");
    set("digipost", "sender_id", "\"2\"");
    set("digipost", "key_file", file("digipost.pem", key().private_pem()));
  }

  /// The source's settings stand right below it: TOML gives them to the entry above.
  void set_sources() {
    set("source", "name", "\"a\"");
    set("source", "fagsystem", "\"A\"");
    set("source", "formats", R"(["gerica-msghead", "visma-hendelse", "norkart-hendelse"])");
    set("source", "requires_skjerming", "false");
    set("source", "webhook_url", "\"https://webhook.a.example.no\"");
    set("source", "webhook_secret_file", file("webhook", "hemmelighet-nummer-a"));
    set("source", "file_hosts", R"(["https://filer.a.example.no/"])");
    set("source", "file_token_file", file("token", "noekkel-a"));
    set("source", "rabbitmq_user", "\"a\"");
    set("source", "queue_events", "true");
    set("source.settings", "egne_her_ider", "[\"1\"]");
    set("source.settings", "skjermingshjemmel", "\"A\"");
    set("api_key", "name", "\"a\"");
    set("api_key", "role", "\"source\"");
    set("api_key", "source", "\"a\"");
    set("api_key", "sha256", "\"" + std::string(64, 'a') + "\"");
  }

  std::string text() const {
    std::string text;
    for (const auto& [table, settings] : tables_) {
      const bool is_repeated = table == "source" || table == "api_key";
      text += is_repeated ? "[[" + table + "]]\n" : "[" + table + "]\n";
      for (const auto& [name, literal] : settings) {
        text += (name.find('.') == std::string::npos ? name : "\"" + name + "\"") + " = " + literal + "\n";
      }
    }
    return text;
  }

  ConfigFolder folder_;
  std::vector<std::pair<std::string, Settings>> tables_;
};

}  // namespace fangst::service
