#include "control/control_service.hpp"

#include "shared/reply.hpp"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace fangst::sandbox {
namespace {

using nlohmann::json;

http::Response bad(const std::string& why) { return json_response(400, {{"error", why}}); }
http::Response done() { return text_response(204, "", ""); }

}  // namespace

void ControlService::add_routes(http::Router& router) {
  using Head = http::RequestHead;
  router.add("GET", "/sandbox/ready", [](const Head&, const std::string&) {
    return json_response(200, {{"ready", true}});
  });
  router.add("POST", "/sandbox/faults", [this](const Head&, const std::string& body) { return add_faults(body); });
  router.add("GET", "/sandbox/faults", [this](const Head&, const std::string&) {
    return json_response(200, {{"faults", world_.faults.describe()}});
  });
  router.add("DELETE", "/sandbox/faults", [this](const Head&, const std::string&) {
    world_.faults.clear();
    return done();
  });
  router.add("PUT", "/sandbox/people", [this](const Head&, const std::string& body) { return put_people(body); });
  router.add("GET", "/sandbox/people", [this](const Head&, const std::string&) {
    return json_response(200, {{"people", world_.people.describe()}});
  });
  router.add("PUT", "/sandbox/clock", [this](const Head&, const std::string& body) { return put_clock(body); });
  router.add("GET", "/sandbox/log",
             [this](const Head& head, const std::string&) { return log(head.query.contains("summary")); });
}

http::Response ControlService::add_faults(const std::string& body) {
  const auto description = json::parse(body, nullptr, false);
  const std::string problem = world_.faults.add(description);
  return problem.empty() ? done() : bad(problem);
}

http::Response ControlService::put_people(const std::string& body) {
  const auto wanted = json::parse(body, nullptr, false);
  if (!wanted.is_object() || !wanted.contains("people") || !wanted["people"].is_array()) return bad("people missing");
  std::vector<Person> people;
  for (const auto& description : wanted["people"]) {
    std::string problem;
    auto person = person_from_json(description, world_.clock.now(), problem);
    if (!person) return bad("people[" + std::to_string(people.size()) + "]: " + problem);
    people.push_back(*std::move(person));
  }
  for (auto& person : people) {
    world_.journal.append({{"kind", "person"}, {"person", to_json(person)}});
    world_.people.add(std::move(person));
  }
  return done();
}

http::Response ControlService::put_clock(const std::string& body) {
  const auto wanted = json::parse(body, nullptr, false);
  if (!wanted.is_object() || !wanted.contains("offsetSeconds") || !wanted["offsetSeconds"].is_number_integer()) {
    return bad("offsetSeconds missing");
  }
  world_.clock.set_offset(std::chrono::seconds(wanted["offsetSeconds"].get<std::int64_t>()));
  return done();
}

http::Response ControlService::log(bool summary) const {
  json body{{"calls", world_.calls.describe()},
            {"identityNumbersInUrls", world_.calls.identities_in_urls()},
            {"summary", world_.letters.summary()}};
  if (!summary) {
    body["letters"] = world_.letters.describe();
    body["webhooks"] = webhooks_.describe();
  }
  return json_response(200, body);
}

}  // namespace fangst::sandbox
