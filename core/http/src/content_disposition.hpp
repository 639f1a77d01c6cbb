#pragma once

#include <fangst/http/multipart.hpp>

#include <map>
#include <string>
#include <string_view>

namespace fangst::http {

/// "type; name=value; name="quoted value"": names in lower case. `invalid_input` on bad syntax or a repeated name.
/// Not Beast's param_list: that ends in silence at what it does not understand, takes no name in UTF-8 without quotes,
/// and strikes every backslash out of a quoted path.
Result<std::map<std::string, std::string>> parse_parameters(std::string_view value);

/// The fields of one part's header block (without the blank line).
Result<PartHead> parse_part_head(std::string_view block);

Failure malformed_multipart(std::string detail);

}  // namespace fangst::http
