#include "secret_files.hpp"

#include "config_folder.hpp"

#include <gtest/gtest.h>

namespace fangst::service {
namespace {

std::string fault_of(const std::filesystem::path& file) {
  try {
    read_secret(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(SecretFiles, are_read_without_their_last_line_break) {
  const ConfigFolder folder;
  EXPECT_EQ(read_secret(folder.put("a", "hemmelig\n")), "hemmelig");
  EXPECT_EQ(read_secret(folder.put("b", "to\nlinjer\r\n\n")), "to\nlinjer");
  EXPECT_EQ(read_secret(folder.put("c", " med mellomrom ")), " med mellomrom ");
}

TEST(SecretFiles, that_everybody_may_read_are_refused) {
  const ConfigFolder folder;
  for (const ::mode_t mode : {0644U, 0604U, 0666U}) {
    EXPECT_NE(fault_of(folder.put("a", "x", mode)).find("may be read by everyone"), std::string::npos) << mode;
  }
  EXPECT_EQ(fault_of(folder.put("b", "x", 0640)), "") << "the group may be the service's own";
}

TEST(SecretFiles, that_are_not_there_are_refused) {
  const ConfigFolder folder;
  EXPECT_NE(fault_of(folder.path() / "x").find("cannot read"), std::string::npos);
  ::chmod(folder.path().c_str(), 0700);
  EXPECT_NE(fault_of(folder.path()).find("cannot read"), std::string::npos) << "a folder is no file";
}

TEST(LogKey, is_made_once_for_its_owner_alone_and_kept) {
  const ConfigFolder folder;
  const auto file = folder.path() / "below" / "audit.key.pem";
  const auto first = load_or_make_log_key(file).private_pem();
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(load_or_make_log_key(file).private_pem(), first);
}

TEST(LogKey, is_never_replaced_when_it_cannot_be_read) {
  const ConfigFolder folder;
  const auto file = folder.put("audit.key.pem", "tull\n");
  EXPECT_THROW(load_or_make_log_key(file), std::runtime_error);
  EXPECT_EQ(read_secret(file), "tull");
  const auto open = folder.put("open.pem", crypto::Ed25519Key::generate().private_pem(), 0644);
  EXPECT_THROW(load_or_make_log_key(open), std::runtime_error);
}

}  // namespace
}  // namespace fangst::service
