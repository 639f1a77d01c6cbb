#pragma once

#include "eiendom.hpp"

#include <fangst/model/noark.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::norkart {

/// What each event type becomes.
struct EventKind {
  std::string_view type;
  std::string_view name;  ///< In the key of the journalpost.
  std::string_view journalposttype;
  std::string_view title;
  std::string_view dokumenttype;
  std::string_view submission_type;
};

/// The event as it was written, checked and not yet mapped.
struct Hendelse {
  struct Avvik {
    std::uint64_t nr = 0;
    std::string kategori;
    std::optional<model::Date> frist;
  };

  const EventKind* kind = nullptr;
  std::string oppdrag_id;
  std::uint64_t versjon = 1;
  model::Date utfort{};
  std::string utfort_av;
  Eiendom eiendom;
  model::Korrespondansepart eier;
  std::vector<Avvik> avvik;
  std::vector<model::Dokument> filer;  ///< The report, then what is attached to it.
};

}  // namespace fangst::norkart
