#include "outside.hpp"

#include "settings/machinery.hpp"

#include <algorithm>

namespace fangst::service {
namespace {

/// The first part of its kind that the configuration has; null when it has none.
template <class Part>
const Part* first_of(const std::vector<Part>& parts, const config::Document& document) {
  const auto at = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return document.has(part.name); });
  return at == parts.end() ? nullptr : &*at;
}

}  // namespace

Outside::Outside(const registration::Registry& registry, const registration::Configuration& configuration,
                 ports::DocumentStore& documents, const ports::Clock& clock)
    : http_(client_settings(configuration.document)) {
  const auto& document = configuration.document;
  registration::Surroundings surroundings{configuration, http_, documents, clock, nullptr};
  if (const auto* tokens = first_of(registry.tokens(), document)) tokens_ = tokens->make(surroundings);
  surroundings.tokens = tokens_.get();
  if (const auto* contact_register = first_of(registry.contact_registers(), document)) {
    contact_registry_ = contact_register->make(surroundings);
    contact_registry_name_ = contact_register->name;
  }
  for (const auto& dispatcher : registry.dispatchers()) {
    if (document.has(dispatcher.name)) dispatchers_.push_back({dispatcher.name, dispatcher.make(surroundings)});
  }
  for (const auto& archive : registry.archives()) {
    if (document.has(archive.name)) archives_.push_back({archive.name, archive.make(surroundings)});
  }
}

void Outside::add_to(pipeline::Dispatchers& dispatchers, pipeline::Dependencies& dependencies) {
  for (const auto& [name, dispatcher] : dispatchers_)
    dispatchers.add(*dispatcher, dependencies.add(name, pipeline::DependencyKind::dispatcher));
}

void Outside::add_to(pipeline::ArchiveCores& cores, sql::Database& database, pipeline::Dependencies& dependencies) {
  for (const auto& [name, archive] : archives_) {
    cores.add(name, pipeline::make_distant_core(name, database, *archive,
                                                dependencies.add(name, pipeline::DependencyKind::archive)));
  }
}

bool can_dispatch(const registration::Registry& registry, const config::Document& document) {
  return first_of(registry.contact_registers(), document) != nullptr &&
         first_of(registry.dispatchers(), document) != nullptr;
}

}  // namespace fangst::service
