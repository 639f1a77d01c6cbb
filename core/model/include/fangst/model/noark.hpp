#pragma once

#include <fangst/model/date.hpp>
#include <fangst/model/person_identifier.hpp>
#include <fangst/model/sha256.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The part of Noark 5 that a submission carries. Fields are named as in the standard (camelCase there, snake_case
/// here); codes are those of N5TG and Fiks Arkiv ("I", "U", "EM", "H", "A" ...). An empty string means "not given".
namespace fangst::model {

struct EksternNoekkel {  // M016/M017
  std::string fagsystem;
  std::string noekkel;
};

struct Klassifikasjon {
  std::string klassifikasjonssystem;  // FNR, GNR, KKF ...
  std::string klasse_id;              // M002
  std::string tittel;
  bool er_skjermet = false;
};

struct Skjerming {
  std::string tilgangsrestriksjon;               // M500, e.g. UO
  std::string skjermingshjemmel;                 // M501
  std::optional<Date> skjerming_opphoerer_dato;  // M505
};

struct Adresse {
  std::string adresselinje1, adresselinje2, adresselinje3;
  std::string postnummer, poststed;
  std::string landkode;  // ISO 3166-1 alpha-2; empty means NO
};

struct Part {  // M302
  std::string navn;
  std::string rolle;
  PersonIdentifier personidentifikator;
  std::string organisasjonsnummer;
  bool er_skjermet = false;
};

/// The forsendelsesmaate of a recipient that the specialist system has itself sent to: on the journalpost, but no
/// letter.
inline constexpr std::string_view kSendtAvFagsystem = "Sendt av fagsystem";

struct Korrespondansepart {
  std::string korrespondanseparttype;  // M087: EA, EM, EK, IA, IM, IK
  std::string navn;                    // M400
  PersonIdentifier personidentifikator;
  std::string organisasjonsnummer;
  std::optional<Adresse> adresse;
  std::string forsendelsesmaate;  // M413
  bool er_skjermet = false;

  /// Whether DispatchWish::ekspeder concerns this party.
  bool is_letter_recipient() const {
    return (korrespondanseparttype == "EM" || korrespondanseparttype == "EK") && forsendelsesmaate != kSendtAvFagsystem;
  }
};

struct Dokument {
  std::string tittel;                             // M020
  std::string dokumenttype;                       // M083
  std::string tilknyttet_registrering_som = "H";  // M217: H or V
  std::string variantformat = "A";                // M700: A archive, P production, S signed
  std::string filnavn;                            // metadata only, never a path
  std::string mime_type;
  std::optional<Sha256> sjekksum;              // absent until the bytes are in the store
  std::optional<std::uint64_t> filstoerrelse;  // bytes
  std::string url;                             // where an event says the file may be fetched; else empty
};

struct Saksmappe {
  EksternNoekkel ekstern_noekkel;
  std::string tittel;            // M020
  std::string offentlig_tittel;  // M025
  std::string arkivdel;
  std::string mappetype;
  std::string administrativ_enhet;             // M305
  std::string saksansvarlig;                   // M306
  std::vector<Klassifikasjon> klassifikasjon;  // the first is the primary one
  std::optional<Skjerming> skjerming;
  std::vector<Part> part;
};

struct Journalpost {
  EksternNoekkel ekstern_noekkel;
  std::string tittel;
  std::string offentlig_tittel;
  std::string journalposttype;           // M082: I, U, N, X, S
  std::optional<Date> dokumentets_dato;  // M103
  std::optional<Date> forfallsdato;      // M109
  std::string administrativ_enhet;
  std::string saksbehandler;  // M307
  std::optional<Skjerming> skjerming;
  std::vector<Korrespondansepart> korrespondansepart;
};

}  // namespace fangst::model
