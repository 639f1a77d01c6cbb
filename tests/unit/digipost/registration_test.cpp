#include <fangst/digipost/registration.hpp>
#include <fangst/registration/registry.hpp>
#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace fangst::digipost {
namespace {

std::string fault_of(const std::string& name, const std::string& value) {
  registration::Registry registry;
  declare(registry);
  const auto& settings = registry.dispatchers().at(0).section.settings;
  const auto found =
      std::find_if(settings.begin(), settings.end(), [&](const auto& setting) { return setting.name == name; });
  return found == settings.end() ? "no such setting" : found->fault_of(value);
}

TEST(Registration, tells_at_start_of_an_account_that_is_none) {
  for (const auto* setting : {"broker_id", "sender_id"}) {
    for (const auto* nothing : {"0", "000"}) EXPECT_NE(fault_of(setting, nothing), "") << setting << nothing;
    for (const auto* account : {"1", "10", "0010", "984661185"}) EXPECT_EQ(fault_of(setting, account), "") << setting;
  }
}

TEST(Registration, tells_at_start_of_a_key_that_cannot_sign) {
  const auto good = support::SignedDigipost::client_key().private_pem();
  EXPECT_EQ(fault_of("key_file", good), "");
  EXPECT_NE(fault_of("key_file", good.substr(0, good.size() / 2)), "");
  EXPECT_NE(fault_of("key_file", support::SignedDigipost::client_key().public_pem()), "") << "the public half";
  EXPECT_EQ(fault_of("key_file", "hemmelig").find("hemmelig"), std::string::npos) << "what it is is not repeated";
}

}  // namespace
}  // namespace fangst::digipost
