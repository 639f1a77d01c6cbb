#include <fangst/pipeline/archive_cores.hpp>
#include <fangst/store/archive_orders.hpp>

#include <stdexcept>

namespace fangst::pipeline {
namespace {

const std::string kOwn{ports::kEmbeddedCore};

Error no_such_core(const std::string& name) {
  return {ErrorKind::internal, "arkiv.ukjent_kjerne", "archive_cores",
          PublicText{"Innsendingen hører til en arkivkjerne som ikke lenger står i oppsettet. Drift må sette den inn "
                     "igjen og prøve på nytt."},
          PrivateDetail{name}};
}

}  // namespace

ArchiveCores::ArchiveCores(sql::Database& database, std::unique_ptr<ArchiveCore> own) : database_(database) {
  cores_[kOwn] = std::move(own);
  const auto read = database_.read([this](sql::Session& session) -> Result<void> {
    some_may_have_begun_ = store::has_unfinished_orders(session);
    return {};
  });
  if (!read) throw std::runtime_error("archive orders: " + read.error().private_detail());
}

void ArchiveCores::add(const std::string& name, std::unique_ptr<ArchiveCore> core) {
  if (!cores_.emplace(name, std::move(core)).second) throw std::invalid_argument("two archive cores named " + name);
  some_may_have_begun_ = true;
}

void ArchiveCores::set_rules(std::vector<policy::CoreRule> rules) {
  for (const auto& rule : rules) {
    if (!cores_.contains(rule.core)) throw std::invalid_argument("no archive core named " + rule.core);
  }
  rules_ = std::move(rules);
}

StepResult ArchiveCores::capture(const StepInput& input) {
  const auto core = core_for(input);
  if (!core) return decide(core.error(), input.now);
  return carry_out(input, *core, ports::Capture{});
}

StepResult ArchiveCores::set_ekspedert(const StepInput& input, model::Timestamp sendt) {
  const auto& record = input.stored.record.value();
  return carry_out(input, record.core, ports::SetEkspedert{record, sendt});
}

Result<std::string> ArchiveCores::core_for(const StepInput& input) {
  const auto& submission = input.submission();
  std::optional<store::StoredOrder> begun;
  if (some_may_have_begun_) {
    FANGST_CHECK(database_.read([&](sql::Session& session) -> Result<void> {
      begun = store::load_order(session, submission.id, ports::name_of(ports::Capture{}));
      return {};
    }));
  }
  if (begun) return begun->core;
  return policy::choose_core(rules_, submission.source.str(), submission.content.sak.arkivdel, kOwn);
}

StepResult ArchiveCores::carry_out(const StepInput& input, const std::string& core, const ports::ArchiveOrder& order) {
  const auto at = cores_.find(core);
  if (at == cores_.end()) return {Dead{no_such_core(core)}, {}, {}};
  return at->second->carry_out(input, order);
}

}  // namespace fangst::pipeline
