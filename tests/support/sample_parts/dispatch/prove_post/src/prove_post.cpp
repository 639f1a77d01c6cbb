#include <fangst/prove_post/registration.hpp>
#include <fangst/registration/registry.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace fangst::prove_post {
namespace {

constexpr auto* kName = "prove_post";
constexpr auto* kProvider = "999999999";

class Dispatcher final : public ports::MailDispatcher {
 public:
  explicit Dispatcher(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::vector<policy::ChannelTraits> channels() const override {
    return {
        {.name = model::Channel("prove_post"), .chosen_for = {policy::Way::mailbox}, .mailbox_providers = {kProvider}}};
  }

  Result<ports::DispatchReceipt> send(const ports::OutgoingLetter& letter, model::Deadline /*deadline*/) override {
    const auto file = file_of(letter.key.str());
    if (std::filesystem::exists(file)) return ports::DispatchReceipt{letter.key.str(), "MOTTATT", true};
    auto documents = nlohmann::json::array();
    for (const auto& document : letter.dokumenter) documents.push_back(document.sha256.hex());
    std::ofstream(file) << nlohmann::json{{"tittel", letter.tittel}, {"dokumenter", documents}}.dump();
    return ports::DispatchReceipt{letter.key.str(), "MOTTATT", false};
  }

  Result<std::optional<ports::DispatchReceipt>> find(const ports::OutgoingLetter& letter,
                                                     model::Deadline /*deadline*/) override {
    if (!std::filesystem::exists(file_of(letter.key.str()))) return std::optional<ports::DispatchReceipt>{};
    return std::optional(ports::DispatchReceipt{letter.key.str(), "MOTTATT", true});
  }

  Result<ports::DispatchStatus> status(const std::string& external_id, model::Deadline /*deadline*/) override {
    const bool is_there = std::filesystem::exists(file_of(external_id));
    return ports::DispatchStatus{is_there ? ports::LetterProgress::delivered : ports::LetterProgress::refused,
                                 is_there ? "LEVERT" : "UKJENT", std::nullopt};
  }

 private:
  std::filesystem::path file_of(const std::string& key) const { return folder_ / (key + ".json"); }

  std::filesystem::path folder_;
};

config::Section section() {
  return {.name = kName,
          .help = "Prøvetjeneste for post.",
          .settings = {{.name = "mappe",
                        .kind = config::Kind::folder,
                        .is_required = true,
                        .help = "Mappen som brevene legges i.",
                        .example = R"("<mappe>")"}},
          .is_optional = true,
          .is_commented_out = true};
}

}  // namespace

void declare(registration::Registry& registry) {
  registry.add(registration::Dispatcher{kName, section(), [](const registration::Surroundings& surroundings) {
                                          const auto& own = surroundings.configuration.document[kName];
                                          return std::make_unique<Dispatcher>(own.text("mappe"));
                                        }});
}

}  // namespace fangst::prove_post
