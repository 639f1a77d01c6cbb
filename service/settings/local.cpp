#include "local.hpp"

#include <fangst/config/faults.hpp>
#include <fangst/config/secret_file.hpp>
#include <fangst/crypto/certificate.hpp>
#include <fangst/tlog/note.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace fangst::service {
namespace {

using config::Kind;

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void check_tls(const config::Document& document, config::Faults& faults) {
  const auto& http = document["http"];
  const bool has_chain = http.is_given("certificate_chain_file"), has_key = http.is_given("private_key_file");
  if (has_chain && !has_key)
    faults.add(http, "private_key_file", "mangler. TLS krever også nøkkelen til sertifikatet.");
  if (has_key && !has_chain) faults.add(http, "certificate_chain_file", "mangler. TLS krever også sertifikatet.");
  if (http.is_given("client_ca_file") && !has_chain) {
    faults.add(http, "client_ca_file", "klientsertifikater krever TLS: certificate_chain_file og private_key_file.");
  }
}

void check_certificate(const config::Document& document, config::Faults& faults, model::Timestamp now) {
  const auto& http = document["http"];
  const auto& chain_file = http.text("certificate_chain_file");
  if (chain_file.empty()) return;
  const auto chain = content_of(chain_file);
  const auto period = crypto::certificate_period(chain);
  if (!period) return faults.add(http, "certificate_chain_file", chain_file + " er ikke et sertifikat i PEM-format.");
  const auto day = [](model::Timestamp at) { return model::to_rfc3339(at).substr(0, 10); };
  if (period->until <= now) {
    faults.add(http, "certificate_chain_file", "sertifikatet gikk ut " + day(period->until) + ". Legg inn et nytt.");
  } else if (period->from > now) {
    faults.add(http, "certificate_chain_file", "sertifikatet gjelder først fra " + day(period->from) + ".");
  }
  const auto& key_file = http.text("private_key_file");
  if (key_file.empty()) return;
  try {
    if (crypto::is_key_of(config::read_secret(key_file), chain)) return;
    faults.add(http, "private_key_file", key_file + " er ikke nøkkelen til sertifikatet i " + chain_file + ".");
  } catch (const std::runtime_error& error) {
    faults.add(http, "private_key_file", error.what());
  }
}

void check_client_ca(const config::Document& document, config::Faults& faults) {
  const auto& http = document["http"];
  const auto& file = http.text("client_ca_file");
  if (file.empty() || crypto::certificate_period(content_of(file))) return;
  faults.add(http, "client_ca_file", file + " er ikke et sertifikat i PEM-format.");
}

std::string fault_of_origin(const std::string& origin) {
  return tlog::is_origin(origin) ? "" : "kan bare ha bokstaver a-z, siffer og tegn, uten mellomrom, æøå og +.";
}

}  // namespace

config::Section node_section() {
  return {.name = "node",
          .help = "Denne noden og det den eier på disk.",
          .settings = {
              {.name = "name",
               .otherwise = "node-1",
               .help = "Navnet på noden: unikt blant dem som deler database, og likt etter omstart."},
              {.name = "data",
               .kind = Kind::path,
               .is_required = true,
               .help = "Mappen der dokumentene ligger, og databasen når den er SQLite. Lages når den mangler.",
               .example = R"("/var/lib/fangst")"},
              {.name = "environment",
               .kind = Kind::choice,
               .otherwise = "production",
               .choices = {"production", "test"},
               .help = "«test» godtar bare syntetiske fødselsnummer, «production» bare ekte."},
          }};
}

config::Section http_section(model::Timestamp now) {
  return {
      .name = "http",
      .help = "Der API-et lytter. TLS avsluttes foran, i kommunens egen proxy, eller her.",
      .settings =
          {
              {.name = "address", .otherwise = "127.0.0.1", .help = "Adressen det lyttes på."},
              {.name = "port",
               .kind = Kind::number,
               .otherwise = 8080,
               .least = 0,
               .most = 65535,
               .help = "Porten det lyttes på. 0: en ledig."},
              {.name = "port_file",
               .kind = Kind::path,
               .help = "Fil som porten skrives i ved start, for den som har valgt 0.",
               .example = R"("/run/fangst/port")"},
              {.name = "certificate_chain_file",
               .kind = Kind::file,
               .help = "Sertifikatkjeden for TLS, i PEM-format, med tjenestens eget sertifikat først.",
               .example = R"("/etc/fangst/tls/kjede.pem")"},
              {.name = "private_key_file",
               .kind = Kind::file,
               .help = "Nøkkelen til sertifikatet, i PEM-format (chmod 600).",
               .example = R"("/etc/fangst/tls/noekkel.pem")"},
              {.name = "client_ca_file",
               .kind = Kind::file,
               .help = "Utstederne av klientsertifikater, i PEM-format. Da må alle som kaller, ha et.",
               .example = R"("/etc/fangst/tls/klienter.pem")"},
              {.name = "io_threads",
               .kind = Kind::number,
               .otherwise = 1,
               .least = 1,
               .most = 64,
               .help = "Tråder som leser og skriver til dem som kaller. Én holder lenge."},
          },
      .rules = {check_tls, [now](const auto& document, auto& faults) { check_certificate(document, faults, now); },
                check_client_ca},
  };
}

config::Section database_section() {
  return {.name = "database",
          .help = "Uten dette avsnittet brukes SQLite i datamappen. Flere noder kan dele en PostgreSQL.",
          .settings = {{.name = "postgresql_file",
                        .kind = Kind::secret_file,
                        .help = "Fil med én linje: host=... dbname=fangst user=fangst password=...",
                        .example = R"("/etc/fangst/secrets/postgresql")"}},
          .is_optional = true,
          .is_commented_out = true};
}

config::Section log_section() {
  return {.name = "log",
          .help = "Loggen: én JSON-linje for hver hendelse.",
          .settings = {
              {.name = "level",
               .kind = Kind::choice,
               .otherwise = "info",
               .choices = {"debug", "info", "warning", "error"},
               .help = "Det minst viktige som skrives."},
              {.name = "file",
               .kind = Kind::path,
               .help = "Filen loggen skrives i. Uten den: standard feil, som journald tar vare på.",
               .example = R"("/var/log/fangst/fangst.log")"},
          }};
}

config::Section audit_section() {
  return {
      .name = "audit",
      .help = "Revisjonsloggen.",
      .settings = {
          {.name = "origin",
           .otherwise = "fangst.local/revisjon",
           .help = "Navnet på revisjonsloggen: kommunens domene og «/fangst», uten mellomrom, æøå og +. Står i hver "
                   "kvittering, og skal aldri endres.",
           .example = R"("<kommune.no>/fangst")",
           .fault_of = fault_of_origin},
          {.name = "key_file",
           .kind = Kind::path,
           .help = "Nøkkelen som signerer loggen. Uten innstillingen: audit.key.pem i datamappen. Lages ved første "
                   "start; ta kopi av den.",
           .example = R"("/var/lib/fangst/audit.key.pem")"},
      }};
}

config::Section pipelines_section() {
  return {.name = "pipelines",
          .help = "Løypene: hvilke steg en innsending går gjennom.",
          .settings = {{.name = "directory",
                        .kind = Kind::folder,
                        .is_required = true,
                        .help = "Mappen med løypene, én fil for hver.",
                        .example = R"("/usr/share/fangst/pipelines")"}}};
}

std::string node_name(const config::Document& document) { return document["node"].text("name"); }

model::IdentityRealm realm_of(const config::Document& document) {
  return document["node"].text("environment") == "test" ? model::IdentityRealm::synthetic
                                                        : model::IdentityRealm::production;
}

http::ServerSettings server_settings(const config::Document& document) {
  const auto& http = document["http"];
  http::ServerSettings settings;
  settings.address = http.text("address");
  settings.port = static_cast<std::uint16_t>(http.number("port"));
  settings.io_threads = static_cast<unsigned>(http.number("io_threads"));
  if (http.is_given("certificate_chain_file")) {
    settings.tls = http::TlsSettings{http.text("certificate_chain_file"), http.text("private_key_file"),
                                     http.text("client_ca_file")};
  }
  return settings;
}

std::filesystem::path port_file(const config::Document& document) { return document["http"].text("port_file"); }

sql::DatabaseSettings database_settings(const config::Document& document) {
  sql::DatabaseSettings settings;
  settings.directory = document["node"].text("data");
  settings.postgresql = document["database"].text("postgresql_file");
  settings.node = node_name(document);
  return settings;
}

observe::LogSettings log_settings(const config::Document& document) {
  const auto& log = document["log"];
  const auto& level = log.text("level");
  return {log.text("file"), level == "debug"     ? observe::Level::debug
                            : level == "warning" ? observe::Level::warning
                            : level == "error"   ? observe::Level::error
                                                 : observe::Level::info};
}

std::string audit_origin(const config::Document& document) { return document["audit"].text("origin"); }

std::filesystem::path audit_key_file(const config::Document& document) {
  const auto& given = document["audit"].text("key_file");
  if (!given.empty()) return given;
  return std::filesystem::path(document["node"].text("data")) / "audit.key.pem";
}

std::filesystem::path pipelines_folder(const config::Document& document) {
  return document["pipelines"].text("directory");
}

}  // namespace fangst::service
