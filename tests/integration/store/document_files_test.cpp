#include "both_databases.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/crypto/hasher.hpp>

#include <sys/stat.h>

#include <array>
#include <fstream>
#include <sstream>

namespace fangst::testing {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// What lies on disk. The database's kind makes no difference to it.
class DocumentFilesOnDisk : public ::testing::Test {
 protected:
  static void keep(sql::Database& to, const std::vector<std::string>& texts) {
    std::vector<std::shared_ptr<ports::PendingDocument>> documents;
    for (const auto& text : texts) documents.push_back(receive(to, text));
    ASSERT_TRUE(to.write({documents, [](sql::Transaction&) -> Result<void> { return {}; }}));
  }
  static std::string read_back(sql::Database& from, const std::string& bytes) {
    const auto source = from.documents().open(crypto::sha256(bytes));
    if (!source) return source.error().code();
    EXPECT_EQ((*source)->size(), bytes.size());
    const auto read = read_all(**source, 1000);
    return read ? *read : read.error().code();
  }
  fs::path documents() { return database.directory() / "documents"; }
  fs::path segments() { return documents() / "segments"; }
  fs::path incoming() { return documents() / "incoming"; }

  TemporaryDatabase database{TemporaryDatabase::Kind::sqlite};
  const std::string kLarge = std::string(70'000, 'x');
};

TEST_F(DocumentFilesOnDisk, are_open_to_nobody_but_the_program) {
  const auto large = receive(*database, kLarge);
  ASSERT_EQ(files_below(incoming()).size(), 1U);
  EXPECT_EQ(mode_of(files_below(incoming()).at(0)), 0600U);
  keep(*database, {"liten", kLarge + "y"});
  EXPECT_EQ(mode_of(database.directory()), 0700U);
  for (const auto* folder : {"segments", "files"}) {
    ASSERT_EQ(files_below(documents() / folder).size(), 1U) << folder;
    EXPECT_EQ(mode_of(files_below(documents() / folder).at(0)), 0600U) << folder;
  }
}

TEST_F(DocumentFilesOnDisk, in_a_segment_can_be_read_without_the_database) {
  keep(*database, {"første", "annen"});
  const auto files = files_below(segments());
  ASSERT_EQ(files.size(), 1U);
  const auto record = [](const std::string& bytes) {
    const auto hash = crypto::sha256(bytes).bytes;
    return "FNGSTD1\n" + std::string(hash.begin(), hash.end()) + std::string(7, '\0') +
           static_cast<char>(bytes.size()) + bytes;
  };
  EXPECT_EQ(content_of(files[0]), record("første") + record("annen"));
  EXPECT_TRUE(files[0].filename().string().starts_with("node-1-")) << files[0];
  keep(*database, {std::string(0x123, 'z')});
  EXPECT_EQ(content_of(files[0]).substr(record("første").size() + record("annen").size() + 40, 8),
            std::string(6, '\0') + "\x01\x23");
}

TEST_F(DocumentFilesOnDisk, that_are_large_are_named_by_their_hash) {
  keep(*database, {kLarge});
  const auto hex = crypto::sha256(kLarge).hex();
  EXPECT_EQ(content_of(documents() / "files" / hex.substr(0, 2) / hex), kLarge);
}

TEST_F(DocumentFilesOnDisk, are_large_above_64_kib) {
  keep(*database, {std::string(65'536, 'a')});
  EXPECT_TRUE(files_below(documents() / "files").empty());
  keep(*database, {std::string(65'537, 'b')});
  EXPECT_EQ(files_below(documents() / "files").size(), 1U);
}

TEST_F(DocumentFilesOnDisk, that_come_twice_are_kept_once) {
  for (const auto& text : {std::string("liten"), kLarge}) {
    keep(*database, {text, text});
    keep(*database, {text});
    EXPECT_EQ(read_back(*database, text), text);
  }
  const auto files = files_below(segments());
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(content_of(files[0]).size(), 8 + 32 + 8 + std::string("liten").size());
  keep(*database, {});  // the writer lets go of what it was given before it begins with the next
  EXPECT_TRUE(files_below(incoming()).empty()) << "what was not used is freed";
}

TEST_F(DocumentFilesOnDisk, that_nobody_has_kept_take_up_no_room) {
  { const auto abandoned = receive(*database, kLarge); }
  EXPECT_TRUE(files_below(incoming()).empty());
  {
    auto writer = database->documents().begin();
    ASSERT_TRUE(writer->write(kLarge));
    ASSERT_EQ(files_below(incoming()).size(), 1U);
  }
  EXPECT_TRUE(files_below(incoming()).empty());
}

TEST_F(DocumentFilesOnDisk, that_a_crash_left_half_received_are_removed_and_those_of_other_nodes_are_not) {
  std::ofstream(incoming() / "node-1" / "halvt") << "x";
  fs::create_directories(incoming() / "node-2");
  std::ofstream(incoming() / "node-2" / "underveis") << "x";
  database.reopen();
  EXPECT_EQ(files_below(incoming()), std::vector<fs::path>{incoming() / "node-2" / "underveis"});
}

TEST_F(DocumentFilesOnDisk, begin_a_new_segment_after_a_restart_and_when_one_is_full) {
  keep(*database, {"a", "b"});
  EXPECT_EQ(files_below(segments()).size(), 1U);
  const auto old = content_of(files_below(segments()).at(0));
  database.clock->advance(std::chrono::seconds{1});  // segments are named by their time
  database.reopen();
  keep(*database, {"c"});
  ASSERT_EQ(files_below(segments()).size(), 2U);
  EXPECT_EQ(content_of(files_below(segments()).at(0)), old);
  for (const auto* text : {"a", "b", "c"}) EXPECT_EQ(read_back(*database, text), text);

  sql::DatabaseSettings settings;
  settings.segment = 2 * (8 + 32 + 8 + 1);  // two documents of one byte
  TemporaryDatabase small(TemporaryDatabase::Kind::sqlite, {}, settings);
  keep(*small, {"a", "b"});
  const auto folder = small.directory() / "documents" / "segments";
  EXPECT_EQ(files_below(folder).size(), 1U);
  small.clock->advance(std::chrono::seconds{1});
  keep(*small, {"c"});
  ASSERT_EQ(files_below(folder).size(), 2U);
  EXPECT_EQ(fs::file_size(files_below(folder).at(0)), settings.segment);
  for (const auto* text : {"a", "b", "c"}) EXPECT_EQ(read_back(*small, text), text);
}

TEST_F(DocumentFilesOnDisk, are_read_whole_again_after_a_rewind_from_anywhere) {
  for (const auto& text : {std::string("et lite dokument"), kLarge}) {
    keep(*database, {"noe foran", text});
    const auto source = database->documents().open(crypto::sha256(text)).value();
    EXPECT_EQ(source->size(), text.size());
    std::array<char, 5> piece{};
    ASSERT_EQ(source->read(piece).value(), 5U);
    ASSERT_TRUE(source->rewind());
    EXPECT_EQ(read_all(*source, 7).value(), text);
    EXPECT_EQ(source->read(piece).value(), 0U) << "and there is no more";
    ASSERT_TRUE(source->rewind());
    EXPECT_EQ(read_all(*source, 100'000).value(), text);
  }
}

TEST_F(DocumentFilesOnDisk, that_have_grown_shorter_are_refused) {
  keep(*database, {kLarge});
  const auto hex = crypto::sha256(kLarge).hex();
  fs::resize_file(documents() / "files" / hex.substr(0, 2) / hex, kLarge.size() - 1);
  EXPECT_EQ(read_back(*database, kLarge), "lager.dokument_endret");
}

TEST_F(DocumentFilesOnDisk, that_are_missing_or_lie_nowhere_are_told_from_those_that_nobody_has_sent) {
  keep(*database, {"liten", kLarge});
  EXPECT_EQ(read_back(*database, "ukjent"), "lager.dokument_mangler");
  fs::remove(files_below(segments()).at(0));
  const auto missing = database->documents().open(crypto::sha256("liten"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), "lager.fil_mangler");
  EXPECT_EQ(missing.error().kind(), ErrorKind::corrupt);
  for (const auto* place : {"", "segment", "segment:a", "segment:a:0", "ukjent:a:0:1", "segment:a:x:1", "segment:a:0:x",
                            "segment:a:0:", "segment:a::1", "segment:a:0:1x", ":a:0:1"}) {
    database.tamper("UPDATE document SET location = '" + std::string(place) + "'");
    const auto open = database->documents().open(crypto::sha256(kLarge));
    ASSERT_FALSE(open) << place;
    EXPECT_EQ(open.error().code(), "lager.ugyldig_plassering") << place;
    EXPECT_EQ(open.error().kind(), ErrorKind::corrupt);
  }
}

TEST_F(DocumentFilesOnDisk, are_all_read_by_the_verification_beyond_its_first_page) {
  std::vector<std::string> texts;
  for (int i = 0; i < 1'003; ++i) texts.push_back("dokument " + std::to_string(i));
  keep(*database, texts);
  EXPECT_EQ(audit::verify(*database)->documents, 1'003U);
  std::uint64_t calls = 0, last = 0;
  audit::Scope scope;
  scope.progress = [&](const char* what, std::uint64_t done, std::uint64_t total) {
    if (std::string(what) != "dokumenter") return;
    EXPECT_EQ(done, ++calls);
    EXPECT_EQ(total, 1'003U);
    last = done;
  };
  EXPECT_TRUE(audit::verify(*database, scope)->is_whole());
  EXPECT_EQ(last, 1'003U);
  // The one that comes last by its hash.
  database.tamper(
      "UPDATE document SET location = (SELECT MIN(location) FROM document) "
      "WHERE sha256 = (SELECT MAX(sha256) FROM document)");
  EXPECT_EQ(audit::verify(*database)->fault_count, 1U);
  scope = {};
  scope.reads_documents = false;
  const auto quick = audit::verify(*database, scope);
  EXPECT_EQ(quick->documents, 0U);
  EXPECT_TRUE(quick->is_whole()) << "who does not read the bytes does not find it";
}

}  // namespace
}  // namespace fangst::testing
