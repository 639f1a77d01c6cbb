#include <fangst/prove_kjerne/registration.hpp>
#include <fangst/registration/registry.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace fangst::prove_kjerne {
namespace {

constexpr auto* kName = "prove_kjerne";

/// Each order is one remote write: the file of the journalpost, or of its dispatch.
class Core final : public ports::Archive {
 public:
  explicit Core(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<ports::ArchiveAnswer> advance(const model::Submission& submission, const ports::ArchiveOrder& order,
                                       const ports::ArchiveState* state, const ports::ArchiveCall& call) override {
    const std::string operation(ports::name_of(order));
    if (state == nullptr) return ports::ArchiveAnswer(ports::ArchiveProgress{{1, operation, "{}"}});
    call.write.begin(operation);
    std::ofstream(file_of(submission, order)) << nlohmann::json{
        {"sak", submission.content.sak.ekstern_noekkel.noekkel},
        {"tittel",
         submission.content.journalpost.tittel}}.dump();
    return ports::ArchiveAnswer(ports::ArchiveDone{record_of(submission)});
  }

  Result<ports::ArchiveAnswer> find(const model::Submission& submission, const ports::ArchiveOrder& order,
                                    const ports::ArchiveState& state, ports::WriteMade /*made*/,
                                    model::Deadline /*deadline*/) override {
    if (std::filesystem::exists(file_of(submission, order))) {
      return ports::ArchiveAnswer(ports::ArchiveDone{record_of(submission)});
    }
    return ports::ArchiveAnswer(ports::ArchiveProgress{state});
  }

 private:
  std::filesystem::path file_of(const model::Submission& submission, const ports::ArchiveOrder& order) const {
    return folder_ / (submission.id.str() + "." + std::string(ports::name_of(order)) + ".json");
  }

  static ports::ArchivedRecord record_of(const model::Submission& submission) {
    ports::ArchivedRecord record;
    record.saksmappe_system_id = submission.content.sak.ekstern_noekkel.noekkel;
    record.journalpost_system_id = submission.id.str();
    record.saksaar = record.journalaar = 2026;
    record.sakssekvensnummer = record.journalsekvensnummer = record.journalpostnummer = 1;
    return record;
  }

  std::filesystem::path folder_;
};

config::Section section() {
  return {.name = kName,
          .help = "Prøvekjerne.",
          .settings = {{.name = "mappe",
                        .kind = config::Kind::folder,
                        .is_required = true,
                        .help = "Mappen som kjernen er.",
                        .example = R"("<mappe>")"}},
          .is_optional = true,
          .is_commented_out = true};
}

}  // namespace

void declare(registration::Registry& registry) {
  registry.add(registration::Archive{kName, section(), [](const registration::Surroundings& surroundings) {
                                       const auto& own = surroundings.configuration.document[kName];
                                       return std::make_unique<Core>(own.text("mappe"));
                                     }});
}

}  // namespace fangst::prove_kjerne
