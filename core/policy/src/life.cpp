#include <fangst/policy/life.hpp>

namespace fangst::policy {

Error not_allowed(std::string_view event, std::string_view state) {
  return {ErrorKind::internal, std::string(kNotAllowed), "policy.life",
          PublicText{"Noe gikk galt i Fangst. Feilen er logget."},
          PrivateDetail{std::string(event) + " cannot happen to what is " + std::string(state)}};
}

}  // namespace fangst::policy
