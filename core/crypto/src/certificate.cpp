#include "openssl.hpp"

#include <fangst/crypto/certificate.hpp>

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <time.h>

namespace fangst::crypto {
namespace {

using Extension = std::unique_ptr<X509_EXTENSION, openssl::Freed<&X509_EXTENSION_free>>;
using Address = std::unique_ptr<ASN1_OCTET_STRING, openssl::Freed<&ASN1_OCTET_STRING_free>>;

std::string subject_alternative_name(const std::string& name) {
  if (name.empty() || name.find_first_of(",;\n") != std::string::npos) throw std::invalid_argument("not a host name");
  const bool is_address = Address{a2i_IPADDRESS(name.c_str())} != nullptr;
  openssl::take_reason();
  return (is_address ? "IP:" : "DNS:") + name;
}

void set_name(X509* certificate, const std::string& common_name) {
  auto* subject = X509_get_subject_name(certificate);
  openssl::require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, openssl::bytes_of(common_name),
                                              static_cast<int>(common_name.size()), -1, 0) == 1 &&
                       X509_set_issuer_name(certificate, subject) == 1,
                   "X509_set_issuer_name");
}

void set_period(X509* certificate, std::chrono::hours lifetime) {
  // An hour back, for clients whose clocks are behind.
  openssl::require(X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) != nullptr &&
                       X509_gmtime_adj(X509_getm_notAfter(certificate),
                                       static_cast<long>(std::chrono::seconds{lifetime}.count())) != nullptr,
                   "X509_gmtime_adj");
}

void set_serial(X509* certificate) {
  const openssl::Bignum serial{BN_new()};
  openssl::require(serial && BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
                       BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr,
                   "BN_to_ASN1_INTEGER");
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  const Extension extension{X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str())};
  openssl::require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "X509_add_ext");
}

model::Timestamp moment_of(const ASN1_TIME* time) {
  tm parts{};
  openssl::require(ASN1_TIME_to_tm(time, &parts) == 1, "ASN1_TIME_to_tm");
  return model::Timestamp(std::chrono::seconds{timegm(&parts)});
}

}  // namespace

std::optional<CertificatePeriod> certificate_period(std::string_view pem) {
  const auto certificate = openssl::certificate(pem);
  openssl::take_reason();
  if (!certificate) return std::nullopt;
  return CertificatePeriod{moment_of(X509_get0_notBefore(certificate.get())),
                           moment_of(X509_get0_notAfter(certificate.get()))};
}

bool is_key_of(std::string_view private_key_pem, std::string_view certificate_pem) {
  const auto key = openssl::private_key(private_key_pem);
  const auto certificate = openssl::certificate(certificate_pem);
  const bool fits = key && certificate && X509_check_private_key(certificate.get(), key.get()) == 1;
  openssl::take_reason();
  return fits;
}

std::string self_signed_certificate(const RsaKey& key, const std::string& common_name, const std::string& dns_name,
                                    std::chrono::hours lifetime) {
  const auto alternative_name = subject_alternative_name(dns_name);
  const auto signer = openssl::private_key(key.private_pem());
  const openssl::Certificate certificate{X509_new()};
  openssl::require(signer && certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                       X509_set_pubkey(certificate.get(), signer.get()) == 1,
                   "X509_new");
  set_name(certificate.get(), common_name);
  set_period(certificate.get(), lifetime);
  set_serial(certificate.get());
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), NID_subject_alt_name, alternative_name);
  openssl::require(X509_sign(certificate.get(), signer.get(), openssl::sha256_method()) > 0, "X509_sign");

  const openssl::Bio memory{BIO_new(BIO_s_mem())};
  openssl::require(memory && PEM_write_bio_X509(memory.get(), certificate.get()) == 1, "PEM_write_bio_X509");
  return openssl::contents(memory.get());
}

}  // namespace fangst::crypto
