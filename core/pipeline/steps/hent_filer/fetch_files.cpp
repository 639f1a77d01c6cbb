#include <fangst/pipeline/steps.hpp>

#include <algorithm>

namespace fangst::pipeline {
namespace {

class FetchFiles final : public Step {
 public:
  FetchFiles(ports::FileSource& files, Dependencies& dependencies) : files_(files), dependencies_(dependencies) {}

  std::string_view name() const override { return "hent_filer"; }

  StepResult run(const StepInput& input) override {
    StepResult result{Next{}, {}, {}};
    const auto is_elsewhere = [](const model::Dokument& document) { return !document.url.empty(); };
    const auto& given = input.submission().content.dokumenter;
    if (std::none_of(given.begin(), given.end(), is_elsewhere)) return result;
    auto submission = input.submission();
    for (auto& document : submission.content.dokumenter) {
      // A declared hash opens nothing: what another source has stored is fetched all the same. The step is done, and
      // not run again, once everything is here.
      if (!is_elsewhere(document)) continue;
      auto fetched = fetch(document, submission.source, input.deadline);
      if (!fetched) return decide(without_effect(fetched.error()), input.now);
      if ((*fetched)->size() == 0) return {Dead{empty_file()}, {}, {}};
      document.sjekksum = (*fetched)->sha256();
      document.filstoerrelse = (*fetched)->size();
      result.documents.push_back(std::move(*fetched));
    }
    result.effect = [submission = std::move(submission), step = input.item.step](sql::Transaction& tx) -> Result<void> {
      store::record_fetched(tx, submission, step);
      return {};
    };
    return result;
  }

 private:
  static Error empty_file() {
    return {ErrorKind::invalid_input, "fil.tom", "hent_filer",
            PublicText{"En fil som hendelsen viser til, er tom. Rett den i fagsystemet og send på nytt."}};
  }

  Result<std::shared_ptr<ports::PendingDocument>> fetch(const model::Dokument& document,
                                                        const model::SourceName& source, model::Deadline deadline) {
    auto& dependency = dependencies_.add("kilde:" + source.str(), DependencyKind::source);
    return dependency.guard([&] { return files_.fetch(document.url, document.sjekksum, source, deadline); });
  }

  ports::FileSource& files_;
  Dependencies& dependencies_;
};

}  // namespace

std::unique_ptr<Step> make_fetch_files(ports::FileSource& files, Dependencies& dependencies) {
  return std::make_unique<FetchFiles>(files, dependencies);
}

}  // namespace fangst::pipeline
