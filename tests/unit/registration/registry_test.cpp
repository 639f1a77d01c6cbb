#include <fangst/registration/registry.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

namespace fangst::service {
registration::Registry adapters();
}

namespace fangst::registration {
namespace {

using ::testing::Contains;

Dispatcher dispatcher(const std::string& name, const std::string& section) {
  return {name, {.name = section}, [](const Surroundings&) { return std::unique_ptr<ports::MailDispatcher>(); }};
}

TEST(Registry, gives_the_sections_of_every_part) {
  Registry registry;
  registry.add(dispatcher("first", "first"));
  registry.add(ContactRegister{"second", {.name = "second"}, {}});
  std::vector<std::string> names;
  for (const auto& section : registry.sections()) names.push_back(section.name);
  EXPECT_EQ(names, (std::vector<std::string>{"second", "first"}));
}

TEST(Registry, refuses_a_name_that_another_part_has_whatever_its_kind) {
  const std::vector<std::function<void(Registry&)>> kinds{
      [](auto& registry) {
        registry.add(Tokens{"first", {.name = "first"}, {}});
      },
      [](auto& registry) {
        registry.add(ContactRegister{"first", {.name = "first"}, {}});
      },
      [](auto& registry) { registry.add(dispatcher("first", "first")); },
      [](auto& registry) {
        registry.add(Archive{"first", {.name = "first"}, {}});
      }};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (std::size_t j = 0; j < kinds.size(); ++j) {
      Registry registry;
      kinds[i](registry);
      EXPECT_THROW(kinds[j](registry), std::logic_error) << i << " before " << j;
    }
  }
}

TEST(Registry, refuses_a_part_with_the_section_of_another) {
  Registry registry;
  EXPECT_THROW(registry.add(dispatcher("first", "second")), std::logic_error);
}

TEST(Registry, has_what_every_adapter_of_the_build_declares) {
  const auto registry = service::adapters();
  EXPECT_FALSE(registry.tokens().empty());
  EXPECT_FALSE(registry.contact_registers().empty());
  EXPECT_GE(registry.dispatchers().size(), 2U);
  std::vector<std::string> formats;
  for (const auto& format : registry.formats()) formats.emplace_back(format->name());
  for (const auto* name : {"innsending", "gerica-msghead", "norkart-hendelse", "visma-hendelse"}) {
    EXPECT_THAT(formats, Contains(name));
  }
}

}  // namespace
}  // namespace fangst::registration
