#pragma once

#include "shared/people.hpp"
#include "svarut/upload.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace fangst::sandbox {

/// Where SvarUT sends a forsendelse, and the statuses on the way: "MOTTATT>AKSEPTERT>...".
struct ShipmentPath {
  std::string channel;
  std::string statuses;
};

/// SvarUT's own look-up and choice (KRR for persons, SvarInn for organisations, else print).
ShipmentPath choose_path(const nlohmann::json& forsendelse, const ReceivedForsendelse& received, const People& people,
                         TimePoint now);

struct StatusAt {
  std::string_view status;
  TimePoint since;
};
/// Where on its path a shipment is, when each hop takes `delay`; with none, at its end.
StatusAt status_at(std::string_view statuses, TimePoint accepted, TimePoint now, std::chrono::milliseconds delay);

}  // namespace fangst::sandbox
