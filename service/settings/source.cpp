#include "source.hpp"

#include "local.hpp"

#include <fangst/config/faults.hpp>
#include <fangst/text/ascii.hpp>

#include <algorithm>
#include <set>

namespace fangst::service {
namespace {

using config::Kind;

constexpr std::size_t kLeastSecret = 16;

/// It stands in keys, in the names of dependencies and in addresses.
std::string fault_of_source_name(const std::string& name) {
  constexpr auto* kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  return name.find_first_not_of(kAllowed) == std::string::npos ? "" : "kan bare ha a-z, 0-9, - og _.";
}

void check_source_names(const config::Document& document, config::Faults& faults) {
  std::set<std::string> names;
  for (const auto& [source, variants] : document.each("source")) {
    const auto& name = source.text("name");
    if (!name.empty() && !names.insert(name).second) faults.add(source, "name", "er brukt to ganger.");
  }
}

void check_webhooks(const config::Document& document, config::Faults& faults) {
  for (const auto& [source, variants] : document.each("source")) {
    if (source.is_given("webhook_url") && !source.is_given("webhook_secret_file")) {
      faults.add(source, "webhook_secret_file", "mangler. Beskjeder til webhook_url signeres med hemmeligheten.");
    }
  }
}

std::string fault_of_webhook_secret(const std::string& secret) {
  return secret.size() >= kLeastSecret ? "" : "er for kort: hemmeligheten skal ha minst 16 tegn.";
}

std::string fault_of_sha256(const std::string& text) {
  return model::Sha256::from_hex(text) ? "" : "skal være 64 heksadesimale tegn, slik `fangst key new` skriver dem.";
}

void check_key_source(const config::Document& document, const config::Values& key, config::Faults& faults) {
  const auto& role = key.text("role");
  const auto& wanted = key.text("source");
  if (role.empty()) return;
  if (role != "source") {
    if (!wanted.empty()) faults.add(key, "source", "gjelder bare rollen «source».");
    return;
  }
  if (wanted.empty()) return faults.add(key, "source", "mangler. Rollen «source» gjelder én kilde.");
  const auto& sources = document.each("source");
  const auto is_it = [&wanted](const auto& source) { return source.values.text("name") == wanted; };
  if (std::none_of(sources.begin(), sources.end(), is_it)) {
    faults.add(key, "source", "det er ingen [[source]] med navnet «" + wanted + "».");
  }
}

void check_keys(const config::Document& document, config::Faults& faults) {
  std::map<std::string, std::string> hashes;
  std::set<std::pair<std::string, std::string>> names;
  for (const auto& [key, variants] : document.each("api_key")) {
    check_key_source(document, key, faults);
    const auto& name = key.text("name");
    if (!name.empty() && !names.emplace(key.text("role"), name).second) faults.add(key, "name", "er brukt to ganger.");
    const auto hash = text::lower(key.text("sha256"));
    if (hash.empty()) continue;
    const auto [other, is_new] = hashes.emplace(hash, name);
    if (!is_new) faults.add(key, "sha256", "er avtrykket av nøkkelen «" + other->second + "» også.");
  }
}

/// The source as one of its formats sees it.
ports::SourceProfile profile_of(const config::Document& document, const config::Values& source) {
  ports::SourceProfile profile;
  profile.name = model::SourceName(source.text("name"));
  profile.fagsystem = source.is_given("fagsystem") ? source.text("fagsystem") : source.text("name");
  profile.organisasjonsnummer = document["municipality"].text("organisasjonsnummer");
  profile.avsender_navn = document["municipality"].text("navn");
  profile.requires_skjerming = source.flag("requires_skjerming");
  profile.realm = realm_of(document);
  return profile;
}

}  // namespace

config::Section source_section(const std::vector<std::unique_ptr<ports::IntakeFormat>>& formats) {
  std::vector<std::string> names;
  std::map<std::string, std::vector<config::Setting>> settings;
  for (const auto& format : formats) {
    names.emplace_back(format->name());
    settings.emplace(format->name(), format->settings());
  }
  return {.name = "source",
          .help = "En kilde for hvert fagsystem som leverer.",
          .settings =
              {
                  {.name = "name",
                   .is_required = true,
                   .help = "Kildens navn i adresser, nøkler og rapporter. Skal aldri endres.",
                   .example = R"("gerica")",
                   .fault_of = fault_of_source_name},
                  {.name = "fagsystem",
                   .help = "Fagsystemets navn, slik det står i arkivet. Uten det: kildens navn.",
                   .example = R"("Gerica")"},
                  {.name = "formats",
                   .kind = Kind::choices,
                   .is_required = true,
                   .choices = names,
                   .help = "Formatene som kilden kan levere i."},
                  {.name = "requires_skjerming",
                   .kind = Kind::flag,
                   .help = "Avvis det som kommer uten hjemmel for skjerming."},
              },
          .is_repeated = true,
          .rules = {check_source_names},
          .variants = {{"settings", "formats", "formatet",
                        "Formatenes egne innstillinger: bare de som hører til formatene i «formats».",
                        std::move(settings)}},
          .is_commented_out = true};
}

std::map<model::SourceName, intake::SourceSettings> sources_of(const config::Document& document) {
  std::map<model::SourceName, intake::SourceSettings> sources;
  for (const auto& [source, variants] : document.each("source")) {
    auto profile = profile_of(document, source);
    intake::SourceSettings settings;
    for (const auto& [format, values] : variants.at("settings")) {
      profile.settings = values;
      settings.profiles.emplace(format, profile);
    }
    sources.emplace(profile.name, std::move(settings));
  }
  return sources;
}

config::Section source_webhook_section() {
  return {.name = "source",
          .settings =
              {
                  {.name = "webhook_url",
                   .kind = Kind::url,
                   .help = "Adressen som får beskjed om det som skjer med det kilden har levert.",
                   .example = R"("https://gerica.kommunen.example/fangst")"},
                  {.name = "webhook_secret_file",
                   .kind = Kind::secret_file,
                   .help = "Hemmeligheten som beskjedene signeres med: minst 16 tegn, delt med kilden.",
                   .example = R"("/etc/fangst/secrets/webhook-gerica")",
                   .fault_of = fault_of_webhook_secret},
              },
          .rules = {check_webhooks}};
}

std::map<model::SourceName, webhook::WebhookSettings> webhooks_of(const config::Document& document) {
  std::map<model::SourceName, webhook::WebhookSettings> webhooks;
  for (const auto& [source, variants] : document.each("source")) {
    if (!source.is_given("webhook_url")) continue;
    webhooks.emplace(model::SourceName(source.text("name")),
                     webhook::WebhookSettings{source.text("webhook_url"), source.text("webhook_secret_file")});
  }
  return webhooks;
}

config::Section source_files_section() {
  return {
      .name = "source",
      .settings = {
          {.name = "file_hosts",
           .kind = Kind::urls,
           .help = "Stedene det kan hentes filer fra, når en hendelse viser til dem. Ingenting hentes andre steder.",
           .example = R"(["https://filer.kommunen.example/gerica/"])"},
          {.name = "file_token_file",
           .kind = Kind::secret_file,
           .help = "Nøkkelen som sendes med når filer hentes (Bearer).",
           .example = R"("/etc/fangst/secrets/filer-gerica")"},
      }};
}

std::map<model::SourceName, file_fetch::SourceFiles> files_of(const config::Document& document) {
  std::map<model::SourceName, file_fetch::SourceFiles> files;
  for (const auto& [source, variants] : document.each("source")) {
    if (!source.is_given("file_hosts")) continue;
    auto& entry = files[model::SourceName(source.text("name"))];
    entry.places = source.texts("file_hosts");
    entry.bearer_token = source.text("file_token_file");
  }
  return files;
}

config::Section api_key_section() {
  return {
      .name = "api_key",
      .help = "Nøklene til API-et. En nøkkel lages med `fangst key new`; bare avtrykket står her.",
      .settings =
          {
              {.name = "name",
               .is_required = true,
               .help = "Hvem som har nøkkelen: står i revisjonsloggen.",
               .example = R"("gerica")"},
              {.name = "role",
               .kind = Kind::choice,
               .is_required = true,
               .choices = {"source", "operator", "archivist"},
               .help =
                   "Hva nøkkelen gir: «source» ser bare sin egen kilde, «operator» er drift, «archivist» leser alt.",
               .example = R"("source")"},
              {.name = "source",
               .help = "Kilden, for rollen «source».",
               .example = R"("gerica")",
               .fault_of = fault_of_source_name},
              {.name = "sha256",
               .is_required = true,
               .help = "Avtrykket av nøkkelen.",
               .example = R"("<avtrykk>")",
               .fault_of = fault_of_sha256},
          },
      .is_repeated = true,
      .rules = {check_keys},
      .is_commented_out = true};
}

std::vector<api::Authenticator::Key> keys_of(const config::Document& document) {
  std::vector<api::Authenticator::Key> keys;
  for (const auto& [key, variants] : document.each("api_key")) {
    keys.push_back({model::Sha256::from_hex(key.text("sha256")).value(),
                    {key.text("role") + ":" + key.text("name"), api::parse_role(key.text("role")).value(),
                     model::SourceName(key.text("source"))}});
  }
  return keys;
}

}  // namespace fangst::service
