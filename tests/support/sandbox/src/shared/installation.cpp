#include "shared/installation.hpp"

#include <fangst/crypto/certificate.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

#include <fstream>
#include <future>
#include <iterator>
#include <stdexcept>

namespace fangst::sandbox {
namespace {

using std::filesystem::path;

constexpr const char* kNamespace = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
constexpr const char* kClientOrgnr = "310075728";
constexpr const char* kOtherOrgnr = "991825827";

std::string read_file(const path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_private(const path& file, const std::string& text) {
  {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
  }
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

crypto::RsaKey load_or_make(const path& file) {
  if (std::filesystem::exists(file)) {
    auto key = crypto::RsaKey::from_pem(read_file(file));
    if (!key) throw std::runtime_error("no RSA key in " + file.string());
    return *std::move(key);
  }
  auto key = crypto::RsaKey::generate();
  write_private(file, key.private_pem());
  return key;
}

std::future<crypto::RsaKey> later(const path& file) {
  return std::async(std::launch::async, [file] { return load_or_make(file); });
}

crypto::RsaPublicKey public_half(const crypto::RsaKey& key) {
  auto half = crypto::RsaPublicKey::from_pem(key.public_pem());
  if (!half) throw std::runtime_error("a key without a public half");
  return *std::move(half);
}

std::string derived_id(const Settings& settings, const std::string& name) {
  return crypto::uuid_v5(kNamespace, "fangst-sandbox/" + std::to_string(settings.seed) + "/" + name);
}

std::string derived_secret(const Settings& settings, const std::string& name) {
  return crypto::sha256("fangst-sandbox/" + std::to_string(settings.seed) + "/" + name).hex().substr(0, 32);
}

MaskinportenClient client(const Settings& settings, const std::string& name, const char* orgnr,
                          std::vector<std::string> scopes, const crypto::RsaKey& key) {
  return {derived_id(settings, name), derived_id(settings, name + "-kid"), orgnr, std::move(scopes), public_half(key)};
}

}  // namespace

Installation install(const Settings& settings) {
  std::filesystem::create_directories(settings.state);
  auto client_key = later(settings.state / "maskinporten-client.key.pem");
  auto other_key = later(settings.state / "maskinporten-other.key.pem");
  auto digipost_client = later(settings.state / "digipost-client.key.pem");
  // One key for all that the sandbox itself signs: making keys is most of what a start costs.
  const auto server_key = load_or_make(settings.state / "server.key.pem");
  const auto other = other_key.get();
  return {
      .client =
          client(settings, "client", kClientOrgnr,
                 {"ks:fiks", "krr:global/kontaktinformasjon.read", "krr:global/digitalpost.read"}, client_key.get()),
      .other = client(settings, "other", kOtherOrgnr, {"ks:fiks", "krr:global/kontaktinformasjon.read"}, other),
      .server_kid = derived_id(settings, "server-kid"),
      .maskinporten_key = server_key,
      .konto_id = derived_id(settings, "konto"),
      .integrasjon_id = derived_id(settings, "integrasjon"),
      .integrasjon_passord = derived_secret(settings, "passord"),
      .broker_id = std::int64_t(1000 + settings.seed % 1000),
      .sender_id = std::int64_t(500'000 + settings.seed % 1000),
      .sender_orgnr = kClientOrgnr,
      .digipost_client_key = public_half(digipost_client.get()),
      .digipost_key = server_key,
      .foreign_key = other,
      .mailbox_certificate =
          crypto::self_signed_certificate(server_key, "Sandkasse postkasse", "127.0.0.1", std::chrono::hours(24 * 365)),
      .webhook_secret = derived_secret(settings, "webhook"),
  };
}

nlohmann::json describe(const Installation& installation, std::uint16_t port, const std::string& base_url) {
  const auto& [client, other] = std::tie(installation.client, installation.other);
  return {{"port", port},
          {"baseUrl", base_url},
          {"maskinporten",
           {{"clientId", client.id},
            {"kid", client.kid},
            {"organisasjonsnummer", client.orgnr},
            {"issuer", base_url + "/maskinporten/"},
            {"other", {{"clientId", other.id}, {"kid", other.kid}, {"organisasjonsnummer", other.orgnr}}}}},
          {"svarut",
           {{"kontoId", installation.konto_id},
            {"integrasjonId", installation.integrasjon_id},
            {"integrasjonPassord", installation.integrasjon_passord}}},
          {"digipost",
           {{"brokerId", installation.broker_id},
            {"senderId", installation.sender_id},
            {"organisasjonsnummer", installation.sender_orgnr}}},
          {"webhookSecret", installation.webhook_secret}};
}

void make_tls_files(const path& folder) {
  std::filesystem::create_directories(folder);
  const auto key = load_or_make(folder / "server.key.pem");
  if (std::filesystem::exists(folder / "ca.pem")) return;
  write_private(folder / "ca.pem",
                crypto::self_signed_certificate(key, "Sandkasse", "127.0.0.1", std::chrono::hours(24 * 30)));
}

}  // namespace fangst::sandbox
