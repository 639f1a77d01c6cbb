#include "naive_tree.hpp"

#include <fangst/tlog/merkle.hpp>
#include <fangst/tlog/note.hpp>
#include <fangst/tlog/receipt.hpp>

#include <gtest/gtest.h>

namespace fangst::tlog {
namespace {

constexpr auto kOrigin = "fangst.testby.kommune.no/revisjon";

std::vector<std::string> entries() {
  std::vector<std::string> texts;
  for (int i = 0; i < 21; ++i) {
    texts.push_back(R"({"hendelse":"arkivert","journalpost":"2026/)" + std::to_string(i) +
                    R"(-1","dokumenter":[{"filnavn":"vedtak-æ.pdf","sha256":")" + leaf_hash("pdf").hex() + R"("}]})");
  }
  return texts;
}

class CaptureReceiptTest : public testing::Test {
 protected:
  static CaptureReceipt make(std::size_t index) {
    const NaiveTree tree{entries()};
    return {tree.entry(index), index, tree.path(index, 0, 21), sign_checkpoint({kOrigin, 21, tree.root(0, 21)}, key()),
            verifier_key(kOrigin, key())};
  }
  static const crypto::Ed25519Key& key() {
    static const auto made = crypto::Ed25519Key::generate();
    return made;
  }
  static bool holds(std::string_view json, std::string_view trusted_key = {}) {
    const auto receipt = receipt_from_json(json);
    return receipt && verify(*receipt, trusted_key).has_value();
  }

  const CaptureReceipt receipt_ = make(13);
  const std::string json_ = to_json(receipt_);
  const std::string trusted_ = verifier_key(kOrigin, key());
};

TEST_F(CaptureReceiptTest, holds_for_every_entry_of_the_log) {
  for (std::size_t index = 0; index < 21; ++index) {
    EXPECT_TRUE(holds(to_json(make(index)))) << index;
    EXPECT_TRUE(holds(to_json(make(index)), trusted_)) << index;
  }
}

TEST_F(CaptureReceiptTest, keeps_every_member_through_json) {
  const auto read = receipt_from_json(json_);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->entry, receipt_.entry);
  EXPECT_EQ(read->index, receipt_.index);
  EXPECT_EQ(read->proof, receipt_.proof);
  EXPECT_EQ(read->checkpoint, receipt_.checkpoint);
  EXPECT_EQ(read->verifier_key, receipt_.verifier_key);
}

TEST_F(CaptureReceiptTest, holds_after_the_json_was_laid_out_anew) {
  auto spaced = json_;
  for (const auto* mark : {"\",\"entry", "\",\"checkpoint", "\",\"verifierKey", "],\"checkpoint"}) {
    const auto at = spaced.find(mark);
    if (at != std::string::npos) spaced.insert(at + 2, "\n  ");
  }
  ASSERT_NE(spaced, json_);
  EXPECT_TRUE(holds(spaced, trusted_));
}

TEST_F(CaptureReceiptTest, fails_when_any_byte_is_changed) {
  for (std::size_t i = 0; i < json_.size(); ++i) {
    for (const char other : {' ', '0', '1', 'A', 'a', '"', '\\', '=', ',', '\0'}) {
      if (json_[i] == other) continue;
      auto changed = json_;
      changed[i] = other;
      ASSERT_FALSE(holds(changed)) << "byte " << i << " to " << other << " in\n" << changed;
    }
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = json_;
      changed[i] = static_cast<char>(changed[i] ^ 1 << bit);
      ASSERT_FALSE(holds(changed)) << "byte " << i << ", bit " << bit << " in\n" << changed;
    }
  }
}

TEST_F(CaptureReceiptTest, fails_when_any_byte_is_taken_out_or_put_in) {
  for (std::size_t i = 0; i < json_.size(); ++i) {
    auto shorter = json_;
    shorter.erase(i, 1);
    ASSERT_FALSE(holds(shorter)) << i;
    for (const char added : {'0', 'A', '}'}) {
      auto longer = json_;
      longer.insert(i, 1, added);
      ASSERT_FALSE(holds(longer)) << i;
    }
  }
}

TEST_F(CaptureReceiptTest, fails_with_the_proof_of_another_entry) {
  auto mixed = receipt_;
  mixed.proof = make(12).proof;
  EXPECT_EQ(verify(mixed, trusted_).error().code(), "tlog.ikke_i_loggen");
  mixed = receipt_;
  mixed.index = 12;
  EXPECT_EQ(verify(mixed, trusted_).error().code(), "tlog.ikke_i_loggen");
  mixed = receipt_;
  mixed.entry = make(12).entry;
  EXPECT_EQ(verify(mixed, trusted_).error().code(), "tlog.ikke_i_loggen");
}

TEST_F(CaptureReceiptTest, of_a_forger_holds_only_as_long_as_nobody_asks_whose_key_it_is) {
  const auto forger = crypto::Ed25519Key::generate();
  const auto leaf = leaf_hash("falsk");
  const CaptureReceipt forged{
      "falsk", 0, {}, sign_checkpoint({kOrigin, 1, leaf}, forger), verifier_key(kOrigin, forger)};
  EXPECT_TRUE(verify(forged, "").has_value());
  const auto checked = verify(forged, trusted_);
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().kind(), ErrorKind::corrupt);
  EXPECT_EQ(checked.error().code(), "tlog.fremmed_noekkel");
}

TEST_F(CaptureReceiptTest, names_what_does_not_hold) {
  auto changed = receipt_;
  changed.checkpoint[0] = 'F';
  EXPECT_EQ(verify(changed, trusted_).error().code(), "tlog.signatur_holder_ikke");
  changed = receipt_;
  changed.checkpoint.clear();
  EXPECT_EQ(verify(changed, trusted_).error().code(), "tlog.ugyldig_sjekkpunkt");
  changed = receipt_;
  changed.verifier_key.clear();
  EXPECT_EQ(verify(changed, "").error().code(), "tlog.ugyldig_noekkel");
}

TEST_F(CaptureReceiptTest, is_refused_when_a_member_is_missing_strange_or_doubled) {
  const auto with = [this](std::string_view from, std::string_view to) {
    auto text = json_;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  for (const auto& text :
       {std::string{}, std::string{"[]"}, std::string{"{}"}, std::string{"null"}, with("\"index\":13,", ""),
        with("\"index\":13", "\"index\":-13"), with("\"index\":13", "\"index\":13.0"),
        with("\"index\":13", "\"index\":\"13\""), with("\"index\":13", "\"index\":13,\"index\":13"),
        with("\"index\":13", "\"index\":13,\"merknad\":\"x\""), with("\"proof\":[", "\"proof\":[1,"),
        with("\"proof\":[", "\"proof\":[\"AAAA\","), with("\"entry\":\"", "\"entry\":\"falsk\",\"entry\":\""),
        with("fangst-kvittering/1", "fangst-kvittering/2")}) {
    const auto read = receipt_from_json(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().kind(), ErrorKind::corrupt);
    EXPECT_EQ(read.error().code(), "tlog.ugyldig_kvittering");
  }
}

TEST_F(CaptureReceiptTest, is_refused_with_a_proof_longer_than_any_tree_is_deep) {
  auto longer = receipt_;
  longer.proof.resize(64);
  EXPECT_TRUE(receipt_from_json(to_json(longer)).has_value());
  longer.proof.resize(65);
  EXPECT_FALSE(receipt_from_json(to_json(longer)).has_value());
}

// A municipality has given such receipts away: what they look like never changes.
TEST_F(CaptureReceiptTest, has_this_form) {
  auto hash = model::Sha256{};
  hash.bytes.fill(0xff);
  EXPECT_EQ(to_json({"{\"a\":1}", 13, {hash, model::Sha256{}}, "sjekkpunkt\n", "nøkkel"}),
            R"({"format":"fangst-kvittering/1","entry":"{\"a\":1}","index":13,"proof":[)"
            R"("//////////////////////////////////////////8=","AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],)"
            R"("checkpoint":"sjekkpunkt\n","verifierKey":"nøkkel"})");
}

TEST_F(CaptureReceiptTest, is_refused_when_any_one_member_is_missing_or_no_text) {
  for (const auto* name : {"format", "entry", "index", "proof", "checkpoint", "verifierKey"}) {
    auto other = json_;
    const auto at = other.find("\"" + std::string(name) + "\":");
    ASSERT_NE(at, std::string::npos) << name;
    auto renamed = other;
    renamed.replace(at + 1, 1, "x");
    EXPECT_EQ(receipt_from_json(renamed).error().code(), "tlog.ugyldig_kvittering") << name;
    other.insert(at + std::string(name).size() + 3, "null,\"x\":");
    EXPECT_EQ(receipt_from_json(other).error().code(), "tlog.ugyldig_kvittering") << name;
  }
}

}  // namespace
}  // namespace fangst::tlog
