#pragma once

#include <fangst/codec/json_object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::norkart {

/// A property by its matrikkel number.
struct Eiendom {
  std::string kommunenr;
  std::uint64_t gnr = 0, bnr = 0, fnr = 0, snr = 0;
  std::string adresse;

  /// The class id in the system GNR: "3439-41/87/0/0".
  std::string gnr_class() const;
  /// The matrikkel id of 20 digits: kommunenr 4, gnr 5, bnr 4, fnr 4, snr 3.
  std::string matrikkel_id() const;
};

/// What is wrong with a kommunenr; empty when nothing is.
std::string_view fault_of_kommunenr(std::string_view number);

/// `municipalities` are the kommunenr that the source may report for; empty means any.
Eiendom read_eiendom(codec::JsonObject& in, const std::vector<std::string>& municipalities);

}  // namespace fangst::norkart
