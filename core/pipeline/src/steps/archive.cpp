#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {
namespace {

class ArchiveStep final : public Step {
 public:
  explicit ArchiveStep(ArchiveCore& archive) : archive_(archive) {}

  std::string_view name() const override { return "arkiver"; }

  StepResult run(const StepInput& input) override {
    if (input.stored.record) return {Next{}, {}, {}};
    auto captured = archive_.capture(input.submission());
    if (!captured) return decide(captured.error(), input.now);
    return {Next{}, std::move(*captured), {}};
  }

 private:
  ArchiveCore& archive_;
};

}  // namespace

std::unique_ptr<Step> make_archive(ArchiveCore& archive) { return std::make_unique<ArchiveStep>(archive); }

}  // namespace fangst::pipeline
