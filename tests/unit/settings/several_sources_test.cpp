#include "config_folder.hpp"
#include "faults_of.hpp"
#include "settings/installation.hpp"
#include "settings/machinery.hpp"
#include "settings/rabbitmq.hpp"
#include "settings/source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using Texts = std::vector<std::string>;

/// Three sources: the first and the last have everything, each its own; the one between has only what it must have.
class SeveralSources : public ::testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& content) const {
    return "\"" + folder_.put(name, content).string() + "\"";
  }
  std::string with_everything(const std::string& name) const {
    return "[[source]]\nname = \"" + name + "\"\nformats = [\"innsending\"]\nfagsystem = \"fag " + name +
           "\"\nrequires_skjerming = true\nwebhook_url = \"https://webhook." + name +
           ".no\"\nwebhook_secret_file = " + file("webhook-" + name, "hemmeligheten til " + name) +
           "\nfile_hosts = [\"https://filer." + name +
           ".no/\"]\nfile_token_file = " + file("token-" + name, "token " + name) + "\nrabbitmq_user = \"bruker-" +
           name + "\"\nqueue_events = true\n";
  }
  static std::string key(const std::string& name, const std::string& role, const std::string& source, char digit) {
    return "[[api_key]]\nname = \"" + name + "\"\nrole = \"" + role + "\"\n" +
           (source.empty() ? "" : "source = \"" + source + "\"\n") + "sha256 = \"" + std::string(64, digit) + "\"\n";
  }
  std::string text() const {
    return "[node]\ndata = \"/tmp/fangst\"\n[municipality]\nnavn = \"Testdal kommune\"\norganisasjonsnummer = "
           "\"313770001\"\n"
           "[pipelines]\ndirectory = \"" FANGST_ROOT "/pipelines\"\n[rabbitmq]\nuser = \"fangst\"\npassword_file = " +
           file("rabbitmq", "passord") + "\n" + with_everything("en") +
           "[[source]]\nname = \"to\"\nformats = [\"innsending\"]\n" + with_everything("tre") +
           key("k", "source", "en", '1') + key("k", "operator", "", '2') + key("k", "archivist", "", '3') +
           key("l", "source", "tre", '4');
  }
  config::Document read() const { return read_installation(folder_.put("fangst.toml", text())); }
  Texts faults_with(const std::string& more) const {
    return faults_of([&] { read_installation(folder_.put("fangst.toml", text() + more)); });
  }

 private:
  const ConfigFolder folder_;
};

model::SourceName name(const std::string& text) { return model::SourceName(text); }

TEST_F(SeveralSources, have_each_their_own_profile) {
  std::vector<std::tuple<std::string, std::string, bool>> profiles;
  for (const auto& [source, settings] : sources_of(read())) {
    ASSERT_EQ(settings.profiles.size(), 1U);
    const auto* profile = settings.profile_for("innsending");
    ASSERT_NE(profile, nullptr);
    EXPECT_EQ(profile->name, source);
    profiles.emplace_back(source.str(), profile->fagsystem, profile->requires_skjerming);
  }
  EXPECT_THAT(profiles, ElementsAre(std::tuple("en", "fag en", true), std::tuple("to", "to", false),
                                    std::tuple("tre", "fag tre", true)));
}

TEST_F(SeveralSources, are_told_by_webhook_where_they_have_one) {
  const auto webhooks = webhooks_of(read());
  ASSERT_EQ(webhooks.size(), 2U);
  for (const std::string source : {"en", "tre"}) {
    EXPECT_EQ(webhooks.at(name(source)).url, "https://webhook." + source + ".no");
    EXPECT_EQ(webhooks.at(name(source)).secret, "hemmeligheten til " + source);
  }
}

TEST_F(SeveralSources, have_each_their_own_places_for_files) {
  const auto files = files_of(read());
  ASSERT_EQ(files.size(), 2U);
  for (const std::string source : {"en", "tre"}) {
    EXPECT_THAT(files.at(name(source)).places, ElementsAre("https://filer." + source + ".no/"));
    EXPECT_EQ(files.at(name(source)).bearer_token, "token " + source);
  }
}

TEST_F(SeveralSources, are_known_to_the_broker_by_their_users) {
  const auto settings = rabbit_intake_settings(read());
  EXPECT_THAT(settings.sources, ElementsAre(name("en"), name("to"), name("tre")));
  EXPECT_THAT(settings.users, ElementsAre(Pair("bruker-en", name("en")), Pair("bruker-tre", name("tre"))));
  EXPECT_THAT(queue_notifier_settings(read()).sources, ElementsAre(name("en"), name("tre")));
}

TEST_F(SeveralSources, and_everybody_else_have_each_their_own_key) {
  std::vector<std::tuple<std::string, api::Role, std::string, std::string>> keys;
  for (const auto& [sha256, principal] : keys_of(read())) {
    keys.emplace_back(principal.name, principal.role, principal.source.str(), sha256.hex().substr(0, 1));
  }
  EXPECT_THAT(keys, ElementsAre(std::tuple("source:k", api::Role::source, "en", "1"),
                                std::tuple("operator:k", api::Role::operations, "", "2"),
                                std::tuple("archivist:k", api::Role::archivist, "", "3"),
                                std::tuple("source:l", api::Role::source, "tre", "4")))
      << "one name may stand for several roles";
}

TEST_F(SeveralSources, are_each_held_to_the_rules_and_so_is_each_key) {
  ASSERT_THAT(faults_with(""), IsEmpty());
  const std::string fourth = "[[source]]\nname = \"fire\"\nformats = [\"innsending\"]\n";
  const std::tuple<std::string, std::string> rules[] = {
      {"[[source]]\nname = \"tre\"\nformats = [\"innsending\"]\n", "[source] tre: name: er brukt to ganger."},
      {fourth + "webhook_url = \"https://a.no\"\n", "[source] fire: webhook_secret_file: mangler."},
      {fourth + "rabbitmq_user = \"bruker-tre\"\n",
       "[source] fire: rabbitmq_user: «bruker-tre» er brukeren til kilden «tre»."},
      {key("m", "source", "fem", '5'), "[api_key] m: source: det er ingen [[source]] med navnet «fem»."},
      {key("m", "source", "", '5'), "[api_key] m: source: mangler. Rollen «source» gjelder én kilde."},
      {key("m", "archivist", "tre", '5'), "[api_key] m: source: gjelder bare rollen «source»."},
      {key("m", "operator", "tre", '5'), "[api_key] m: source: gjelder bare rollen «source»."},
      {key("l", "source", "to", '5'), "[api_key] l: name: er brukt to ganger."},
      {key("k", "archivist", "", '5'), "[api_key] k: name: er brukt to ganger."},
      {key("m", "operator", "", '3'), "[api_key] m: sha256: er avtrykket av nøkkelen «k» også."},
      {key("m", "operator", "", '4'), "[api_key] m: sha256: er avtrykket av nøkkelen «l» også."}};
  for (const auto& [more, fault] : rules) EXPECT_THAT(faults_with(more), ElementsAre(HasSubstr(fault))) << more;
}

TEST_F(SeveralSources, may_have_a_secret_without_a_webhook_and_a_token_without_files) {
  EXPECT_THAT(faults_with("[[source]]\nname = \"fire\"\nformats = [\"innsending\"]\nwebhook_secret_file = " +
                          file("webhook-fire", "hemmeligheten til fire") +
                          "\nfile_token_file = " + file("token-fire", "t") + "\n"),
              IsEmpty());
}

TEST_F(SeveralSources, may_have_any_name_that_may_stand_in_an_address) {
  for (const auto* good : {"a", "z", "0", "9", "a-b", "a_b", "abcdefghijklmnopqrstuvwxyz0123456789"}) {
    EXPECT_THAT(faults_with("[[source]]\nname = \"" + std::string(good) + "\"\nformats = [\"innsending\"]\n"),
                IsEmpty())
        << good;
  }
  for (const auto* bad : {"a.b", "a/b", "a:b", "a|b", "Z", "{", "`", "@"}) {
    EXPECT_THAT(faults_with("[[source]]\nname = \"" + std::string(bad) + "\"\nformats = [\"innsending\"]\n"),
                ElementsAre(HasSubstr("kan bare ha a-z, 0-9, - og _.")))
        << bad;
  }
}

TEST_F(SeveralSources, and_several_steps_have_each_their_own_tries) {
  ConfigFolder folder;
  const auto document = read_installation(folder.put(
      "fangst.toml", text() +
                         "[retry]\nrungs = [\"2s\", \"4s\"]\ngive_up_after = 3\n[retry.steps.send]\nrungs = [\"7s\"]\n"
                         "[retry.steps.arkiver]\ngive_up_after = 2\n"));
  using namespace std::chrono_literals;
  const auto settings = engine_settings(document);
  ASSERT_EQ(settings.step_ladders.size(), 2U);
  const auto delays = [](const policy::RetryLadder& ladder) {
    return std::vector{ladder.delay_after(1, 0), ladder.delay_after(2, 0), ladder.delay_after(3, 0)};
  };
  using Delays = std::vector<std::optional<std::chrono::milliseconds>>;
  EXPECT_EQ(delays(settings.ladder), (Delays{2s, 4s, std::nullopt}));
  EXPECT_EQ(delays(settings.step_ladders.at("send")), (Delays{7s, 7s, std::nullopt}));
  EXPECT_EQ(delays(settings.step_ladders.at("arkiver")), (Delays{2s, std::nullopt, std::nullopt}));
}

}  // namespace
}  // namespace fangst::service
