#pragma once

#include <fangst/error/error.hpp>
#include <fangst/ports/http_client.hpp>

/// Every way in which SvarUt does not do what was asked, in our words.
namespace fangst::svarut {

/// A status that is not 200, of a send.
Error refused_letter(const ports::HttpResponse& response);
/// A status that is not 200, of a question: never outcome_unknown().
Error refused_question(const ports::HttpResponse& response, const char* where);
/// No whole answer came to a send; what the HTTP client knows of the outcome is kept.
Error letter_not_answered(const Error& cause);
Error question_not_answered(const Error& cause, const char* where);
/// 200 with a body that cannot be read.
Error unreadable(const ports::HttpResponse& response, const char* where);

}  // namespace fangst::svarut
