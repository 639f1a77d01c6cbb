#pragma once

#include <fangst/model/timestamp.hpp>

#include <string>
#include <string_view>

namespace fangst::crypto {

/// From the operating system's generator, through OpenSSL.
std::string random_bytes(std::size_t count);
/// RFC 9562 version 4: random.
std::string uuid_v4();
/// RFC 9562 version 7: begins with the time in milliseconds, so that the texts sort by time.
std::string uuid_v7(model::Timestamp now);
/// RFC 9562 version 5: the same name always gives the same UUID (keys of outside effects, invariant 3).
std::string uuid_v5(std::string_view namespace_uuid, std::string_view name);
/// 32 random bytes, base64url, with a prefix that secret scanners can find: "fangst_...".
std::string new_api_key();

}  // namespace fangst::crypto
