#pragma once

#include "digipost/digipost_error.hpp"
#include "shared/clock.hpp"
#include "shared/installation.hpp"

#include <fangst/http/request.hpp>

#include <optional>
#include <string>

namespace fangst::sandbox {

/// The text that a request's signature is made over. `path` as it stands, or percent-decoded: senders differ.
std::string canonical_request(const http::RequestHead& head, const std::string& path);

/// Headers, date, hash of the body (base64; empty when there was none) and signature of a request, in that order.
std::optional<DigipostError> check_request(const http::RequestHead& head, const std::string& body_hash,
                                           const Installation& installation, TimePoint now);

}  // namespace fangst::sandbox
