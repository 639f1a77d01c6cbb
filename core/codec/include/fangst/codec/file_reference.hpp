#pragma once

#include <fangst/codec/json_object.hpp>
#include <fangst/model/noark.hpp>

#include <vector>

namespace fangst::codec {

/// A file that an event names by URL: filnavn, mimeType, url, sha256 and bytes. A name that is also in `earlier` is a
/// fault. The caller sets title and type.
model::Dokument read_file_reference(JsonObject& in, const std::vector<model::Dokument>& earlier);

}  // namespace fangst::codec
