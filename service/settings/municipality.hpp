#pragma once

#include <fangst/config/document.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/registration/registry.hpp>

/// Whom the installation acts for: read by every part that speaks in the municipality's name.
namespace fangst::service {

config::Section municipality_section();

pipeline::Sender sender_of(const config::Document& document);

/// What every registered part is told. The document must outlive it.
registration::Configuration configuration_of(const config::Document& document);

}  // namespace fangst::service
