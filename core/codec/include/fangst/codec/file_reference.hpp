#pragma once

#include <fangst/codec/json_object.hpp>
#include <fangst/model/noark.hpp>

#include <vector>

namespace fangst::codec {

/// A file that an event names by URL: filnavn, mimeType, url, sha256 and bytes. A name that one of `earlier` has is a
/// fault. Title and kind are for the caller to set.
model::Dokument read_file_reference(JsonObject& in, const std::vector<model::Dokument>& earlier);

}  // namespace fangst::codec
