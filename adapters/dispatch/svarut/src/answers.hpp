#pragma once

#include <fangst/ports/http_client.hpp>
#include <fangst/ports/mail_dispatcher.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::svarut {

/// {"id":"<uuid>"}; empty when it is something else.
std::optional<std::string> read_id(std::string_view body);

/// {"forsendelseIds":[...]}; empty when it is something else.
std::optional<std::vector<std::string>> read_ids(std::string_view body);

/// {"statuser":[...]} by id; empty when it is something else.
std::optional<std::map<std::string, ports::DispatchStatus>> read_statuses(std::string_view body);

/// What a status means for the follow-up (national.md 3.4). An unknown one is on its way: SvarUt adds new ones.
ports::LetterProgress progress_of(std::string_view status);

/// SvarUt's error body; any field may be missing, errorJson may be a text or an object, and it may not be JSON at all.
struct ErrorBody {
  std::string error_code;
  std::string message;
};
ErrorBody read_error(std::string_view body);

/// SvarUt refuses a letter with the same content as one it has taken.
bool says_already_sent(const ErrorBody& error);

}  // namespace fangst::svarut
