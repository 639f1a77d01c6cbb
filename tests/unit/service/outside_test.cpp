#include "outside.hpp"

#include "config_folder.hpp"

#include <gtest/gtest.h>

namespace fangst::service {
namespace {

config::Section section(const std::string& name) {
  return {.name = name, .help = "Til test.", .settings = {{.name = "a", .help = "A."}}, .is_optional = true};
}

/// Two registers and two dispatchers, of which the configuration has those that it names.
class OutsideTest : public testing::Test {
 protected:
  OutsideTest() {
    for (const auto* name : {"register-1", "register-2"}) {
      registry_.add(registration::ContactRegister{name, section(name), nullptr});
    }
    for (const auto* name : {"post-1", "post-2"}) registry_.add(registration::Dispatcher{name, section(name), nullptr});
    for (auto& one : registry_.sections()) schema_.add(std::move(one));
  }
  bool can_dispatch_with(const std::string& sections) {
    return can_dispatch(registry_, config::read(folder_.put("fangst.toml", sections), schema_));
  }

 private:
  registration::Registry registry_;
  config::Schema schema_;
  ConfigFolder folder_;
};

TEST_F(OutsideTest, sends_letters_with_any_register_and_any_dispatcher_and_not_with_one_of_them_alone) {
  for (const auto* enough : {"[register-1]\n[post-1]\n", "[register-2]\n[post-1]\n", "[register-1]\n[post-2]\n",
                             "[register-2]\n[post-2]\n"}) {
    EXPECT_TRUE(can_dispatch_with(enough)) << enough;
  }
  for (const auto* too_little : {"", "[register-1]\n[register-2]\n", "[post-1]\n[post-2]\n"}) {
    EXPECT_FALSE(can_dispatch_with(too_little)) << too_little;
  }
}

}  // namespace
}  // namespace fangst::service
