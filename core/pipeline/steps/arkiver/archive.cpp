#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {
namespace {

class ArchiveStep final : public Step {
 public:
  explicit ArchiveStep(ArchiveCores& archives) : archives_(archives) {}

  std::string_view name() const override { return "arkiver"; }

  StepResult run(const StepInput& input) override {
    if (input.stored.record) return {Next{}, {}, {}};
    return archives_.capture(input);
  }

 private:
  ArchiveCores& archives_;
};

}  // namespace

std::unique_ptr<Step> make_archive(ArchiveCores& archives) { return std::make_unique<ArchiveStep>(archives); }

}  // namespace fangst::pipeline
