#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::visma {

/// A field of work (fag): the third word of the event type, e.g. no.kommune.ppt.dokument.ferdigstilt.v1.
struct Fag {
  std::string_view name;
  std::string_view arkivdel;      ///< Unless the setting arkivdel.<fag> says otherwise.
  std::string_view mappe_tittel;  ///< Of the case: before the name, and before ***** in the public title.
};
std::optional<Fag> find_fag(std::string_view event_type);
std::vector<std::string> names_of_fag();

/// What a document of the specialist system is called in Noark (M083), and in a public title.
struct DokumentKind {
  std::string_view code;
  std::string_view dokumenttype;
  std::string_view public_word;
};
std::optional<DokumentKind> find_dokument_kind(std::string_view code);
std::vector<std::string> codes_of_dokument_kinds();

/// UT, INN, INT as M082.
std::string_view journalposttype_of(std::string_view retning);

}  // namespace fangst::visma
