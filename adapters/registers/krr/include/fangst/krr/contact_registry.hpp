#pragma once

#include <fangst/concurrency/coalescer.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/ports/access_tokens.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/contact_registry.hpp>
#include <fangst/ports/http_client.hpp>

#include <string>
#include <vector>

namespace fangst::krr {

struct Settings {
  std::string base_url;  ///< "https://kontaktregisteret.no" or, for test, "https://test.kontaktregisteret.no".
  /// Both are needed to know whether and where a person may be reached; a supplier with consumer_org has
  /// "krr:global/kontaktinfo.read krr:global/postkasse.read" instead.
  std::string scope = "krr:global/digitalpost.read krr:global/kontaktinformasjon.read";
  model::IdentityRealm realm = model::IdentityRealm::production;
};

/// The contact and reservation registry of Digdir (REST v2). Look-ups of several threads share one call, for at most
/// 1000 people. Nothing is kept after the answer, and no address or number leaves this adapter.
///
/// A person of whom the registry says nothing is `ikke_registrert`; an answer that cannot be understood is an error,
/// never a guess. Errors: `invalid_input` (not an identity number), `forbidden` (configuration),
/// `rejected_by_dependency` (this number alone is refused), else `unavailable` or `timeout`. Never outcome_unknown(): a
/// look-up changes nothing.
class ContactRegistry final : public ports::ContactRegistry {
 public:
  /// What is referred to must outlive it.
  ContactRegistry(Settings settings, ports::HttpClient& http, ports::AccessTokens& tokens, const ports::Clock& clock);

  Result<ports::Kontaktopplysning> look_up(const model::PersonIdentifier& person, model::Deadline deadline) override;

 private:
  using Coalescer = concurrency::Coalescer<std::string, ports::Kontaktopplysning>;

  Coalescer::Answers look_up_all(const std::vector<std::string>& numbers, model::Deadline deadline);
  Result<Coalescer::Answers> call(const std::vector<std::string>& numbers, model::Deadline deadline);

  const Settings settings_;
  ports::HttpClient& http_;
  ports::AccessTokens& tokens_;
  const ports::Clock& clock_;
  Coalescer coalescer_;
};

}  // namespace fangst::krr
