#include "read_all.hpp"

#include <fangst/support/memory_document_store.hpp>

#include <gtest/gtest.h>

namespace fangst::codec {
namespace {

using support::MemoryDocumentStore;

MultipartBody letter(MemoryDocumentStore& documents, const model::Sha256& document) {
  MultipartBody body("grense");
  body.add({{"Content-Disposition", form_data("forsendelse")}, {"Content-Type", "application/json"}}, "{\"a\":1}");
  body.add({{"Content-Disposition", form_data("filer_0", "brev.pdf")}, {"Content-Type", "application/pdf"}},
           *documents.open(document));
  body.add({{"Content-Disposition", form_data("tom")}}, "");
  return body;
}

const std::string kExpected =
    "--grense\r\n"
    "Content-Disposition: form-data; name=\"forsendelse\"\r\n"
    "Content-Type: application/json\r\n"
    "\r\n"
    "{\"a\":1}\r\n"
    "--grense\r\n"
    "Content-Disposition: form-data; name=\"filer_0\"; filename=\"brev.pdf\"\r\n"
    "Content-Type: application/pdf\r\n"
    "\r\n"
    "%PDF-1.7 innhold\r\n"
    "--grense\r\n"
    "Content-Disposition: form-data; name=\"tom\"\r\n"
    "\r\n"
    "\r\n"
    "--grense--\r\n";

TEST(MultipartBody, gives_the_same_bytes_whatever_the_size_of_the_buffer) {
  MemoryDocumentStore documents;
  const auto pdf = documents.put("%PDF-1.7 innhold");
  for (const std::size_t step : {1U, 2U, 7U, 64U, 4096U}) {
    auto body = letter(documents, pdf);
    EXPECT_EQ(read_all(body, step), kExpected) << step;
    EXPECT_EQ(body.size(), kExpected.size());
    std::string rest(10, 'x');
    EXPECT_EQ(body.read(rest), 0U);
  }
}

TEST(MultipartBody, begins_again_after_a_rewind_from_anywhere) {
  MemoryDocumentStore documents;
  const auto pdf = documents.put("%PDF-1.7 innhold");
  auto body = letter(documents, pdf);
  for (std::size_t stop = 1; stop < kExpected.size(); stop += 13) {
    std::string some(stop, '\0');
    ASSERT_EQ(body.read(some), stop);
    ASSERT_TRUE(body.rewind());
  }
  EXPECT_EQ(read_all(body, 50), kExpected);
}

TEST(MultipartBody, never_completes_with_a_damaged_document) {
  MemoryDocumentStore documents;
  const auto pdf = documents.put("%PDF-1.7 innhold");
  documents.damage(pdf);
  auto body = letter(documents, pdf);
  const auto all = read_all(body, 4096);
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().kind(), ErrorKind::corrupt);
}

TEST(MultipartBody, never_completes_with_a_document_of_another_size) {
  struct Lying : ports::ByteSource {
    explicit Lying(std::size_t bytes) : left(bytes) {}
    std::size_t left;
    std::uint64_t size() const override { return 10; }
    Result<void> rewind() override { return {}; }
    Result<std::size_t> read(std::span<char> buffer) override {
      const auto count = std::min(left, buffer.size());
      left -= count;
      return count;
    }
  };
  for (const std::size_t bytes : {9U, 11U}) {
    MultipartBody body("grense");
    body.add({}, std::make_unique<Lying>(bytes));
    EXPECT_EQ(read_all(body, 4).error().kind(), ErrorKind::corrupt) << bytes;
  }
}

TEST(MultipartBody, names_its_boundary_in_the_content_type) {
  EXPECT_EQ(MultipartBody("grense").content_type("form-data"), "multipart/form-data; boundary=grense");
}

TEST(MultipartBody, of_no_parts_is_its_end_alone) {
  MultipartBody body("g");
  std::string buffer(100, '\0');
  const auto count = body.read(buffer);
  EXPECT_EQ(buffer.substr(0, *count), "\r\n--g--\r\n");
  EXPECT_EQ(body.size(), *count);
}

TEST(BoundaryOf, follows_from_the_key_alone) {
  EXPECT_EQ(boundary_of("a"), boundary_of("a"));
  EXPECT_NE(boundary_of("a"), boundary_of("b"));
  EXPECT_LE(boundary_of("a").size(), 70U);
}

TEST(BoundaryOf, is_of_characters_that_need_no_quotes_and_of_every_part_of_the_key) {
  const auto boundary = boundary_of("0d1c8a6e");
  EXPECT_EQ(boundary.size(), 7U + 32U);
  EXPECT_EQ(boundary.substr(0, 7), "fangst-");
  EXPECT_EQ(boundary.find_first_not_of("0123456789abcdef", 7), std::string::npos);
  for (const auto* other : {"0d1c8a6", "0d1c8a6f", "1d1c8a6e", "0d1c8a6e ", ""})
    EXPECT_NE(boundary_of(other), boundary);
}

TEST(FormData, escapes_what_would_end_the_name) {
  EXPECT_EQ(form_data("a", "b\"\r\nc æ.pdf"), "form-data; name=\"a\"; filename=\"b%22%0D%0Ac æ.pdf\"");
}

TEST(FormData, has_a_filename_when_one_is_given) {
  EXPECT_EQ(form_data("a"), "form-data; name=\"a\"");
  EXPECT_EQ(form_data("a\"b", "c"), "form-data; name=\"a%22b\"; filename=\"c\"");
  EXPECT_EQ(form_data("a", "1\r2\n3\"4\\5%6"), "form-data; name=\"a\"; filename=\"1%0D2%0A3%224\\5%6\"");
}

}  // namespace
}  // namespace fangst::codec
