#pragma once

#include <fangst/config/document.hpp>
#include <fangst/digipost/digipost_dispatcher.hpp>
#include <fangst/krr/contact_registry.hpp>
#include <fangst/maskinporten/token_source.hpp>
#include <fangst/svarut/dispatcher.hpp>

/// The national services. Each pair of functions belongs to the adapter of its name, and asks of the others nothing but
/// [municipality] and [node].
namespace fangst::service {

config::Section maskinporten_section();
maskinporten::Settings maskinporten_settings(const config::Document& document);

config::Section krr_section();
krr::Settings krr_settings(const config::Document& document);

config::Section svarut_section();
svarut::Settings svarut_settings(const config::Document& document);

config::Section digipost_section();
digipost::DigipostSettings digipost_settings(const config::Document& document);

}  // namespace fangst::service
