#pragma once

#include <fangst/crypto/rsa.hpp>
#include <fangst/model/timestamp.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::crypto {

/// The validity period of a certificate (RFC 5280, 4.1.2.5).
struct CertificatePeriod {
  model::Timestamp from, until;
};

/// The validity period of the first certificate of a PEM text; in a chain that is the server's own. Empty when the text
/// has no certificate.
std::optional<CertificatePeriod> certificate_period(std::string_view pem);

/// True when the private key, of any algorithm, belongs to the first certificate. False also when either cannot be
/// read.
bool is_key_of(std::string_view private_key_pem, std::string_view certificate_pem);

/// A self-signed certificate for the sandbox and the tests; never for production.
std::string self_signed_certificate(const RsaKey& key, const std::string& common_name, const std::string& dns_name,
                                    std::chrono::hours lifetime);

}  // namespace fangst::crypto
