#include <fangst/norkart/hendelse_format.hpp>
#include <fangst/norkart/registration.hpp>
#include <fangst/registration/registry.hpp>

namespace fangst::norkart {

void declare(registration::Registry& registry) {
  registry.add(registration::Format{[] { return std::make_unique<HendelseFormat>(); }});
}

}  // namespace fangst::norkart
