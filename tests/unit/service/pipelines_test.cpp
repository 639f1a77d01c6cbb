#include "installation_file.hpp"
#include "wiring.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::service {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// What is wrong with the pipelines that are delivered, when the configuration lacks these sections.
std::string faults_without(const std::vector<std::string>& sections) {
  InstallationFile file;
  for (const auto& section : sections) file.remove(section);
  const auto config = file.read();
  try {
    load_pipelines(config);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(Pipelines, that_send_letters_need_a_register_and_a_dispatcher) {
  EXPECT_THAT(faults_without({}), IsEmpty());
  EXPECT_THAT(faults_without({"svarut"}), IsEmpty()) << "one dispatcher is enough";
  EXPECT_THAT(faults_without({"digipost"}), IsEmpty());
  for (const auto& missing : {std::vector<std::string>{"krr"}, {"svarut", "digipost"}}) {
    const auto faults = faults_without(missing);
    for (const auto* step : {"velg_kanal", "send", "folg_opp"}) EXPECT_THAT(faults, HasSubstr(step)) << missing.front();
    EXPECT_THAT(faults, testing::Not(HasSubstr("arkiver.toml"))) << "it sends nothing";
  }
}

TEST(Pipelines, are_all_that_lie_in_the_folder) {
  std::vector<std::string> names;
  const auto pipelines = load_pipelines(InstallationFile().read());
  for (const auto& pipeline : pipelines.all()) names.push_back(pipeline.name);
  EXPECT_THAT(names, testing::UnorderedElementsAre("arkiver", "hendelse-med-rapport", "inngaaende", "vedtak-ut"));
}

}  // namespace
}  // namespace fangst::service
