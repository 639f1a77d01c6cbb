// Whatever the registry answers, each person asked for has an answer, nobody else has one, and a doubt is an error.
#include "person_answer.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace fangst;
  using fuzz::require;
  const std::vector<std::string> asked_for{"14833821238", "13897248036"};
  const auto answers = krr::read_people(fuzz::view(data, size), asked_for);
  if (!answers) {
    require(answers.error().kind() == ErrorKind::unavailable, "an answer that cannot be read is asked for again");
    fuzz::require_sound(answers.error());
    return 0;
  }
  require(answers->size() == asked_for.size(), "an answer for each, and for nobody else");
  for (const auto& number : asked_for) require(answers->contains(number), "who was asked for is answered for");
  for (const auto& [number, known] : *answers) {
    if (!known) {
      fuzz::require_sound(known.error());
      continue;
    }
    if (known->status == ports::KrrStatus::aktiv) continue;
    require(!known->kan_varsles && !known->har_digital_postkasse, "who is not active has no digital address");
  }
  return 0;
}
