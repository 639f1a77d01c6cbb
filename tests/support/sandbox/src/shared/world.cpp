#include "shared/world.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace fangst::sandbox {

World::World(Settings wanted)
    : settings(std::move(wanted)),
      installation(install(settings)),
      journal(settings.state / "journal.jsonl"),
      base_url_future(base_url_promise.get_future().share()) {
  populate(people, settings.seed, settings.people, clock.now());
  journal.replay([this](const nlohmann::json& record) {
    std::string problem;
    if (record.value("kind", "") != "person") return;
    if (auto person = person_from_json(record.at("person"), clock.now(), problem)) people.add(*std::move(person));
  });
}

}  // namespace fangst::sandbox
