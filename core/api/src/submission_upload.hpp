#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/api/intake.hpp>
#include <fangst/api/routes.hpp>
#include <fangst/http/exchange.hpp>

namespace fangst::api {

/// POST /v1/submissions: multipart (metadata, then files) or JSON alone, taken as it streams in.
http::StreamHandler submission_handler(const Authenticator& authenticator, Intake& intake, store::Database& database,
                                       const UploadLimits& limits);

/// POST /v1/intake/{format}: the raw message of one of the source's formats.
http::StreamHandler message_handler(const Authenticator& authenticator, Intake& intake, const UploadLimits& limits);

}  // namespace fangst::api
