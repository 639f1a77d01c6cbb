#pragma once

#include <fangst/config/document.hpp>
#include <fangst/http/server.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/observe/log.hpp>
#include <fangst/sql/database.hpp>

#include <filesystem>
#include <string>

/// What the node is, where it listens and what it keeps.
namespace fangst::service {

config::Section node_section();
config::Section http_section(model::Timestamp now);  ///< `now`: certificates must hold.
config::Section database_section();
config::Section log_section();
config::Section audit_section();
config::Section pipelines_section();

std::string node_name(const config::Document& document);
model::IdentityRealm realm_of(const config::Document& document);
http::ServerSettings server_settings(const config::Document& document);
std::filesystem::path port_file(const config::Document& document);  ///< Empty when none is wanted.
sql::DatabaseSettings database_settings(const config::Document& document);
observe::LogSettings log_settings(const config::Document& document);
std::string audit_origin(const config::Document& document);
std::filesystem::path audit_key_file(const config::Document& document);
std::filesystem::path pipelines_folder(const config::Document& document);

}  // namespace fangst::service
