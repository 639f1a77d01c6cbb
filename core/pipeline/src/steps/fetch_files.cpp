#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {
namespace {

class FetchFiles final : public Step {
 public:
  FetchFiles(ports::DocumentStore& documents, ports::FileSource& files, Components& components)
      : documents_(documents), files_(files), components_(components) {}

  std::string_view name() const override { return "hent_filer"; }

  StepResult run(const StepInput& input) override {
    StepResult result{Next{}, {}, {}};
    auto submission = input.submission();
    bool changed = false;
    for (auto& document : submission.content.dokumenter) {
      if (document.url.empty() || is_stored(document)) continue;
      auto fetched = fetch(document, submission.source, input.deadline);
      if (!fetched) return decide(fetched.error(), input.now);
      document.sjekksum = (*fetched)->sha256();
      document.filstoerrelse = (*fetched)->size();
      result.documents.push_back(std::move(*fetched));
      changed = true;
    }
    if (changed) {
      result.effect = [submission = std::move(submission)](store::Transaction& tx) {
        store::record_fetched(tx, submission);
      };
    }
    return result;
  }

 private:
  /// The declared hash alone does not say that the bytes are here; the size is written when they are.
  bool is_stored(const model::Dokument& document) {
    return document.sjekksum && document.filstoerrelse && documents_.open(*document.sjekksum).has_value();
  }

  Result<std::shared_ptr<ports::PendingDocument>> fetch(const model::Dokument& document,
                                                        const model::SourceName& source, model::Deadline deadline) {
    auto& component = components_.add("kilde:" + source.str());
    return component.guard([&] { return files_.fetch(document.url, document.sjekksum, source, deadline); });
  }

  ports::DocumentStore& documents_;
  ports::FileSource& files_;
  Components& components_;
};

}  // namespace

std::unique_ptr<Step> make_fetch_files(ports::DocumentStore& documents, ports::FileSource& files,
                                       Components& components) {
  return std::make_unique<FetchFiles>(documents, files, components);
}

}  // namespace fangst::pipeline
