#pragma once

#include "answers.hpp"

#include <fangst/error/result.hpp>
#include <fangst/ports/http_client.hpp>

#include <string>

namespace fangst::digipost {

/// What was being done, for Error::where and for whether an unclear end must be looked up.
struct Operation {
  const char* name;  ///< "digipost.send"
  bool has_effect;   ///< Sending; asking has none.
};
inline constexpr Operation kSend{"digipost.send", true};
inline constexpr Operation kFind{"digipost.find", false};
inline constexpr Operation kStatus{"digipost.status", false};
inline constexpr Operation kRoot{"digipost.root", false};

Error bad_letter(std::string code, std::string text);

/// No whole answer came; passes on whether the request may have arrived.
Error no_answer(const Operation& operation, const Error& cause);
/// 5xx and 429: believed whoever they came from.
bool is_temporarily_out(int status);
Error temporarily_out(const Operation& operation, const ports::HttpResponse& response);
/// An answer that Digipost has not signed, or not for this request: nothing may be concluded from it.
Error untrusted(const Operation& operation, int status, std::string reason);
/// A good signature, but our clock and theirs are more than five minutes apart.
Error clocks_differ(const Operation& operation, int status);
/// A signed answer that is not what the API describes.
Error not_understood(const Operation& operation, int status, std::string reason);

/// The error of a signed answer that is not 2xx: CONFIGURATION is forbidden, SERVER is unavailable, CLIENT_* is
/// rejected_by_dependency.
Error refusal(const Operation& operation, int status, const ErrorAnswer& error, const std::string& extra_detail = {});

/// Digipost has had a letter with this key, or a document with this uuid, before.
bool says_duplicate(const ErrorAnswer& error);
bool says_stale_date(const ErrorAnswer& error);
bool says_bad_signature(const ErrorAnswer& error);

}  // namespace fangst::digipost
