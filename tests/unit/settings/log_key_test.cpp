#include "log_key.hpp"

#include "config_folder.hpp"

#include <fangst/config/secret_file.hpp>

#include <gtest/gtest.h>

namespace fangst::service {
namespace {

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
  EXPECT_EQ(config::read_secret(file), "tull");
  const auto open = folder.put("open.pem", crypto::Ed25519Key::generate().private_pem(), 0644);
  EXPECT_THROW(load_or_make_log_key(open), std::runtime_error);
}

}  // namespace
}  // namespace fangst::service
