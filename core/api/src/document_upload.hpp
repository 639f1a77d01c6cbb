#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/api/routes.hpp>
#include <fangst/http/exchange.hpp>

namespace fangst::api {

/// PUT /v1/documents/{sha256}: the claim check. The bytes are kept before the answer; a submission may then refer to
/// them by hash.
http::StreamHandler document_upload_handler(const Authenticator& authenticator, sql::Database& database,
                                            const UploadLimits& limits);

}  // namespace fangst::api
