#include "eiendom.hpp"

#include <fangst/text/ascii.hpp>
#include <fangst/text/identity_numbers.hpp>

#include <algorithm>

namespace fangst::norkart {
namespace {

using codec::Need;

std::string padded(std::uint64_t number, std::size_t width) {
  auto digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string_view fault_of_adresse(std::string_view adresse) {
  if (!text::contains_foedselsnummer(adresse)) return {};
  return "Adressen inneholder et fødselsnummer. Den brukes i tittelen, som er offentlig.";
}

/// 0 when it is left out; empty when it is faulty.
std::optional<std::uint64_t> number_or_zero(codec::JsonObject& in, std::string_view key, std::uint64_t max) {
  const auto number = in.number(key, 0, max);
  return in.has(key) ? number : 0;
}

}  // namespace

std::string_view fault_of_kommunenr(std::string_view number) {
  if (number.size() == 4 && text::all_of(number, text::is_digit)) return {};
  return "Kommunenummeret har fire siffer.";
}

std::string Eiendom::gnr_class() const {
  return kommunenr + '-' + std::to_string(gnr) + '/' + std::to_string(bnr) + '/' + std::to_string(fnr) + '/' +
         std::to_string(snr);
}

std::string Eiendom::matrikkel_id() const {
  return kommunenr + padded(gnr, 5) + padded(bnr, 4) + padded(fnr, 4) + padded(snr, 3);
}

Eiendom read_eiendom(codec::JsonObject& in, const std::vector<std::string>& municipalities) {
  Eiendom eiendom;
  eiendom.kommunenr = in.checked("kommunenr", 4, Need::required, fault_of_kommunenr);
  const bool is_ours = municipalities.empty() || std::find(municipalities.begin(), municipalities.end(),
                                                           eiendom.kommunenr) != municipalities.end();
  if (!eiendom.kommunenr.empty() && !is_ours) {
    in.fault("kommunenr", "Eiendommen ligger i en annen kommune enn den som er satt opp for kilden.");
  }
  const auto gnr = in.number("gnr", 1, 99'999, Need::required);
  const auto bnr = in.number("bnr", 0, 9'999, Need::required);
  const auto fnr = number_or_zero(in, "fnr", 9'999);
  const auto snr = number_or_zero(in, "snr", 999);
  eiendom.gnr = gnr.value_or(0);
  eiendom.bnr = bnr.value_or(0);
  eiendom.fnr = fnr.value_or(0);
  eiendom.snr = snr.value_or(0);
  in.number("bygningsnr", 1, 999'999'999);
  eiendom.adresse = in.checked("adresse", 200, Need::required, fault_of_adresse);
  const auto id = in.text("matrikkelId", 20);
  const bool is_numbered = gnr && bnr && fnr && snr;
  if (!id.empty() && is_numbered && id != eiendom.matrikkel_id()) {
    in.fault("matrikkelId", "Matrikkel-id-en stemmer ikke med kommunenr, gnr, bnr, fnr og snr.");
  }
  return eiendom;
}

}  // namespace fangst::norkart
