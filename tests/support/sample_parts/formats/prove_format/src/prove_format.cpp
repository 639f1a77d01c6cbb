#include <fangst/prove_format/registration.hpp>
#include <fangst/registration/registry.hpp>

#include <array>
#include <sstream>

namespace fangst::prove_format {
namespace {

class Format final : public ports::IntakeFormat {
 public:
  std::string_view name() const override { return "prove-format"; }
  std::string_view content_type() const override { return "text/plain"; }
  std::vector<ports::Setting> settings() const override {
    return {{.name = "prove_arkivdel", .otherwise = "PROVE", .help = "Arkivdelen som prøven havner i."}};
  }

  Result<ports::ParsedIntake> parse(std::string_view message, const ports::SourceProfile& source) const override {
    std::istringstream in{std::string(message)};
    std::array<std::string, 4> fields;
    for (auto& field : fields) {
      if (!std::getline(in, field, ';') || field.empty()) return Failure(too_few_fields());
    }
    const auto& [key, person, name, text] = fields;
    ports::ParsedIntake parsed;
    auto& content = parsed.content;
    content.external_key = model::ExternalKey(key);
    content.type = "prove";
    content.sak.ekstern_noekkel = {source.fagsystem, "sak-" + key};
    content.sak.tittel = "Prøvesak";
    content.sak.arkivdel = source.settings.text("prove_arkivdel");
    content.journalpost.tittel = "Prøve";
    content.journalpost.journalposttype = "U";
    model::Korrespondansepart recipient;
    recipient.korrespondanseparttype = "EM";
    recipient.navn = name;
    recipient.personidentifikator = model::PersonIdentifier(person);
    content.journalpost.korrespondansepart.push_back(std::move(recipient));
    model::Dokument document;
    document.tittel = "Prøve";
    document.filnavn = "prove.txt";
    document.mime_type = "text/plain";
    content.dokumenter.push_back(std::move(document));
    content.forsendelse.ekspeder = true;
    parsed.embedded.push_back({0, text});
    return parsed;
  }

 private:
  static Error too_few_fields() {
    return {ErrorKind::invalid_input, "prove.felt", "prove-format",
            PublicText{"Linjen skal ha nøkkel, fødselsnummer, navn og tekst, med semikolon mellom."}};
  }
};

}  // namespace

void declare(registration::Registry& registry) {
  registry.add(registration::Format{[] { return std::make_unique<Format>(); }});
}

}  // namespace fangst::prove_format
