#pragma once

#include "shared/people.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace fangst::sandbox {

/// Which parts of a person a token may see, and how expired contact information is treated.
struct AnswerView {
  bool contact = false;
  bool digital_post = false;
  enum class Expired { as_the_person_says, filtered, unfiltered } expired = Expired::as_the_person_says;
  std::string certificate;  ///< base64 DER.
};

/// One element of "personer". Absent fields are left out; times come in both of the registry's forms.
nlohmann::json answer_for(const Person& person, TimePoint now, const AnswerView& view);
nlohmann::json answer_for_unknown(const std::string& id);

}  // namespace fangst::sandbox
