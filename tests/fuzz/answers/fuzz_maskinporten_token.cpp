// The first byte chooses the status. A token comes of 200 alone, and no text that is said of a refusal holds one.
#include "require.hpp"
#include "token_answer.hpp"

#include <array>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace fangst;
  using fuzz::require;
  if (size == 0) return 0;
  constexpr std::array kStatuses{200, 200, 200, 400, 401, 403, 408, 429, 500, 503, 302, 0};
  const auto status = kStatuses.at(data[0] % kStatuses.size());
  const auto answer = maskinporten::read_token_answer({status, {}, std::string(fuzz::view(data + 1, size - 1))});
  if (answer) {
    require(status == 200 && !answer->token.empty(), "a token of a good answer");
    require(answer->lifetime.count() >= 0 && answer->lifetime <= std::chrono::hours(24), "a lifetime within a day");
    return 0;
  }
  const auto& error = answer.error();
  require(error.kind() == (status >= 400 && status < 500 && status != 408 && status != 429 ? ErrorKind::forbidden
                                                                                           : ErrorKind::unavailable),
          "a refusal is a refusal, and all else an outage");
  fuzz::require_sound(error);
  require(error.private_detail().size() <= 1200, "a bounded quotation");
  return 0;
}
