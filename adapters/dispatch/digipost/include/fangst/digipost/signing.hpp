#pragma once

#include <fangst/ports/http_client.hpp>

#include <string>
#include <string_view>

/// The canonical strings that Digipost signs over (SHA256withRSA): every line, the last included, ends in LF.
namespace fangst::digipost {

/// `path` and `query` as they are sent; the query without '?'. Of the headers those that are signed are taken:
/// Content-MD5, Date, X-Content-SHA256 and X-Digipost-UserId.
std::string canonical_request(std::string_view method, std::string_view path, const ports::HttpHeaders& headers,
                              std::string_view query);
/// `path` is that of the request. No line for the query here.
std::string canonical_response(int status, std::string_view path, const ports::HttpHeaders& headers);

}  // namespace fangst::digipost
