#include <fangst/policy/channel_choice.hpp>

#include <string_view>

namespace fangst::policy {
namespace {

using model::LetterKind;
using Outcome = ChannelDecision::Outcome;
using Status = RegistryAnswer::Status;

constexpr std::chrono::months kFreshFor{18};

ChannelDecision send(Way way, std::string reason) { return {Outcome::send, way, {}, std::move(reason)}; }

ChannelDecision none(Outcome outcome, std::string reason) { return {outcome, std::nullopt, {}, std::move(reason)}; }

bool has_fresh_channel(const RegistryAnswer& answer, model::Timestamp now) {
  return (answer.epost_sist_bekreftet && is_fresh(*answer.epost_sist_bekreftet, now)) ||
         (answer.mobil_sist_bekreftet && is_fresh(*answer.mobil_sist_bekreftet, now));
}

ChannelDecision digital(const RegistryAnswer& answer) {
  if (!answer.har_digital_postkasse) return send(Way::digital, "digital_med_varsel");
  return {Outcome::send, Way::mailbox, answer.postkasseleverandoer, "digital_postkasse"};
}

ChannelDecision not_in_register(std::string reason, LetterKind kind) {
  if (kind == LetterKind::servicemelding) return none(Outcome::no_dispatch, std::move(reason));
  return send(Way::paper, std::move(reason));
}

}  // namespace

ChannelDecision choose_for_person(const std::optional<RegistryAnswer>& answer, LetterKind kind, model::Timestamp now) {
  if (!answer) return none(Outcome::hold, "register_utilgjengelig");
  if (answer->status == Status::slettet) return not_in_register("slettet", kind);
  if (answer->status == Status::ikke_registrert) return not_in_register("ikke_registrert", kind);
  if (answer->reservert) return send(Way::paper, "reservert");
  // Only a decision depends on the recipient being notifiable (eForvaltningsforskriften sections 8 and 32).
  if (kind == LetterKind::enkeltvedtak) {
    if (!has_fresh_channel(*answer, now)) return send(Way::paper, "utloept");
    if (!answer->kan_varsles) return send(Way::paper, "kan_ikke_varsles");
  }
  return digital(*answer);
}

ChannelDecision choose_for_organisation() { return send(Way::digital, "virksomhet"); }

ChannelDecision choose_for_address_only(bool has_address) {
  if (!has_address) return none(Outcome::no_dispatch, "ingen_adresse");
  return send(Way::paper, "kun_postadresse");
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
