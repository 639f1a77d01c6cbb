#include <fangst/pipeline/step_catalogue.hpp>

#include <filesystem>
#include <fstream>

namespace fangst::pipeline::prove_steg {
namespace {

constexpr auto* kName = "prove_steg";

/// Puts a note of each submission that comes by into a folder.
class Note final : public Step {
 public:
  explicit Note(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::string_view name() const override { return kName; }
  StepResult run(const StepInput& input) override {
    std::ofstream(folder_ / input.submission().id.str()) << input.submission().content.type;
    return {Next{}, {}, {}};
  }

 private:
  std::filesystem::path folder_;
};

config::Section section() {
  return {.name = kName,
          .help = "Prøvesteget.",
          .settings = {{.name = "notatmappe",
                        .kind = config::Kind::folder,
                        .is_required = true,
                        .help = "Mappen som notatene legges i.",
                        .example = R"("<mappe>")"}},
          .is_optional = true,
          .is_commented_out = true};
}

}  // namespace

void declare(StepCatalogue& catalogue);

void declare(StepCatalogue& catalogue) {
  catalogue.add({.traits = {.name = kName, .after = {{"arkiver", "notatet gjelder det som er arkivert"}}},
                 .sections = {section()},
                 .make = [](const StepSurroundings& surroundings) -> std::unique_ptr<Step> {
                   if (!surroundings.configuration.has(kName)) return nullptr;
                   return std::make_unique<Note>(surroundings.configuration[kName].text("notatmappe"));
                 }});
}

}  // namespace fangst::pipeline::prove_steg
