#include <fangst/pipeline/archive_core.hpp>

namespace fangst::pipeline {
namespace {

class LocalCore final : public ArchiveCore {
 public:
  LocalCore(store::LocalArchive& archive, Dependency& dependency) : archive_(archive), dependency_(dependency) {}

  StepResult carry_out(const StepInput& input, const ports::ArchiveOrder& order) override {
    if (const auto refused = dependency_.refusal()) return decide(*refused, input.now);
    if (const auto* ekspedert = std::get_if<ports::SetEkspedert>(&order)) {
      return {Next{},
              [this, ekspedert = *ekspedert, step = input.item.step](sql::Transaction& tx) {
                return archive_.set_ekspedert(tx, ekspedert.record, ekspedert.sendt, step);
              },
              {}};
    }
    return {Next{},
            [this, &submission = input.submission(), step = input.item.step](sql::Transaction& tx) -> Result<void> {
              FANGST_TRY(auto record, archive_.capture(tx, submission, step));
              record.core = ports::kEmbeddedCore;
              store::record_capture(tx, submission, record, step);
              return {};
            },
            {}};
  }

 private:
  store::LocalArchive& archive_;
  Dependency& dependency_;
};

}  // namespace

std::unique_ptr<ArchiveCore> make_local_core(store::LocalArchive& archive, Dependency& dependency) {
  return std::make_unique<LocalCore>(archive, dependency);
}

}  // namespace fangst::pipeline
