#include <fangst/registration/registry.hpp>
#include <fangst/visma/hendelse_format.hpp>
#include <fangst/visma/registration.hpp>

namespace fangst::visma {

void declare(registration::Registry& registry) {
  registry.add(registration::Format{[] { return std::make_unique<HendelseFormat>(); }});
}

}  // namespace fangst::visma
