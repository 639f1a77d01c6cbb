#include "installation_file.hpp"
#include "settings/installation.hpp"
#include "settings/local.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ExactSettings, that_nobody_can_guess_must_be_given) {
  const ConfigFolder folder;
  EXPECT_THAT(faults_of([&] { read_installation(folder.put("fangst.toml", "")); }),
              ElementsAre(HasSubstr("[node] data: mangler."), HasSubstr("[municipality] navn: mangler."),
                          HasSubstr("[municipality] organisasjonsnummer: mangler."),
                          HasSubstr("[pipelines] directory: mangler.")));
}

/// A setting with its last value that is allowed, and the first that is not.
struct Limit {
  const char* section;
  const char* setting;
  const char* good;
  const char* bad;
};

TEST(ExactSettings, are_allowed_up_to_their_limit_and_not_beyond) {
  const Limit limits[] = {{"http", "port", "0", "-1"},
                          {"http", "port", "65535", "65536"},
                          {"http", "io_threads", "1", "0"},
                          {"http", "io_threads", "64", "65"},
                          {"rabbitmq", "port", "1", "0"},
                          {"rabbitmq", "port", "65535", "65536"},
                          {"workers", "threads", "0", "-1"},
                          {"workers", "threads", "256", "257"},
                          {"retry", "give_up_after", "0", "-1"},
                          {"retry", "give_up_after", "100000", "100001"},
                          {"circuit", "threshold", "1", "0"},
                          {"circuit", "threshold", "1000", "1001"},
                          {"circuit", "max_cool_down", "\"1s\"", "\"999ms\""},
                          {"http_client", "threads", "1", "0"},
                          {"http_client", "threads", "64", "65"},
                          {"municipality", "postnummer", "\"0123\"", "\"123\""},
                          {"municipality", "postnummer", "\"9999\"", "\"99999\""}};
  for (const auto& [section, setting, good, bad] : limits) {
    InstallationFile file;
    file.set(section, setting, good);
    EXPECT_THAT(file.faults(), IsEmpty()) << section << "." << setting << " = " << good;
    file.set(section, setting, bad);
    EXPECT_THAT(file.faults(), ElementsAre(HasSubstr(setting))) << section << "." << setting << " = " << bad;
  }
}

TEST(ExactSettings, of_a_webhook_have_a_secret_of_sixteen_signs) {
  InstallationFile file;
  file.set("source", "webhook_secret_file", file.file("sixteen", std::string(16, 's') + "\n"));
  EXPECT_THAT(file.faults(), IsEmpty());
  file.set("source", "webhook_secret_file", file.file("fifteen", std::string(15, 's') + "\n"));
  EXPECT_THAT(file.faults(), ElementsAre(HasSubstr("skal ha minst 16 tegn")));
}

TEST(ExactSettings, of_tls_need_the_certificate_to_a_key) {
  InstallationFile file;
  file.set("http", "certificate_chain_file", "");
  file.set("http", "client_ca_file", "");
  EXPECT_THAT(file.faults(), ElementsAre(HasSubstr("[http] certificate_chain_file: mangler.")));
  file.set("http", "private_key_file", "");
  EXPECT_THAT(file.faults(), IsEmpty());
}

/// Of a configuration with this certificate, read at this moment.
std::vector<std::string> faults_at(const std::string& chain, model::Timestamp now) {
  const ConfigFolder folder;
  const auto file = folder.put("chain.pem", chain).string();
  const auto key = folder.put("key.pem", InstallationFile::key().private_pem()).string();
  const auto text = "[http]\ncertificate_chain_file = \"" + file + "\"\nprivate_key_file = \"" + key + "\"\n";
  const auto schema = config::Schema().add(http_section(now));
  return faults_of([&] { config::read(folder.put("fangst.toml", text), schema); });
}

TEST(ExactSettings, of_a_certificate_hold_from_its_first_second_until_its_last) {
  const auto chain = InstallationFile::certificate(std::chrono::hours{24 * 90});
  const auto period = crypto::certificate_period(chain).value();
  const auto day = [](model::Timestamp at) { return model::to_rfc3339(at).substr(0, 10); };
  const std::chrono::milliseconds moment{1};
  const std::string place = "fangst.toml:2: [http] certificate_chain_file: ";
  EXPECT_THAT(faults_at(chain, period.from), IsEmpty());
  EXPECT_THAT(faults_at(chain, period.until - moment), IsEmpty());
  EXPECT_THAT(faults_at(chain, period.from - moment),
              ElementsAre(place + "sertifikatet gjelder først fra " + day(period.from) + "."));
  EXPECT_THAT(faults_at(chain, period.until),
              ElementsAre(place + "sertifikatet gikk ut " + day(period.until) + ". Legg inn et nytt."));
}

}  // namespace
}  // namespace fangst::service
