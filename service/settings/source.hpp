#pragma once

#include <fangst/api/authentication.hpp>
#include <fangst/config/document.hpp>
#include <fangst/file_fetch/file_fetcher.hpp>
#include <fangst/intake/intake.hpp>
#include <fangst/ports/intake_format.hpp>
#include <fangst/webhook/webhook_notifier.hpp>

#include <map>
#include <memory>
#include <vector>

/// The specialist systems, and everybody who holds a key.
namespace fangst::service {

/// [[source]], with a table of settings for the formats that a source uses.
config::Section source_section(const std::vector<std::unique_ptr<ports::IntakeFormat>>& formats);
std::map<model::SourceName, intake::SourceSettings> sources_of(const config::Document& document);

/// What is read of each [[source]] for its webhook.
config::Section source_webhook_section();
std::map<model::SourceName, webhook::WebhookSettings> webhooks_of(const config::Document& document);

/// What is read of each [[source]] for the files that its events point to.
config::Section source_files_section();
std::map<model::SourceName, file_fetch::SourceFiles> files_of(const config::Document& document);

config::Section api_key_section();
std::vector<api::Authenticator::Key> keys_of(const config::Document& document);

}  // namespace fangst::service
