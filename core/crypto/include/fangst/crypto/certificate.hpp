#pragma once

#include <fangst/crypto/rsa.hpp>
#include <fangst/model/timestamp.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::crypto {

struct CertificatePeriod {
  model::Timestamp from, until;
};

/// When the first certificate of a PEM text holds: of a chain, the server's own. Nothing when there is none.
std::optional<CertificatePeriod> certificate_period(std::string_view pem);

/// Whether the private key, of any kind, is that of the first certificate. False also when either cannot be read.
bool is_key_of(std::string_view private_key_pem, std::string_view certificate_pem);

/// A self-signed certificate for the sandbox and the tests; never for production.
std::string self_signed_certificate(const RsaKey& key, const std::string& common_name, const std::string& dns_name,
                                    std::chrono::hours lifetime);

}  // namespace fangst::crypto
