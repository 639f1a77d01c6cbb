#include <fangst/svarut/dispatcher.hpp>

namespace fangst::svarut {

using policy::Way;

std::vector<policy::ChannelTraits> Dispatcher::channels() const {
  return {
      {.name = model::Channel("svarut"), .is_paper = false, .chosen_for = {Way::digital}, .mailbox_providers = {}},
      {.name = model::Channel("svarut_print"), .is_paper = true, .chosen_for = {Way::paper}, .mailbox_providers = {}}};
}

}  // namespace fangst::svarut
