#include <fangst/generic/innsending_format.hpp>
#include <fangst/generic/registration.hpp>
#include <fangst/registration/registry.hpp>

namespace fangst::generic {

void declare(registration::Registry& registry) {
  registry.add(registration::Format{[] { return std::make_unique<InnsendingFormat>(); }});
}

}  // namespace fangst::generic
