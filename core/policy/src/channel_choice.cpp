#include <fangst/policy/channel_choice.hpp>

#include <string_view>

namespace fangst::policy {
namespace {

using model::Channel;
using model::LetterKind;
using Outcome = ChannelDecision::Outcome;
using Status = RegistryAnswer::Status;

constexpr std::string_view kDigipostOrganisation = "984661185";
constexpr std::chrono::months kFreshFor{18};

ChannelDecision send(Channel channel, std::string reason) { return {Outcome::send, channel, std::move(reason)}; }

bool has_fresh_channel(const RegistryAnswer& answer, model::Timestamp now) {
  return (answer.epost_sist_bekreftet && is_fresh(*answer.epost_sist_bekreftet, now)) ||
         (answer.mobil_sist_bekreftet && is_fresh(*answer.mobil_sist_bekreftet, now));
}

ChannelDecision digital(const RegistryAnswer& answer, const ChannelSettings& settings) {
  if (!answer.har_digital_postkasse) return send(Channel::svarut, "digital_med_varsel");
  const bool is_digipost = answer.postkasseleverandoer == kDigipostOrganisation;
  return send(is_digipost && settings.digipost_enabled ? Channel::digipost : Channel::svarut, "digital_postkasse");
}

ChannelDecision not_in_register(std::string reason, LetterKind kind) {
  if (kind == LetterKind::servicemelding) return {Outcome::no_dispatch, std::nullopt, std::move(reason)};
  return send(Channel::svarut_print, std::move(reason));
}

}  // namespace

ChannelDecision choose_for_person(const std::optional<RegistryAnswer>& answer, LetterKind kind, model::Timestamp now,
                                  const ChannelSettings& settings) {
  if (!answer) return {Outcome::hold, std::nullopt, "register_utilgjengelig"};
  if (answer->status == Status::slettet) return not_in_register("slettet", kind);
  if (answer->status == Status::ikke_registrert) return not_in_register("ikke_registrert", kind);
  if (answer->reservert) return send(Channel::svarut_print, "reservert");
  // Only a decision depends on the recipient being notifiable (eForvaltningsforskriften sections 8 and 32).
  if (kind == LetterKind::enkeltvedtak) {
    if (!has_fresh_channel(*answer, now)) return send(Channel::svarut_print, "utloept");
    if (!answer->kan_varsles) return send(Channel::svarut_print, "kan_ikke_varsles");
  }
  return digital(*answer, settings);
}

ChannelDecision choose_for_organisation() { return send(Channel::svarut, "virksomhet"); }

ChannelDecision choose_for_address_only(bool has_address) {
  if (!has_address) return {Outcome::no_dispatch, std::nullopt, "ingen_adresse"};
  return send(Channel::svarut_print, "kun_postadresse");
}

bool is_fresh(model::Timestamp last_confirmed, model::Timestamp now) {
  // To the same day and time 18 calendar months later (in UTC), or to the last day of that month when it has no such
  // day: of the two ways to count at the end of a month the one that ends first (invariant 6).
  const auto day = std::chrono::floor<std::chrono::days>(last_confirmed);
  auto last_day = std::chrono::year_month_day{day} + kFreshFor;
  if (!last_day.ok()) last_day = last_day.year() / last_day.month() / std::chrono::last;
  return now <= std::chrono::sys_days{last_day} + (last_confirmed - day);
}

}  // namespace fangst::policy
