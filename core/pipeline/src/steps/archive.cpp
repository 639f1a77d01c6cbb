#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {
namespace {

class ArchiveStep final : public Step {
 public:
  ArchiveStep(ports::Archive& archive, Component& component) : archive_(archive), component_(component) {}

  std::string_view name() const override { return "arkiver"; }

  StepResult run(const StepInput& input) override {
    if (input.stored.record) return {Next{}, {}, {}};
    auto record = component_.guard([&] { return archive_.capture(input.submission()); });
    if (!record) return decide(record.error(), input.now);
    return {Next{},
            [submission = input.submission(), record = *record](store::Transaction& tx) {
              store::record_capture(tx, submission, record);
            },
            {}};
  }

 private:
  ports::Archive& archive_;
  Component& component_;
};

}  // namespace

std::unique_ptr<Step> make_archive(ports::Archive& archive, Component& component) {
  return std::make_unique<ArchiveStep>(archive, component);
}

}  // namespace fangst::pipeline
