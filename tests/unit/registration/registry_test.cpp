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

TEST(Registry, gives_each_kind_of_part_by_itself_and_all_sections_by_kind_in_the_order_of_their_coming) {
  Registry registry;
  registry.add(Archive{"archive-1", {.name = "archive-1"}, {}});
  registry.add(dispatcher("dispatcher-2", "dispatcher-2"));
  registry.add(dispatcher("dispatcher-1", "dispatcher-1"));
  registry.add(ContactRegister{"register-1", {.name = "register-1"}, {}});
  registry.add(Tokens{"tokens-1", {.name = "tokens-1"}, {}});
  registry.add(Archive{"archive-2", {.name = "archive-2"}, {}});
  const auto names = [](const auto& parts) {
    std::vector<std::string> found;
    for (const auto& part : parts) found.push_back(part.name);
    return found;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names(registry.tokens()), Names{"tokens-1"});
  EXPECT_EQ(names(registry.contact_registers()), Names{"register-1"});
  EXPECT_EQ(names(registry.dispatchers()), (Names{"dispatcher-2", "dispatcher-1"}));
  EXPECT_EQ(names(registry.archives()), (Names{"archive-1", "archive-2"}));
  EXPECT_EQ(names(registry.sections()),
            (Names{"tokens-1", "register-1", "dispatcher-2", "dispatcher-1", "archive-1", "archive-2"}));
}

class NamedFormat final : public ports::IntakeFormat {
 public:
  explicit NamedFormat(std::string_view name) : name_(name) {}
  std::string_view name() const override { return name_; }
  std::string_view content_type() const override { return "text/plain"; }
  Result<ports::ParsedIntake> parse(std::string_view, const ports::SourceProfile&) const override {
    return ports::ParsedIntake{};
  }

 private:
  std::string_view name_;
};

TEST(Registry, makes_every_format_and_refuses_two_of_one_name) {
  Registry registry;
  for (const auto* name : {"first", "second"}) {
    registry.add(Format{[name] { return std::make_unique<NamedFormat>(name); }});
  }
  const auto formats = registry.formats();
  ASSERT_EQ(formats.size(), 2U);
  EXPECT_EQ(formats[0]->name(), "first");
  EXPECT_EQ(formats[1]->name(), "second");
  registry.add(Format{[] { return std::make_unique<NamedFormat>("first"); }});
  EXPECT_THROW(registry.formats(), std::logic_error);
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
