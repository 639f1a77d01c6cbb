#pragma once

#include <fangst/ports/http_client.hpp>

#include <chrono>
#include <string>

namespace fangst::maskinporten {

struct TokenAnswer {
  std::string token;
  std::chrono::milliseconds lifetime{};
};

/// What Maskinporten's answer says: a token, `forbidden` for a refusal, `unavailable` for all else.
Result<TokenAnswer> read_token_answer(const ports::HttpResponse& response);

/// A failed call, in our own words; never outcome_unknown, since a grant has no effect of its own.
Error call_failed(const Error& cause);

}  // namespace fangst::maskinporten
