#pragma once

#include "shared/settings.hpp"

#include <fangst/crypto/rsa.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace fangst::sandbox {

/// A customer of Maskinporten with one registered key.
struct MaskinportenClient {
  std::string id;
  std::string kid;
  std::string orgnr;
  std::vector<std::string> scopes;
  crypto::RsaPublicKey key;
};

/// Who is registered where: keys and ids, made on the first start in a state folder and then kept.
struct Installation {
  MaskinportenClient client;  ///< The municipality under test.
  MaskinportenClient other;   ///< A customer with fewer scopes and of another organisation.
  std::string server_kid;
  crypto::RsaKey maskinporten_key;

  std::string konto_id;
  std::string integrasjon_id;
  std::string integrasjon_passord;

  std::int64_t broker_id = 0;
  std::int64_t sender_id = 0;
  std::string sender_orgnr;
  crypto::RsaPublicKey digipost_client_key;
  crypto::RsaKey digipost_key;
  crypto::RsaKey foreign_key;  ///< Not Digipost's: for signatures that must not be accepted.

  std::string mailbox_certificate;  ///< PEM, for KRR's sertifikat.
  std::string webhook_secret;
};

Installation install(const Settings& settings);
/// What the sender must know, as in DIR/sandbox.json.
nlohmann::json describe(const Installation& installation, std::uint16_t port, const std::string& base_url);
/// A certificate for 127.0.0.1 and localhost in DIR/ca.pem and its key in DIR/server.key.pem, unless they are there.
void make_tls_files(const std::filesystem::path& folder);

}  // namespace fangst::sandbox
