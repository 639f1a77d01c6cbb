#include "installation_file.hpp"
#include "settings/local.hpp"
#include "settings/machinery.hpp"
#include "settings/municipality.hpp"
#include "settings/rabbitmq.hpp"
#include "settings/source.hpp"

#include <fangst/config/duration.hpp>
#include <fangst/digipost/registration.hpp>
#include <fangst/krr/registration.hpp>
#include <fangst/maskinporten/registration.hpp>
#include <fangst/svarut/registration.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <sstream>

namespace fangst::service {
namespace {

using config::Document;

/// A setting, another value than the whole configuration has for it, and what the part that reads it then has.
struct Row {
  std::string section, setting, literal, arrives_as;
  std::function<std::string(const Document&)> part;
};

std::string text(std::chrono::milliseconds duration) { return config::duration_text(duration); }
std::string text(const std::optional<std::chrono::milliseconds>& delay) { return delay ? text(*delay) : "given up"; }
template <class T>
std::string text(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

/// "a | b | c"
template <class... T>
std::string all(const T&... values) {
  std::string line;
  ((line += (line.empty() ? "" : " | ") + text(values)), ...);
  return line;
}

std::string ladder(const policy::RetryLadder& ladder) {
  return all(ladder.delay_after(1, 0), ladder.delay_after(2, 0), ladder.delay_after(3, 0));
}

std::string brokers(const Document& d, const std::function<std::string(const amqp::BrokerSettings&)>& told) {
  return all(told(rabbit_queue_settings(d, {}).connection), told(rabbit_intake_settings(d).connection),
             told(queue_notifier_settings(d).connection));
}

ports::SourceProfile profile(const Document& d) {
  const auto sources = sources_of(d);
  return sources.at(sources.begin()->first).profiles.at("gerica-msghead");
}

std::string realm(model::IdentityRealm realm) { return realm == model::IdentityRealm::synthetic ? "test" : "real"; }

std::vector<Row> rows_of_the_node(const InstallationFile& f) {
  return {
      {"node", "name", "\"node-7\"", "node-7 | node-7",
       [](const auto& d) { return all(database_settings(d).node, node_name(d)); }},
      {"node", "data", f.folder("other"), f.path("other"),
       [](const auto& d) { return database_settings(d).directory; }},
      {"node", "environment", "\"test\"", "test | test | test",
       [](const auto& d) {
         return all(realm(realm_of(d)), realm(krr::settings_from(configuration_of(d)).realm), realm(profile(d).realm));
       }},
      {"http", "address", "\"::1\"", "::1", [](const auto& d) { return server_settings(d).address; }},
      {"http", "port", "8443", "8443", [](const auto& d) { return text(server_settings(d).port); }},
      {"http", "port_file", f.folder("other"), f.path("other"), [](const auto& d) { return port_file(d); }},
      {"http", "certificate_chain_file", f.file("chain-b.pem", InstallationFile::certificate()), f.path("chain-b.pem"),
       [](const auto& d) { return server_settings(d).tls->certificate_chain_file; }},
      {"http", "private_key_file", f.file("key-b.pem", InstallationFile::key().private_pem()), f.path("key-b.pem"),
       [](const auto& d) { return server_settings(d).tls->private_key_file; }},
      {"http", "client_ca_file", f.file("clients-b.pem", InstallationFile::certificate()), f.path("clients-b.pem"),
       [](const auto& d) { return server_settings(d).tls->client_ca_file; }},
      {"http", "io_threads", "3", "3", [](const auto& d) { return text(server_settings(d).io_threads); }},
      {"database", "postgresql_file", f.file("postgresql-b", "host=b\n"), "host=b",
       [](const auto& d) { return database_settings(d).postgresql; }},
      {"log", "level", "\"debug\"", "0", [](const auto& d) { return text(static_cast<int>(log_settings(d).level)); }},
      {"log", "level", "\"warning\"", "2", [](const auto& d) { return text(static_cast<int>(log_settings(d).level)); }},
      {"log", "level", "\"error\"", "3", [](const auto& d) { return text(static_cast<int>(log_settings(d).level)); }},
      {"log", "file", f.folder("b.log"), f.path("b.log"), [](const auto& d) { return log_settings(d).file; }},
      {"audit", "origin", "\"b.example.no\"", "b.example.no", [](const auto& d) { return audit_origin(d); }},
      {"audit", "key_file", f.folder("b.key"), f.path("b.key"), [](const auto& d) { return audit_key_file(d); }},
      {"pipelines", "directory", "\"/tmp\"", "/tmp", [](const auto& d) { return pipelines_folder(d); }},
      {"municipality", "navn", "\"B kommune\"", "B kommune | B kommune | B kommune",
       [](const auto& d) {
         return all(sender_of(d).navn, digipost::settings_from(configuration_of(d)).sender_name,
                    profile(d).avsender_navn);
       }},
      {"municipality", "organisasjonsnummer", "\"974760673\"", "974760673 | 974760673 | 974760673",
       [](const auto& d) {
         return all(profile(d).organisasjonsnummer, configuration_of(d).municipality.organisasjonsnummer,
                    svarut::settings_from(configuration_of(d)).organisasjonsnummer);
       }},
      {"municipality", "adresselinje1", "\"B-gata\"", "B-gata | B-gata",
       [](const auto& d) {
         return all(sender_of(d).adresse.adresselinje1,
                    digipost::settings_from(configuration_of(d)).return_address.adresselinje1);
       }},
      {"municipality", "postnummer", "\"2002\"", "2002 | 2002",
       [](const auto& d) {
         return all(sender_of(d).adresse.postnummer,
                    digipost::settings_from(configuration_of(d)).return_address.postnummer);
       }},
      {"municipality", "poststed", "\"B\"", "B | B",
       [](const auto& d) {
         return all(sender_of(d).adresse.poststed,
                    digipost::settings_from(configuration_of(d)).return_address.poststed);
       }},
  };
}

std::vector<Row> rows_of_the_machinery(const InstallationFile& f) {
  return {
      {"queue", "kind", "\"rabbitmq\"", "1", [](const auto& d) { return text(uses_rabbitmq(d)); }},
      {"rabbitmq", "host", "\"b\"", "b | b | b",
       [](const auto& d) { return brokers(d, [](const auto& broker) { return broker.host; }); }},
      {"rabbitmq", "port", "5671", "5671 | 5671 | 5671",
       [](const auto& d) { return brokers(d, [](const auto& broker) { return text(broker.port); }); }},
      {"rabbitmq", "vhost", "\"b\"", "b | b | b",
       [](const auto& d) { return brokers(d, [](const auto& broker) { return broker.vhost; }); }},
      {"rabbitmq", "user", "\"b\"", "b | b | b",
       [](const auto& d) { return brokers(d, [](const auto& broker) { return broker.user; }); }},
      {"rabbitmq", "password_file", f.file("rabbitmq-b", "passord-b"), "passord-b | passord-b | passord-b",
       [](const auto& d) { return brokers(d, [](const auto& broker) { return broker.password; }); }},
      {"rabbitmq", "management_url", "\"http://b:15672\"", "http://b:15672",
       [](const auto& d) { return rabbit_queue_settings(d, {}).management_url; }},
      {"rabbitmq", "ca_file", f.file("b.pem", InstallationFile::certificate()),
       all(f.path("b.pem"), f.path("b.pem"), f.path("b.pem")),
       [](const auto& d) { return brokers(d, [](const auto& broker) { return broker.tls->ca_file; }); }},
      {"rabbitmq", "ca_file", "", "0 | 0 | 0",
       [](const auto& d) { return brokers(d, [](const auto& broker) { return text(broker.tls.has_value()); }); }},
      {"workers", "threads", "7", "7", [](const auto& d) { return text(engine_settings(d).workers); }},
      {"workers", "threads", "0", "0 | 0",
       [](const auto& d) { return all(engine_settings(d).workers, embedded_queue_settings(d).batch); }},
      {"retry", "rungs", R"(["2s", "3s"])", "2s | given up | given up",
       [](const auto& d) { return ladder(engine_settings(d).ladder); }},
      {"retry", "give_up_after", "3", "1s | 1s | given up",
       [](const auto& d) { return ladder(engine_settings(d).ladder); }},
      {"retry.steps.send", "rungs", R"(["5s"])", "5s | given up | given up",
       [](const auto& d) { return ladder(engine_settings(d).step_ladders.at("send")); }},
      {"retry.steps.send", "give_up_after", "0", "1s | 1s | 1s",
       [](const auto& d) { return ladder(engine_settings(d).step_ladders.at("send")); }},
      {"circuit", "threshold", "4", "4", [](const auto& d) { return text(circuit_settings(d).threshold); }},
      {"circuit", "cool_down", "\"4s\"", "4s", [](const auto& d) { return text(circuit_settings(d).cool_down); }},
      {"circuit", "max_cool_down", "\"4m\"", "4m",
       [](const auto& d) { return text(circuit_settings(d).max_cool_down); }},
      {"follow_up", "first", "\"7s\"", "7s",
       [](const auto& d) { return text(pipeline::follow_up_schedule(d).intervals.front()); }},
      {"follow_up", "intervals", R"(["8m", "9h"])", "1s | 8m | 9h",
       [](const auto& d) {
         const auto intervals = pipeline::follow_up_schedule(d).intervals;
         return all(intervals.at(0), intervals.at(1), intervals.back());
       }},
      {"http_client", "threads", "5", "5", [](const auto& d) { return text(client_threads(d)); }},
      {"http_client", "ca_file", f.file("ca-b.pem", InstallationFile::certificate()), f.path("ca-b.pem"),
       [](const auto& d) { return client_settings(d).ca_file; }},
  };
}

std::vector<Row> rows_of_the_dependencies(const InstallationFile& f, const std::string& other_key) {
  return {
      {"maskinporten", "issuer", "\"https://b/\"", "https://b/",
       [](const auto& d) { return maskinporten::settings_from(configuration_of(d)).issuer; }},
      {"maskinporten", "token_url", "\"https://b/t\"", "https://b/t",
       [](const auto& d) { return maskinporten::settings_from(configuration_of(d)).token_endpoint; }},
      {"maskinporten", "client_id", "\"b\"", "b",
       [](const auto& d) { return maskinporten::settings_from(configuration_of(d)).client_id; }},
      {"maskinporten", "kid", "\"b\"", "b",
       [](const auto& d) { return maskinporten::settings_from(configuration_of(d)).key_id; }},
      {"maskinporten", "key_file", f.file("maskinporten-b.pem", other_key + "\n"), other_key,
       [](const auto& d) { return maskinporten::settings_from(configuration_of(d)).private_key_pem; }},
      {"krr", "url", "\"https://krr.b\"", "https://krr.b",
       [](const auto& d) { return krr::settings_from(configuration_of(d)).base_url; }},
      {"svarut", "url", "\"https://svarut.b\"", "https://svarut.b",
       [](const auto& d) { return svarut::settings_from(configuration_of(d)).base_url; }},
      {"svarut", "konto_id", "\"b\"", "b",
       [](const auto& d) { return svarut::settings_from(configuration_of(d)).konto_id; }},
      {"svarut", "integrasjon_id", "\"b\"", "b",
       [](const auto& d) { return svarut::settings_from(configuration_of(d)).integrasjon_id; }},
      {"svarut", "integrasjon_passord_file", f.file("svarut-b", "passord-b"), "passord-b",
       [](const auto& d) { return svarut::settings_from(configuration_of(d)).integrasjon_passord; }},
      {"svarut", "konteringskode", "\"Ø-1\"", "Ø-1",
       [](const auto& d) { return svarut::settings_from(configuration_of(d)).konteringskode; }},
      {"svarut", "tosidig_utskrift", "false", "0",
       [](const auto& d) { return text(svarut::settings_from(configuration_of(d)).tosidig_utskrift); }},
      {"digipost", "url", "\"https://digipost.b\"", "https://digipost.b",
       [](const auto& d) { return digipost::settings_from(configuration_of(d)).base_url; }},
      {"digipost", "broker_id", "\"1001\"", "1001",
       [](const auto& d) { return text(digipost::settings_from(configuration_of(d)).broker_id); }},
      {"digipost", "sender_id", "\"1002\"", "1002",
       [](const auto& d) { return text(digipost::settings_from(configuration_of(d)).sender_id); }},
      {"digipost", "key_file", f.file("digipost-b.pem", other_key), other_key,
       [](const auto& d) { return digipost::settings_from(configuration_of(d)).private_key_pem; }},
  };
}

std::vector<Row> rows_of_the_sources(const InstallationFile& f) {
  const model::SourceName a("a");
  return {
      {"source", "fagsystem", "\"B\"", "B", [](const auto& d) { return profile(d).fagsystem; }},
      {"source", "fagsystem", "", "a", [](const auto& d) { return profile(d).fagsystem; }},
      {"source", "formats", R"(["gerica-msghead", "innsending"])", "1 | 0",
       [a](const auto& d) {
         const auto source = sources_of(d).at(a);
         return all(source.profile_for("innsending") != nullptr, source.profile_for("visma-hendelse") != nullptr);
       }},
      {"source", "requires_skjerming", "true", "1", [](const auto& d) { return text(profile(d).requires_skjerming); }},
      {"source", "webhook_url", "\"https://b/\"", "https://b/",
       [a](const auto& d) { return webhooks_of(d).at(a).url; }},
      {"source", "webhook_secret_file", f.file("webhook-b", "hemmelighet-nummer-b"), "hemmelighet-nummer-b",
       [a](const auto& d) { return webhooks_of(d).at(a).secret; }},
      {"source", "file_hosts", R"(["https://b/1/", "https://b/2/"])", "https://b/1/ | https://b/2/",
       [a](const auto& d) { return all(files_of(d).at(a).places.front(), files_of(d).at(a).places.back()); }},
      {"source", "file_token_file", f.file("token-b", "noekkel-b"), "noekkel-b",
       [a](const auto& d) { return files_of(d).at(a).bearer_token; }},
      {"source", "rabbitmq_user", "\"b\"", "b | a",
       [](const auto& d) {
         const auto users = rabbit_intake_settings(d).users;
         return all(users.begin()->first, users.begin()->second.str());
       }},
      {"source", "queue_events", "false", "0",
       [](const auto& d) { return text(queue_notifier_settings(d).sources.size()); }},
      {"api_key", "name", "\"b\"", "source:b", [](const auto& d) { return keys_of(d).at(0).principal.name; }},
      {"api_key", "sha256", "\"" + std::string(64, 'b') + "\"", std::string(64, 'b'),
       [](const auto& d) { return keys_of(d).at(0).sha256.hex(); }},
  };
}

class Parts : public ::testing::Test {
 protected:
  std::vector<Row> rows() const {
    std::vector<Row> rows;
    for (auto& some : {rows_of_the_node(file_), rows_of_the_machinery(file_),
                       rows_of_the_dependencies(file_, other_key_), rows_of_the_sources(file_)}) {
      rows.insert(rows.end(), some.begin(), some.end());
    }
    return rows;
  }

  InstallationFile file_;
  std::string other_key_ = without_line_break(crypto::RsaKey::generate().private_pem());

 private:
  static std::string without_line_break(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }
};

TEST_F(Parts, are_told_each_setting) {
  const auto whole = file_.read();
  for (const auto& [section, setting, literal, arrives_as, part] : rows()) {
    SCOPED_TRACE(section + "." + setting);
    auto file = InstallationFile();
    file.set(section, setting, literal);
    EXPECT_EQ(part(file.read()), arrives_as);
    // What is always there would say nothing of the setting.
    EXPECT_NE(part(whole), arrives_as);
  }
}

TEST_F(Parts, are_told_the_name_of_a_source_wherever_it_stands) {
  InstallationFile file;
  file.set("source", "name", "\"b\"");
  file.set("api_key", "source", "\"b\"");
  const auto document = file.read();
  const model::SourceName b("b");
  EXPECT_EQ(profile(document).name, b);
  EXPECT_TRUE(webhooks_of(document).contains(b));
  EXPECT_TRUE(files_of(document).contains(b));
  EXPECT_EQ(rabbit_intake_settings(document).sources, std::vector{b});
  EXPECT_EQ(rabbit_intake_settings(document).users.at("a"), b);
  EXPECT_EQ(queue_notifier_settings(document).sources, std::vector{b});
  EXPECT_EQ(keys_of(document).at(0).principal.source, b);
}

TEST_F(Parts, are_told_each_role) {
  const std::pair<std::string, api::Role> roles[] = {{"operator", api::Role::operations},
                                                     {"archivist", api::Role::archivist}};
  for (const auto& [name, role] : roles) {
    InstallationFile file;
    file.set("api_key", "role", "\"" + name + "\"");
    file.set("api_key", "source", "");
    EXPECT_EQ(keys_of(file.read()).at(0).principal.role, role);
    EXPECT_EQ(keys_of(file.read()).at(0).principal.name, name + ":a");
  }
  EXPECT_EQ(keys_of(InstallationFile().read()).at(0).principal.role, api::Role::source);
}

/// Of the kind, and unlike any default.
std::pair<std::string, ports::SettingValue> other_value(const config::Setting& setting, const InstallationFile& file) {
  switch (setting.kind) {
    case config::Kind::flag:
      return {"true", true};
    case config::Kind::texts:
      return {R"(["2001", "2002"])", std::vector<std::string>{"2001", "2002"}};
    case config::Kind::choice:
      return {"\"" + setting.choices.back() + "\"", setting.choices.back()};
    case config::Kind::secret_file:
      return {file.file("secret-b", "hemmelighet-b"), "hemmelighet-b"};
    default:
      return {"\"2001\"", "2001"};
  }
}

/// Lets the source use this format alone: others may have settings of the same name.
void only(InstallationFile& file, const ports::IntakeFormat& format) {
  file.set("source", "formats", "[\"" + std::string(format.name()) + "\"]");
  if (format.name() != "gerica-msghead") file.empty("source.settings");
}

TEST_F(Parts, a_format_is_told_each_of_its_settings) {
  for (const auto& format : adapters().formats()) {
    for (const auto& setting : format->settings()) {
      SCOPED_TRACE(std::string(format->name()) + "." + setting.name);
      const auto name = setting.is_pattern() ? setting.name.substr(0, setting.name.find('<')) +
                                                   (setting.keys.empty() ? "KODE" : setting.keys.front())
                                             : setting.name;
      InstallationFile file;
      only(file, *format);
      const auto [literal, value] = other_value(setting, file);
      file.set("source.settings", name, literal);
      const auto settings =
          sources_of(file.read()).at(model::SourceName("a")).profiles.at(std::string(format->name())).settings;
      ports::SettingValues expected(format->settings(), {{name, value}});
      ASSERT_TRUE(settings.is_given(name));
      if (std::holds_alternative<bool>(value)) {
        EXPECT_EQ(settings.flag(name), expected.flag(name));
      } else if (std::holds_alternative<std::string>(value)) {
        EXPECT_EQ(settings.text(name), expected.text(name));
      } else {
        EXPECT_EQ(settings.texts(name), expected.texts(name));
      }
    }
  }
}

TEST_F(Parts, no_setting_is_declared_that_no_row_sees_arrive) {
  // By tests of their own above.
  std::set<std::string> seen{"source.name", "api_key.role", "api_key.source"};
  for (const auto& row : rows()) {
    const auto section = row.section == "retry.steps.send" ? "retry.steps.<steg>" : row.section;
    seen.insert(section + "." + row.setting);
  }
  const auto schema = installation_schema();
  for (const auto& section : schema.sections()) {
    for (const auto& setting : section.settings) {
      EXPECT_TRUE(seen.contains(section.name + "." + setting.name))
          << section.name << "." << setting.name << ": add a row that sees it arrive at the part that reads it";
    }
  }
}

}  // namespace
}  // namespace fangst::service
