#include "installation_file.hpp"

#include <fangst/config/generate.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>

namespace fangst::service {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string file(const std::string& name) {
  std::ifstream in(std::string(FANGST_ROOT "/") + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// The sample as somebody fills it in, with the files that it names below a folder.
class Sample : public ::testing::Test {
 protected:
  std::vector<std::string> faults(const std::string& text) {
    return faults_of([&] { read_installation(folder_.put("fangst.toml", text)); });
  }

  std::string filled_in() {
    auto text = config::sample(installation_schema());
    replace_all(text, "\"<9 siffer>\"", "\"313770001\"");
    replace_all(text, "<4 siffer>", "3439");
    replace_all(text, "<avtrykk>", std::string(64, 'a'));
    text = std::regex_replace(text, std::regex("\"<[^>\"]* id>\""), "\"1\"");
    text = std::regex_replace(text, std::regex("\"<HER-id>\""), "\"1\"");
    text = std::regex_replace(text, std::regex("<([^>\"]*)>(?=[^=\"]*\")"), "fylt-inn");
    replace_all(text, "/usr/share/fangst/pipelines", FANGST_ROOT "/pipelines");
    replace_all(text, "/etc/ssl/certs/ca-certificates.crt", "/etc/fangst/tls/klienter.pem");
    make_files(text);
    replace_all(text, "/etc/fangst", folder_.path().string());
    return text;
  }

  static std::string with_all_that_is_commented_out(const std::string& text) {
    return std::regex_replace(text, std::regex("(^|\n)#(?=[\\[\"a-z])"), "$1");
  }

  ConfigFolder folder_;

 private:
  void make_files(const std::string& text) {
    for (const auto* name : {"secrets", "tls"}) std::filesystem::create_directory(folder_.path() / name);
    const std::regex named("/etc/fangst/((secrets|tls)/[^\"]+)");
    for (std::sregex_iterator at(text.begin(), text.end(), named), end; at != end; ++at) {
      const auto name = (*at)[1].str();
      const bool is_key = name.find("key") != std::string::npos || name.ends_with("tls/noekkel.pem");
      const bool is_certificate = name.starts_with("tls/") && !is_key;
      folder_.put(name, is_key           ? InstallationFile::key().private_pem()
                        : is_certificate ? InstallationFile::certificate()
                                         : "en lang nok hemmelighet");
    }
  }
};

TEST_F(Sample, that_is_delivered_is_the_one_that_is_made) {
  EXPECT_EQ(file("deploy/fangst.toml"), config::sample(installation_schema()))
      << "make it again: fangst config sample > deploy/fangst.toml";
}

TEST(ReferencePage, that_is_delivered_is_the_one_that_is_made) {
  EXPECT_EQ(file("docs/innstillinger.md"), config::reference(installation_schema()))
      << "make it again: fangst config reference > docs/innstillinger.md";
}

TEST_F(Sample, lacks_what_the_municipality_must_fill_in_and_the_files) {
  const auto told = faults(config::sample(installation_schema()));
  EXPECT_THAT(told, ::testing::Contains(HasSubstr("[municipality] navn: «<Kommunens navn>» er ikke fylt inn.")));
  for (const auto& fault : told) {
    const bool is_of_the_place = fault.find("er ikke fylt inn") != std::string::npos ||
                                 fault.find("finner ingen fil /etc/fangst/secrets/") != std::string::npos ||
                                 fault.find("finner ingen mappe /usr/share/fangst/pipelines") != std::string::npos;
    EXPECT_TRUE(is_of_the_place) << fault;
  }
}

TEST_F(Sample, is_in_order_once_it_is_filled_in) { EXPECT_THAT(faults(filled_in()), IsEmpty()); }

TEST_F(Sample, is_in_order_also_with_everything_that_is_commented_out) {
  const auto text = with_all_that_is_commented_out(filled_in());
  EXPECT_THAT(faults(text), IsEmpty());
  const auto document = read_installation(folder_.put("fangst.toml", text));
  EXPECT_TRUE(document.has("rabbitmq"));
  EXPECT_THAT(document.each("source"), SizeIs(adapters().formats().size()));
}

}  // namespace
}  // namespace fangst::service
