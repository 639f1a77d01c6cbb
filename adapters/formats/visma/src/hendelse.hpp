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
  struct Mottaker {
    model::Korrespondansepart part;
    std::string relasjon;
  };

  std::optional<Fag> fag;
  Sak sak;
  Gjelder gjelder;
  std::string dokument_key;  ///< dokument.id, with dokument.versjon from the second on.
  std::string retning, dokument_tittel;
  std::optional<DokumentKind> kind;
  model::Date dato{};
  std::vector<model::Dokument> filer;  ///< With title and H or V as written.
  std::vector<Mottaker> mottakere;
  std::optional<model::Korrespondansepart> avsender;
  bool is_shielded = false;
  std::string hjemmel;
};

}  // namespace fangst::visma
