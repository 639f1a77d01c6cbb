#pragma once

#include <fangst/error/exception_text.hpp>
#include <fangst/http/server.hpp>

#include <string>
#include <string_view>

namespace fangst::http {

inline Error internal_error(std::string where, std::string detail) {
  return {ErrorKind::internal, "http.intern_feil", std::move(where),
          PublicText{"Noe gikk galt hos oss. Prøv igjen, og oppgi traceId dersom det gjentar seg."},
          PrivateDetail{std::move(detail)}};
}

/// To be called from a catch block, for what no answer can tell of.
inline void tell_current_exception(const FaultObserver& on_fault, std::string where) noexcept {
  if (!on_fault) return;
  try {
    on_fault(internal_error(std::move(where), describe_current_exception()), {});
  } catch (...) {
    return;  // There is no memory left to tell it with.
  }
}

}  // namespace fangst::http
