#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/tlog/note.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::tlog {
namespace {

constexpr auto kOrigin = "fangst.testby.kommune.no/revisjon";

// The example of golang.org/x/mod/sumdb/note, made by another implementation.
constexpr auto kKnownKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr auto kKnownNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

class SignedCheckpoint : public testing::Test {
 protected:
  std::string signature_line(std::string_view name, const crypto::Ed25519Key& key, std::string_view text) const {
    const auto digest = crypto::sha256(std::string{name} + "\n\x01" + key.public_bytes());
    const std::string hash{digest.bytes.begin(), digest.bytes.begin() + 4};
    return "\xe2\x80\x94 " + std::string{name} + " " + crypto::base64(hash + key.sign(text)) + "\n";
  }
  std::string code_of(std::string_view note) const {
    const auto opened = open_checkpoint(note, verifier_key_);
    if (opened) return "";
    EXPECT_EQ(opened.error().kind(), ErrorKind::corrupt);
    EXPECT_FALSE(opened.error().public_text().empty());
    return opened.error().code();
  }
  /// Signed with the right key, whatever the text.
  std::string signed_text(const std::string& text) const { return text + "\n" + signature_line(kOrigin, key_, text); }

  const crypto::Ed25519Key key_ = crypto::Ed25519Key::generate();
  const std::string verifier_key_ = verifier_key(kOrigin, key_);
  const Checkpoint checkpoint_{kOrigin, 20'852'163, crypto::sha256("rot")};
  const std::string root_ = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
};

TEST_F(SignedCheckpoint, opens_to_what_was_signed) {
  const auto opened = open_checkpoint(sign_checkpoint(checkpoint_, key_), verifier_key_);
  ASSERT_TRUE(opened.has_value()) << opened.error().private_detail();
  EXPECT_EQ(opened->origin, checkpoint_.origin);
  EXPECT_EQ(opened->size, checkpoint_.size);
  EXPECT_EQ(opened->root, checkpoint_.root);
}

TEST_F(SignedCheckpoint, has_the_form_of_c2sp) {
  const auto body = std::string{kOrigin} + "\n20852163\n" +
                    crypto::base64({reinterpret_cast<const char*>(checkpoint_.root.bytes.data()), 32}) + "\n";
  EXPECT_EQ(sign_checkpoint(checkpoint_, key_), body + "\n" + signature_line(kOrigin, key_, body));
}

TEST_F(SignedCheckpoint, has_a_verifier_key_that_names_the_log) {
  const auto digest = crypto::sha256(std::string{kOrigin} + "\n\x01" + key_.public_bytes());
  EXPECT_EQ(verifier_key_, std::string{kOrigin} + "+" + digest.hex().substr(0, 8) + "+" +
                               crypto::base64("\x01" + key_.public_bytes()));
}

TEST_F(SignedCheckpoint, verifies_a_note_of_another_implementation) {
  // The signature holds; the text is no checkpoint.
  const auto opened = open_checkpoint(kKnownNote, kKnownKey);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().private_detail(), "the signed text is not a checkpoint");

  auto changed = std::string{kKnownNote};
  changed[0] = 'i';
  EXPECT_EQ(open_checkpoint(changed, kKnownKey).error().code(), "tlog.signatur_holder_ikke");
}

TEST_F(SignedCheckpoint, knows_the_published_key_of_another_log) {
  const auto opened =
      open_checkpoint(kKnownNote, "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
  EXPECT_EQ(opened.error().code(), "tlog.ukjent_noekkel");
}

TEST_F(SignedCheckpoint, is_refused_when_any_byte_is_changed) {
  const auto note = sign_checkpoint(checkpoint_, key_);
  for (std::size_t i = 0; i < note.size(); ++i) {
    for (const int mask : {0x01, 0x04, 0x20, 0x80}) {
      auto changed = note;
      changed[i] = static_cast<char>(changed[i] ^ mask);
      EXPECT_NE(code_of(changed), "") << "byte " << i << " of\n" << changed;
    }
  }
}

TEST_F(SignedCheckpoint, is_refused_with_another_key_of_the_same_name) {
  const auto other = crypto::Ed25519Key::generate();
  EXPECT_EQ(code_of(sign_checkpoint(checkpoint_, other)), "tlog.ukjent_noekkel");
}

TEST_F(SignedCheckpoint, is_refused_when_its_origin_is_another_log) {
  const auto text = "fangst.annenby.kommune.no/revisjon\n1\n" + root_ + "\n";
  EXPECT_EQ(code_of(signed_text(text)), "tlog.ugyldig_sjekkpunkt");
}

TEST_F(SignedCheckpoint, may_carry_the_signatures_of_witnesses) {
  const auto witness = crypto::Ed25519Key::generate();
  const auto text = std::string{kOrigin} + "\n1\n" + root_ + "\n";
  const auto line = signature_line("vitne.example", witness, text);
  EXPECT_EQ(code_of(signed_text(text) + line), "");
  EXPECT_EQ(code_of(text + "\n" + line + signature_line(kOrigin, key_, text)), "");
  EXPECT_EQ(code_of(text + "\n" + line), "tlog.ukjent_noekkel");
}

TEST_F(SignedCheckpoint, may_carry_extension_lines) {
  EXPECT_EQ(code_of(signed_text(std::string{kOrigin} + "\n1\n" + root_ + "\nutvidelse æøå\n")), "");
}

TEST_F(SignedCheckpoint, is_refused_when_the_signed_text_has_another_form) {
  const std::string origin = kOrigin;
  for (const auto& text :
       {origin + "\n", origin + "\n1\n", origin + "\n01\n" + root_ + "\n", origin + "\n-1\n" + root_ + "\n",
        origin + "\n+1\n" + root_ + "\n", origin + "\n 1\n" + root_ + "\n",
        origin + "\n18446744073709551616\n" + root_ + "\n", origin + "\n1\n" + root_.substr(4) + "\n",
        origin + "\n1\n" + root_ + " \n", origin + "\n1\n" + root_ + "\n\nx\n", "\n1\n" + root_ + "\n"}) {
    EXPECT_EQ(code_of(signed_text(text)), "tlog.ugyldig_sjekkpunkt") << text;
  }
  EXPECT_EQ(code_of(signed_text(origin + "\n18446744073709551615\n" + root_ + "\n")), "");
}

TEST_F(SignedCheckpoint, is_refused_when_it_is_no_signed_note) {
  const auto text = std::string{kOrigin} + "\n1\n" + root_ + "\n";
  const auto line = signature_line(kOrigin, key_, text);
  const auto digest = crypto::sha256(std::string{kOrigin} + "\n\x01" + key_.public_bytes());
  const auto hash_alone = crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), 4});
  for (const auto& note :
       {std::string{}, text, text + "\n", text + line, text + "\n" + line + "x\n",
        text + "\n" + line.substr(0, line.size() - 1), text + "\r\n" + line, text + "\n- " + line.substr(4),
        text + "\n\xe2\x80\x94 \n", text + "\n\xe2\x80\x94 " + kOrigin + " AAAA\n",
        text + "\n\xe2\x80\x94 " + kOrigin + "\n", text + "\n\xe2\x80\x94 " + kOrigin + " " + hash_alone + "\n"}) {
    EXPECT_EQ(code_of(note), "tlog.ugyldig_sjekkpunkt") << note;
  }
}

TEST_F(SignedCheckpoint, is_refused_with_more_signatures_than_anyone_needs) {
  const auto text = std::string{kOrigin} + "\n1\n" + root_ + "\n";
  auto note = signed_text(text);
  for (int i = 0; i < 63; ++i) note += signature_line("vitne.example", key_, text);
  EXPECT_EQ(code_of(note), "") << "sixty-four may be there";
  note += signature_line("vitne.example", key_, text);
  EXPECT_EQ(code_of(note), "tlog.ugyldig_sjekkpunkt");
}

TEST_F(SignedCheckpoint, is_refused_when_one_of_its_signatures_of_the_key_does_not_hold) {
  const auto text = std::string{kOrigin} + "\n1\n" + root_ + "\n";
  const auto good = signature_line(kOrigin, key_, text);
  const auto bad = signature_line(kOrigin, key_, "noe annet");
  EXPECT_EQ(code_of(text + "\n" + good + bad), "tlog.signatur_holder_ikke");
  EXPECT_EQ(code_of(text + "\n" + bad + good), "tlog.signatur_holder_ikke");
  EXPECT_EQ(code_of(text + "\n" + good + good), "");
}

TEST_F(SignedCheckpoint, is_refused_with_a_control_character_anywhere) {
  for (const auto* sign : {"\x01", "\t", "\r", "\x1f", "\x7f"}) {
    const auto text = std::string{kOrigin} + "\n1\n" + root_ + "\nutvidelse" + sign + "\n";
    EXPECT_EQ(code_of(signed_text(text)), "tlog.ugyldig_sjekkpunkt") << static_cast<int>(*sign);
  }
  EXPECT_EQ(code_of(signed_text(std::string{kOrigin} + "\n1\n" + root_ + "\n utvidelse\n")), "");
}

TEST_F(SignedCheckpoint, may_have_any_printable_sign_but_plus_in_its_name) {
  EXPECT_TRUE(is_origin("!"));
  EXPECT_TRUE(is_origin("~"));
  EXPECT_TRUE(is_origin("fangst.testby.kommune.no/revisjon"));
  for (const auto* name : {"", " ", "+", "a+", "a b", "a\x7f", "\x1f", "\xc3\xa6", "a\n"})
    EXPECT_FALSE(is_origin(name)) << name;
}

TEST_F(SignedCheckpoint, is_refused_with_a_malformed_verifier_key) {
  const auto note = sign_checkpoint(checkpoint_, key_);
  const auto hash = verifier_key_.substr(std::string_view{kOrigin}.size() + 1, 8);
  const auto rsa_like = std::string{kOrigin} + "+" + hash + "+" + crypto::base64("\x02" + key_.public_bytes());
  for (const auto& key :
       {std::string{}, std::string{kOrigin}, std::string{kOrigin} + "+" + hash, verifier_key_.substr(1),
        verifier_key_ + "A", verifier_key_ + " ", "+" + hash + "+AAAA", "a b+" + hash + "+AAAA", rsa_like}) {
    const auto opened = open_checkpoint(note, key);
    ASSERT_FALSE(opened.has_value()) << key;
    EXPECT_EQ(opened.error().code(), "tlog.ugyldig_noekkel") << key;
  }
}

TEST_F(SignedCheckpoint, is_never_made_for_a_name_that_could_not_be_read_back) {
  for (const auto* name : {"", "a b", "a+b", "a\nb", "bæ.no"}) {
    EXPECT_THROW(verifier_key(name, key_), std::invalid_argument) << name;
    EXPECT_THROW(sign_checkpoint({name, 1, checkpoint_.root}, key_), std::invalid_argument) << name;
  }
}

}  // namespace
}  // namespace fangst::tlog
