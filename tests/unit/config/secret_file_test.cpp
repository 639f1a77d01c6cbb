#include "config_folder.hpp"

#include <fangst/config/secret_file.hpp>

#include <gtest/gtest.h>

namespace fangst::config {
namespace {

std::string fault_of(const std::filesystem::path& file) {
  try {
    read_secret(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(SecretFile, is_read_without_its_last_line_breaks) {
  const ConfigFolder folder;
  EXPECT_EQ(read_secret(folder.put("a", "hemmelig\n")), "hemmelig");
  EXPECT_EQ(read_secret(folder.put("b", "to\nlinjer\r\n\n")), "to\nlinjer");
  EXPECT_EQ(read_secret(folder.put("c", " med mellomrom ")), " med mellomrom ");
}

TEST(SecretFile, that_everybody_may_read_is_refused) {
  const ConfigFolder folder;
  for (const ::mode_t mode : {0644U, 0604U, 0666U}) {
    EXPECT_NE(fault_of(folder.put("a", "x", mode)).find("kan leses av alle"), std::string::npos) << mode;
  }
  EXPECT_EQ(fault_of(folder.put("b", "x", 0640)), "") << "the group may be the service's own";
}

TEST(SecretFile, that_is_not_there_or_holds_nothing_is_refused) {
  const ConfigFolder folder;
  EXPECT_NE(fault_of(folder.path() / "x").find("finner ingen fil"), std::string::npos);
  EXPECT_NE(fault_of(folder.path()).find("finner ingen fil"), std::string::npos) << "a folder is no file";
  EXPECT_NE(fault_of(folder.put("empty", "\n\n")).find("er tom"), std::string::npos);
}

}  // namespace
}  // namespace fangst::config
