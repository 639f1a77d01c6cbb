#include "read_all.hpp"

#include <gtest/gtest.h>

namespace fangst::codec {
namespace {

/// A text that counts what is done with it, and fails when it is told to.
class Watched : public ports::ByteSource {
 public:
  struct Seen {
    int rewinds = 0, ends = 0;
    bool fails_to_read = false, fails_to_rewind = false;
  };
  Watched(std::string text, Seen& seen) : text_(std::move(text)), seen_(seen) {}
  std::uint64_t size() const override { return text_.size(); }
  Result<void> rewind() override {
    if (seen_.fails_to_rewind) return Failure(fault("rewind"));
    ++seen_.rewinds;
    at_ = 0;
    return {};
  }
  Result<std::size_t> read(std::span<char> buffer) override {
    if (seen_.fails_to_read && at_ > 0) return Failure(fault("read"));
    const auto count = text_.copy(buffer.data(), std::min<std::size_t>(buffer.size(), 3), at_);
    if (count == 0) ++seen_.ends;
    at_ += count;
    return count;
  }

 private:
  static Error fault(const char* code) { return {ErrorKind::unavailable, code, "prove", PublicText{"x"}}; }
  std::string text_;
  Seen& seen_;
  std::size_t at_ = 0;
};

struct TwoDocuments {
  TwoDocuments() {
    body.add({{"A", "1"}, {"B", "2"}}, std::make_unique<Watched>("first", first));
    body.add({}, std::make_unique<Watched>("second", second));
  }
  Result<std::string> all() { return read_all(body, 1000); }
  Watched::Seen first, second;
  MultipartBody body{"g"};
};

TEST(MultipartSources, are_read_in_their_order_to_their_end) {
  TwoDocuments letter;
  const std::string expected = "--g\r\nA: 1\r\nB: 2\r\n\r\nfirst\r\n--g\r\n\r\nsecond\r\n--g--\r\n";
  EXPECT_EQ(letter.body.size(), expected.size());
  EXPECT_EQ(letter.all(), expected);
  EXPECT_EQ(letter.first.ends, 1) << "the read that checks the hash";
  EXPECT_EQ(letter.second.ends, 1);
}

TEST(MultipartSources, are_all_rewound) {
  TwoDocuments letter;
  const auto once = letter.all();
  ASSERT_TRUE(letter.body.rewind());
  EXPECT_EQ(letter.first.rewinds, 1);
  EXPECT_EQ(letter.second.rewinds, 1);
  EXPECT_EQ(letter.all(), *once);
}

TEST(MultipartSources, that_fail_fail_the_body_with_their_own_error) {
  for (const bool is_first : {true, false}) {
    TwoDocuments letter;
    (is_first ? letter.first : letter.second).fails_to_read = true;
    const auto all = letter.all();
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().code(), "read");
    TwoDocuments other;
    (is_first ? other.first : other.second).fails_to_rewind = true;
    const auto rewound = other.body.rewind();
    ASSERT_FALSE(rewound);
    EXPECT_EQ(rewound.error().code(), "rewind");
  }
}

}  // namespace
}  // namespace fangst::codec
