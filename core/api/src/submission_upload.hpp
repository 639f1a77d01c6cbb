#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/api/routes.hpp>
#include <fangst/http/exchange.hpp>
#include <fangst/intake/intake.hpp>

namespace fangst::api {

/// POST /v1/submissions: multipart (metadata, then files) or JSON alone, taken as it streams in.
http::StreamHandler submission_handler(const Authenticator& authenticator, intake::Intake& intake,
                                       sql::Database& database, const UploadLimits& limits);

/// POST /v1/intake/{format}: the raw message of one of the source's formats.
http::StreamHandler message_handler(const Authenticator& authenticator, intake::Intake& intake,
                                    const UploadLimits& limits);

}  // namespace fangst::api
