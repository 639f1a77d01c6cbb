#include <fangst/digipost/digipost_dispatcher.hpp>

namespace fangst::digipost {
namespace {

/// Digipost AS, as KRR names the provider of a mailbox (national.md 1.7).
constexpr const char* kProvider = "984661185";

}  // namespace

std::vector<policy::ChannelTraits> DigipostDispatcher::channels() const {
  return {{.name = model::Channel("digipost"),
           .is_paper = false,
           .chosen_for = {policy::Way::mailbox},
           .mailbox_providers = {kProvider}},
          {.name = model::Channel("digipost_print"), .is_paper = true, .chosen_for = {}, .mailbox_providers = {}}};
}

}  // namespace fangst::digipost
