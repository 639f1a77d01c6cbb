#pragma once

#include <fangst/config/document.hpp>
#include <fangst/config/schema.hpp>
#include <fangst/model/check_digits.hpp>
#include <fangst/model/noark.hpp>
#include <fangst/ports/access_tokens.hpp>
#include <fangst/ports/archive.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/contact_registry.hpp>
#include <fangst/ports/document_store.hpp>
#include <fangst/ports/http_client.hpp>
#include <fangst/ports/intake_format.hpp>
#include <fangst/ports/mail_dispatcher.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// How an adapter's folder declares itself. Each folder has one function `declare(Registry&)` in the namespace of its
/// name. The build calls all of them (cmake/FangstAdapter.cmake), so no other file names an adapter.
namespace fangst::registration {

/// The municipality that the installation sends for.
struct Municipality {
  std::string navn, organisasjonsnummer;
  model::Adresse adresse;
};

/// The configuration, as a part reads it: its own section, and what every part may know of the installation.
struct Configuration {
  const config::Document& document;
  Municipality municipality;
  model::IdentityRealm realm = model::IdentityRealm::production;
};

/// What a part may use. All of it lives longer than the parts.
struct Surroundings {
  const Configuration& configuration;
  ports::HttpClient& http;
  ports::DocumentStore& documents;
  const ports::Clock& clock;
  ports::AccessTokens* tokens = nullptr;  ///< Null when no issuer of tokens is configured.
};

/// A part that is made when the configuration has its section.
template <class Port>
struct Part {
  std::string name;         ///< Of its section of the configuration, and of its dependency: what operators pause.
  config::Section section;  ///< With section.name == name.
  /// Called once, at start, when the section is in the file. May throw std::exception when the part cannot work.
  std::function<std::unique_ptr<Port>(const Surroundings&)> make;
};

using Tokens = Part<ports::AccessTokens>;
using ContactRegister = Part<ports::ContactRegistry>;
using Dispatcher = Part<ports::MailDispatcher>;
using Archive = Part<ports::Archive>;

/// The settings that a format reads of each source are its own settings().
struct Format {
  std::function<std::unique_ptr<ports::IntakeFormat>()> make;
};

/// Every part that the build knows. Filled once, before any thread starts.
class Registry {
 public:
  /// Throws std::logic_error when the name is taken, or is not that of its section.
  void add(Tokens part);
  void add(ContactRegister part);
  void add(Dispatcher part);
  void add(Archive part);
  void add(Format format);

  const std::vector<Tokens>& tokens() const { return tokens_; }
  const std::vector<ContactRegister>& contact_registers() const { return contact_registers_; }
  const std::vector<Dispatcher>& dispatchers() const { return dispatchers_; }
  const std::vector<Archive>& archives() const { return archives_; }
  std::vector<std::unique_ptr<ports::IntakeFormat>> formats() const;

  /// Of all parts, in the order in which the sample configuration has them.
  std::vector<config::Section> sections() const;

 private:
  template <class Port>
  void add_to(std::vector<Part<Port>>& parts, Part<Port> part);

  std::vector<Tokens> tokens_;
  std::vector<ContactRegister> contact_registers_;
  std::vector<Dispatcher> dispatchers_;
  std::vector<Archive> archives_;
  std::vector<Format> formats_;
};

/// The rule of a part that needs tokens: a file with `section` must also have `needed`, the section of an issuer.
config::Rule needs_section(std::string section, std::string needed);

}  // namespace fangst::registration
