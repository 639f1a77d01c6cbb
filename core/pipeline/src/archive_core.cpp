#include <fangst/pipeline/archive_core.hpp>

namespace fangst::pipeline {
namespace {

class LocalCore final : public ArchiveCore {
 public:
  LocalCore(store::LocalArchive& archive, Dependency& dependency) : archive_(archive), dependency_(dependency) {}

  Result<Effect> capture(const model::Submission& submission) override {
    if (const auto refused = dependency_.refusal()) return Failure(*refused);
    return Effect([this, &submission](sql::Transaction& tx) -> Result<void> {
      FANGST_TRY(const auto record, archive_.capture(tx, submission));
      store::record_capture(tx, submission, record);
      return {};
    });
  }

  Result<Effect> set_ekspedert(const ports::ArchivedRecord& record, model::Timestamp sendt) override {
    if (const auto refused = dependency_.refusal()) return Failure(*refused);
    return Effect([this, record, sendt](sql::Transaction& tx) { return archive_.set_ekspedert(tx, record, sendt); });
  }

 private:
  store::LocalArchive& archive_;
  Dependency& dependency_;
};

class DistantCore final : public ArchiveCore {
 public:
  DistantCore(ports::Archive& archive, Dependency& dependency) : archive_(archive), dependency_(dependency) {}

  Result<Effect> capture(const model::Submission& submission) override {
    FANGST_TRY(const auto record, dependency_.guard([&] { return archive_.capture(submission); }));
    return Effect([&submission, record](sql::Transaction& tx) -> Result<void> {
      store::record_capture(tx, submission, record);
      return {};
    });
  }

  Result<Effect> set_ekspedert(const ports::ArchivedRecord& record, model::Timestamp sendt) override {
    FANGST_CHECK(dependency_.guard([&] { return archive_.set_ekspedert(record, sendt); }));
    return Effect{};
  }

 private:
  ports::Archive& archive_;
  Dependency& dependency_;
};

}  // namespace

std::unique_ptr<ArchiveCore> make_local_core(store::LocalArchive& archive, Dependency& dependency) {
  return std::make_unique<LocalCore>(archive, dependency);
}

std::unique_ptr<ArchiveCore> make_distant_core(ports::Archive& archive, Dependency& dependency) {
  return std::make_unique<DistantCore>(archive, dependency);
}

}  // namespace fangst::pipeline
