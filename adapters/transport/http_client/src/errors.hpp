#pragma once

#include <fangst/error/error.hpp>

#include <string>

/// Every way in which no whole answer comes, worded once.
namespace fangst::http_client {

inline Error no_connection(std::string where, std::string detail) {
  return {ErrorKind::unavailable, "http.ingen_forbindelse", std::move(where),
          PublicText{"Fikk ikke forbindelse med tjenesten. Det prøves igjen."}, PrivateDetail{std::move(detail)}};
}

inline Error connect_timeout(std::string where) {
  return {ErrorKind::unavailable, "http.tilkobling_tidsavbrudd", std::move(where),
          PublicText{"Tjenesten svarte ikke på oppkobling. Det prøves igjen."}};
}

inline Error deadline_passed(std::string where, bool may_have_arrived) {
  Error error{ErrorKind::timeout, "http.tidsavbrudd", std::move(where),
              PublicText{"Tjenesten svarte ikke innen fristen."}};
  return error.with_unknown_outcome(may_have_arrived);
}

inline Error connection_broken(std::string where, std::string detail) {
  Error error{ErrorKind::unavailable, "http.forbindelse_brutt", std::move(where),
              PublicText{"Forbindelsen med tjenesten ble brutt før svaret kom."}, PrivateDetail{std::move(detail)}};
  return error.with_unknown_outcome();
}

inline Error answer_too_large(std::string where) {
  Error error{ErrorKind::too_large, "http.svar_for_stort", std::move(where),
              PublicText{"Svaret fra tjenesten var større enn tillatt."}};
  return error.with_unknown_outcome();
}

inline Error body_too_short(std::string where) {
  return {ErrorKind::corrupt, "http.avkortet_innhold", std::move(where),
          PublicText{"Innholdet som skulle sendes, var kortere enn oppgitt."}};
}

inline Error body_failed(std::string where, std::string detail) {
  return {ErrorKind::internal, "http.uleselig_innhold", std::move(where),
          PublicText{"Innholdet som skulle sendes, kunne ikke leses. Feilen er logget."},
          PrivateDetail{std::move(detail)}};
}

inline Error malformed_request(std::string where, std::string detail) {
  return {ErrorKind::invalid_input, "http.ugyldig_forespoersel", std::move(where),
          PublicText{"Forespørselen kan ikke sendes slik den er. Kontroller oppsettet."},
          PrivateDetail{std::move(detail)}};
}

}  // namespace fangst::http_client
