#pragma once

#include <fangst/model/noark.hpp>
#include <fangst/schemas/xml_writer.hpp>

namespace fangst::digipost {

/// Whether a letter can be printed to it: Norwegian with a postal code of four digits and a place, or foreign with a
/// line; nothing longer than Digipost takes (an address is never cut).
bool is_printable(const model::Adresse& address);

/// The element `print-recipient` of the schema under the given name: recipient or return-address.
void write_print_recipient(schemas::XmlWriter& xml, const char* element, const std::string& name,
                           const model::Adresse& address);

}  // namespace fangst::digipost
