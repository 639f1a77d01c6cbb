#pragma once

#include "shared/call.hpp"
#include "shared/world.hpp"

#include <fangst/http/router.hpp>

#include <nlohmann/json.hpp>

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace fangst::sandbox {

/// /webhook/{source}: takes in signed CloudEvents, as a specialist system would.
class WebhookService {
 public:
  explicit WebhookService(World& world) : world_(world) {}
  void add_routes(http::Router& router);
  nlohmann::json describe() const;

 private:
  Reply receive(const Call& call);
  http::Response accept(const Call& call);
  bool is_signed(const Call& call) const;

  struct Entry {
    std::string source;
    nlohmann::json event;
    std::string received_at;
    std::uint64_t count = 0;
    bool holds_identity = false;
  };
  World& world_;
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

}  // namespace fangst::sandbox
