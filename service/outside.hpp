#pragma once

#include <fangst/http_client/client.hpp>
#include <fangst/pipeline/archive_cores.hpp>
#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/dispatchers.hpp>
#include <fangst/registration/registry.hpp>

#include <memory>
#include <string>
#include <vector>

namespace fangst::service {

/// The parts outside the process that the configuration names, made from what their adapters have registered.
class Outside {
 public:
  /// What is referred to must outlive it. Throws std::exception for settings that cannot work.
  Outside(const registration::Registry& registry, const registration::Configuration& configuration,
          ports::DocumentStore& documents, const ports::Clock& clock);

  ports::HttpClient& http() { return http_; }
  /// Null when no register is configured.
  ports::ContactRegistry* contact_registry() { return contact_registry_.get(); }
  const std::string& contact_registry_name() const { return contact_registry_name_; }
  /// Adds each configured dispatcher, with the dependency of its name.
  void add_to(pipeline::Dispatchers& dispatchers, pipeline::Dependencies& dependencies);
  /// Likewise each configured archive core.
  void add_to(pipeline::ArchiveCores& cores, sql::Database& database, pipeline::Dependencies& dependencies);

 private:
  template <class Port>
  struct Named {
    std::string name;
    std::unique_ptr<Port> part;
  };

  http_client::Client http_;
  std::unique_ptr<ports::AccessTokens> tokens_;
  std::unique_ptr<ports::ContactRegistry> contact_registry_;
  std::string contact_registry_name_;
  std::vector<Named<ports::MailDispatcher>> dispatchers_;
  std::vector<Named<ports::Archive>> archives_;
};

/// Whether letters can be sent: a register to ask, and a dispatcher.
bool can_dispatch(const registration::Registry& registry, const config::Document& document);

}  // namespace fangst::service
