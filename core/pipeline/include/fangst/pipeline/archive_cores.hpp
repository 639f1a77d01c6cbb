#pragma once

#include <fangst/pipeline/archive_core.hpp>
#include <fangst/policy/core_choice.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fangst::pipeline {

/// The archive cores of an installation, and the choice of one for a submission. Must be complete before the first step
/// runs; then thread-safe. The database must outlive it.
class ArchiveCores {
 public:
  /// `own` is the embedded core: it takes the submissions for which no rule names another. Throws std::runtime_error
  /// when the database cannot be read.
  ArchiveCores(sql::Database& database, std::unique_ptr<ArchiveCore> own);

  /// Throws std::invalid_argument when there is a core of that name.
  void add(const std::string& name, std::unique_ptr<ArchiveCore> core);
  /// Throws std::invalid_argument for a core that has not been added.
  void set_rules(std::vector<policy::CoreRule> rules);

  /// Archives in the core that the rules choose. A core that has begun with the submission also ends it, even when the
  /// rules have changed.
  StepResult capture(const StepInput& input);
  /// Marks the record as ekspedert, in the core that holds it. The submission must be archived.
  StepResult set_ekspedert(const StepInput& input, model::Timestamp sendt);

 private:
  Result<std::string> core_for(const StepInput& input);
  StepResult carry_out(const StepInput& input, const std::string& core, const ports::ArchiveOrder& order);

  sql::Database& database_;
  std::map<std::string, std::unique_ptr<ArchiveCore>> cores_;
  std::vector<policy::CoreRule> rules_;
  bool some_may_have_begun_ = false;  // else nobody has to ask: the embedded core leaves nothing half done
};

}  // namespace fangst::pipeline
