#include "both_databases.hpp"

#include <fangst/crypto/hasher.hpp>

#include <fstream>

namespace fangst::testing {
namespace {

class Documents : public BothDatabases {
 protected:
  std::shared_ptr<ports::PendingDocument> receive(const std::string& bytes) {
    auto writer = (*database)->documents().begin();
    for (std::size_t at = 0; at < bytes.size(); at += 10'000) {
      EXPECT_TRUE(writer->write(std::string_view(bytes).substr(at, 10'000)));
    }
    return *writer->finish();
  }

  void keep(const std::shared_ptr<ports::PendingDocument>& document) {
    ASSERT_TRUE((*database)->write({{document}, [](sql::Transaction&) -> Result<void> { return {}; }}));
  }

  Result<std::string> read(const model::Sha256& sha256) {
    FANGST_TRY(const auto reader, (*database)->documents().open(sha256));
    return read_all(*reader, 4096);
  }
};
FANGST_ON_BOTH_DATABASES(Documents);

TEST_P(Documents, small_and_large_are_read_back_as_they_came) {
  for (const std::size_t size : {1U, 65'536U, 65'537U, 3'000'000U}) {
    const std::string bytes(size, static_cast<char>('a' + size % 7));
    const auto document = receive(bytes);
    EXPECT_EQ(document->sha256(), crypto::sha256(bytes));
    keep(document);
    database->reopen();
    const auto got = read(crypto::sha256(bytes));
    ASSERT_TRUE(got) << got.error().private_detail();
    EXPECT_EQ(*got, bytes);
  }
}

TEST_P(Documents, do_not_exist_before_a_transaction_has_kept_them) {
  const auto document = receive("ikke tatt imot");
  const auto got = read(document->sha256());
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kind(), ErrorKind::not_found);
}

TEST_P(Documents, do_not_exist_when_the_transaction_failed) {
  const auto document = receive(std::string(200'000, 'x'));
  EXPECT_FALSE((*database)->write({{document}, [](sql::Transaction&) -> Result<void> {
                                     return Failure(Error(ErrorKind::conflict, "t", "t", PublicText{""}));
                                   }}));
  EXPECT_FALSE(read(document->sha256()));
  keep(receive(std::string(200'000, 'x')));
  EXPECT_TRUE(read(document->sha256()));
}

TEST_P(Documents, that_were_changed_on_disk_are_refused) {
  for (const std::size_t size : {500U, 200'000U}) {
    const std::string bytes(size, 'q');
    keep(receive(bytes));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(database->directory() / "documents")) {
      if (!entry.is_regular_file()) continue;
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(static_cast<std::streamoff>(entry.file_size() - 1));
      file.put('!');
    }
    const auto got = read(crypto::sha256(bytes));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind(), ErrorKind::corrupt);
  }
}

TEST_P(Documents, may_be_referred_to_only_by_the_source_that_uploaded_them) {
  const auto document = receive("hemmelig");
  ASSERT_TRUE((*database)->write({{document}, [&](sql::Transaction& tx) -> Result<void> {
                                    store::record_upload(tx, model::SourceName("gerica"), document->sha256(), 8);
                                    return {};
                                  }}));
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    EXPECT_TRUE(store::may_refer_to(session, model::SourceName("gerica"), document->sha256()));
    EXPECT_FALSE(store::may_refer_to(session, model::SourceName("visma"), document->sha256()));
    return {};
  }));
}

}  // namespace
}  // namespace fangst::testing
