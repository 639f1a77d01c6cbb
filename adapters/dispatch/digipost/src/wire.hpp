#pragma once

/// What the sender API calls things.
namespace fangst::digipost {

inline constexpr char kNamespace[] = "http://api.digipost.no/schema/v8";
inline constexpr char kMediaType[] = "application/vnd.digipost-v8+xml";
inline constexpr char kMultipartSubtype[] = "vnd.digipost-v8+xml";
inline constexpr char kCreateMessage[] = "create_message";

}  // namespace fangst::digipost
