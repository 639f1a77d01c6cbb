#pragma once

#include "hendelse.hpp"

#include <fangst/ports/intake_format.hpp>

namespace fangst::norkart {

Result<Hendelse> read_hendelse(std::string_view message, const ports::SourceProfile& source);

}  // namespace fangst::norkart
