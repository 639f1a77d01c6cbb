#pragma once

#include "code_tables.hpp"

#include <fangst/model/noark.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fangst::visma {

/// The event as it was written, checked and not yet mapped.
struct Hendelse {
  struct Sak {
    std::string id, type, tittel, enhet, saksbehandler;
  };
  struct Gjelder {
    model::PersonIdentifier fnr;
    std::string navn;
  };
  struct Fil {
    std::string filnavn, tittel, mime_type, url;
    std::optional<model::Sha256> sha256;
    std::optional<std::uint64_t> bytes;
    bool is_main = false;
  };
  struct Aktoer {
    model::PersonIdentifier fnr;
    std::string orgnr, navn, relasjon;
    std::optional<model::Adresse> adresse;
  };

  std::optional<Fag> fag;
  Sak sak;
  Gjelder gjelder;
  std::string dokument_key;  ///< dokument.id, with dokument.versjon from the second on.
  std::string retning, dokument_tittel;
  std::optional<DokumentKind> kind;
  model::Date dato{};
  std::vector<Fil> filer;
  std::vector<Aktoer> mottakere;
  std::optional<Aktoer> avsender;
  bool is_shielded = false;
  std::string hjemmel;
};

}  // namespace fangst::visma
