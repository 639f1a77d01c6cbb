#pragma once

#include <libxml/parser.h>

namespace fangst::schemas {

/// libxml2 makes its tables of encodings at first use, and not safely so from two threads: to be called before each
/// first use, whichever comes first.
inline void prepare_xml_library() {
  static const bool prepared = (xmlInitParser(), true);
  static_cast<void>(prepared);
}

}  // namespace fangst::schemas
