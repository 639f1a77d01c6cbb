#pragma once

#include <fangst/config/document.hpp>
#include <fangst/pipeline/steps.hpp>

/// Whom the installation acts for: read by every part that speaks in the municipality's name.
namespace fangst::service {

config::Section municipality_section();

pipeline::Sender sender_of(const config::Document& document);

}  // namespace fangst::service
