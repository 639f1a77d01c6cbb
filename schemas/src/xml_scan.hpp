#pragma once

#include <fangst/schemas/xml_document.hpp>

namespace fangst::schemas {

/// A look at the markup before libxml2 sees it. libxml2 compares the attributes of a tag pairwise before it calls
/// anybody, so that one tag with a hundred thousand of them holds a thread for minutes; here they are only counted.
Result<void> scan_markup(std::string_view utf8, const XmlLimits& limits);

}  // namespace fangst::schemas
