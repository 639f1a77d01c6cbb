#include <fangst/gerica/msghead_format.hpp>
#include <fangst/gerica/registration.hpp>
#include <fangst/registration/registry.hpp>

namespace fangst::gerica {

void declare(registration::Registry& registry) {
  registry.add(registration::Format{[] { return std::make_unique<MsgHeadFormat>(); }});
}

}  // namespace fangst::gerica
