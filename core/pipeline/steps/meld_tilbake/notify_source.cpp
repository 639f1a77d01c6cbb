#include <fangst/crypto/random.hpp>
#include <fangst/pipeline/step_catalogue.hpp>
#include <fangst/store/letters.hpp>
#include <fangst/store/record_json.hpp>

#include <nlohmann/json.hpp>

namespace fangst::pipeline {
namespace {

using nlohmann::json;

constexpr std::string_view kEventNamespace = "0f6f2a54-6a0b-4c86-8f0a-6f0f4f6c7a11";

class NotifySource final : public Step {
 public:
  NotifySource(std::string name, std::optional<Milestone> milestone, ports::SourceNotifier& notifier,
               Dependencies& dependencies)
      : name_(std::move(name)), milestone_(milestone), notifier_(notifier), dependencies_(dependencies) {}

  std::string_view name() const override { return name_; }

  StepResult run(const StepInput& input) override {
    const auto event = make_event(input);
    auto& dependency = dependencies_.add("kilde:" + input.submission().source.str(), DependencyKind::source);
    const auto told = dependency.guard([&] { return notifier_.notify(event, input.deadline); });
    // Telling twice is harmless (the event has a fixed id), so an unclear outcome is simply tried again.
    if (!told) return decide(Error(told.error()).with_unknown_outcome(false), input.now);
    return {Next{}, {}, {}};
  }

 private:
  std::string_view what() const {
    if (!milestone_) return to_string(model::SubmissionState::finished);
    return milestone_ == Milestone::archived ? "archived" : to_string(model::SubmissionState::parked);
  }

  ports::StatusEvent make_event(const StepInput& input) const {
    const auto& submission = input.submission();
    ports::StatusEvent event;
    // A submission can be parked more than once: each time is an event of its own, by its work item.
    event.id =
        crypto::uuid_v5(kEventNamespace, submission.id.str() + ":" + std::string(what()) + ":" +
                                             (milestone_ == Milestone::parked ? std::to_string(input.item.id) : ""));
    event.type = "no.fangst.submission." + std::string(what()) + ".v1";
    event.source = submission.source;
    event.traceparent = input.item.traceparent;
    event.json = json{{"specversion", "1.0"},
                      {"id", event.id},
                      {"source", "urn:fangst"},
                      {"type", event.type},
                      {"subject", submission.id.str()},
                      {"time", model::to_rfc3339(input.now)},
                      {"datacontenttype", "application/json"},
                      {"data", data(input)}}
                     .dump();
    return event;
  }

  json data(const StepInput& input) const {
    json data{{"id", input.submission().id.str()},
              {"externalKey", input.submission().content.external_key.str()},
              {"state", what()}};
    if (input.stored.record) data["noark"] = store::record_json<json>(*input.stored.record);
    for (const auto& letter : input.stored.letters) {
      data["letters"].push_back({{"id", letter.id.str()},
                                 {"part", letter.part_no},
                                 {"channel", letter.channel ? letter.channel->str() : ""},
                                 {"reason", letter.reason},
                                 {"state", to_string(letter.state)},
                                 {"dependencyStatus", letter.dependency_status}});
    }
    if (milestone_ == Milestone::parked)
      data["error"] = {{"code", input.stored.error_code}, {"text", input.stored.error_text}};
    return data;
  }

  std::string name_;
  std::optional<Milestone> milestone_;  // none: the end
  ports::SourceNotifier& notifier_;
  Dependencies& dependencies_;
};

}  // namespace

std::unique_ptr<Step> make_notify_source(std::string name, std::optional<Milestone> milestone,
                                         ports::SourceNotifier& notifier, Dependencies& dependencies) {
  return std::make_unique<NotifySource>(std::move(name), milestone, notifier, dependencies);
}

}  // namespace fangst::pipeline
