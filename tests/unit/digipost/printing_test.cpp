#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

#include <functional>

namespace fangst::digipost {
namespace {

using support::of_length;

constexpr auto kNs = support::SignedDigipost::kNs;

/// A letter that can be printed, and both ends of its sending.
struct Printable : support::SignedDigipost {
  Printable() {
    settings.sender_name = "Reserve kommune";
    letter.mottaker.adresse = model::Adresse{"Storgata 1", "", "", "0155", "Oslo", ""};
  }
  void make_foreign() { letter.mottaker.adresse = model::Adresse{"Vasagatan 1", "", "", "111 20", "Stockholm", "SE"}; }
  void add_document(const std::string& mime_type) {
    auto document = letter.dokumenter[0];
    document.id.clear();
    document.mime_type = mime_type;
    letter.dokumenter.push_back(document);
  }
};

using Change = std::function<void(Printable&)>;
struct Case {
  const char* what;
  Change change;
};

const std::vector<Case>& unprintable() {
  static const std::vector<Case> cases = {
      {"no address", [](auto& p) { p.letter.mottaker.adresse.reset(); }},
      {"no name", [](auto& p) { p.letter.mottaker.navn = " "; }},
      {"a name that is not UTF-8", [](auto& p) { p.letter.mottaker.navn = "Kari \xFF"; }},
      {"line 1 too long", [](auto& p) { p.letter.mottaker.adresse->adresselinje1 = of_length(101); }},
      {"line 2 too long", [](auto& p) { p.letter.mottaker.adresse->adresselinje2 = of_length(101); }},
      {"line 3 too long", [](auto& p) { p.letter.mottaker.adresse->adresselinje3 = of_length(101); }},
      {"a line that is not UTF-8", [](auto& p) { p.letter.mottaker.adresse->adresselinje2 = "\xC3"; }},
      {"no postal code", [](auto& p) { p.letter.mottaker.adresse->postnummer.clear(); }},
      {"a postal code of spaces", [](auto& p) { p.letter.mottaker.adresse->postnummer = "  "; }},
      {"three digits", [](auto& p) { p.letter.mottaker.adresse->postnummer = "015"; }},
      {"five digits", [](auto& p) { p.letter.mottaker.adresse->postnummer = "01555"; }},
      {"not all digits", [](auto& p) { p.letter.mottaker.adresse->postnummer = "015O"; }},
      {"no place", [](auto& p) { p.letter.mottaker.adresse->poststed = " "; }},
      {"place too long", [](auto& p) { p.letter.mottaker.adresse->poststed = of_length(81); }},
      {"abroad without a line 1",
       [](auto& p) {
         p.make_foreign();
         p.letter.mottaker.adresse->adresselinje1 = " ";
       }},
      {"abroad with a code of three letters",
       [](auto& p) {
         p.make_foreign();
         p.letter.mottaker.adresse->landkode = "SWE";
       }},
      {"abroad with a place line too long",
       [](auto& p) {
         p.make_foreign();
         p.letter.mottaker.adresse->poststed = of_length(94);  // with "111 20 " 101 characters
       }},
      {"no sender's name",
       [](auto& p) {
         p.letter.avsender_navn.clear();
         p.settings.sender_name = " ";
       }},
      {"no sender's address",
       [](auto& p) {
         p.letter.retur = {};
         p.settings.return_address.postnummer.clear();
       }},
      {"a text first", [](auto& p) { p.letter.dokumenter[0].mime_type = "text/plain"; }},
      {"a picture first", [](auto& p) { p.letter.dokumenter[0].mime_type = "image/png"; }},
      {"a picture last", [](auto& p) {
         p.add_document("application/pdf");
         p.add_document("image/png");
       }}};
  return cases;
}

TEST(Printing, is_not_offered_beside_a_digital_letter_that_cannot_be_printed) {
  for (const auto& [what, change] : unprintable()) {
    Printable peer;
    change(peer);
    const auto xml = peer.message();
    EXPECT_FALSE(xml.root().find(kNs, "recipient/print-details")) << what;
    EXPECT_TRUE(xml.root().find(kNs, "recipient/personal-identification-number")) << what;
  }
}

TEST(Printing, is_refused_for_a_paper_letter_that_cannot_be_printed) {
  for (const auto& [what, change] : unprintable()) {
    Printable peer;
    peer.letter.is_paper = true;
    change(peer);
    EXPECT_EQ(peer.refusal(), "digipost.kan_ikke_skrives_ut") << what;
  }
}

TEST(Printing, is_offered_up_to_each_limit_and_from_every_source_of_a_sender) {
  const std::vector<Case> cases = {
      {"as it is", [](auto&) {}},
      {"longest lines",
       [](auto& p) {
         p.letter.mottaker.adresse->adresselinje1 = of_length(100);
         p.letter.mottaker.adresse->adresselinje2 = of_length(100);
         p.letter.mottaker.adresse->adresselinje3 = of_length(100);
       }},
      {"no lines at home", [](auto& p) { p.letter.mottaker.adresse->adresselinje1.clear(); }},
      {"longest place", [](auto& p) { p.letter.mottaker.adresse->poststed = of_length(80); }},
      {"longest place line abroad",
       [](auto& p) {
         p.make_foreign();
         p.letter.mottaker.adresse->poststed = of_length(93);
       }},
      {"several PDF", [](auto& p) { p.add_document("application/pdf"); }},
      {"the sender's name from the settings", [](auto& p) { p.letter.avsender_navn.clear(); }},
      {"no address of the sender in the settings", [](auto& p) {
         p.settings.return_address = {};
         p.letter.retur = model::Adresse{"Retur 1", "", "", "5020", "Bergen", "NO"};
       }}};
  for (const auto& [what, change] : cases) {
    Printable peer;
    change(peer);
    EXPECT_TRUE(peer.message().root().find(kNs, "recipient/print-details")) << what;
  }
}

TEST(Printing, names_the_sender_of_the_letter_before_that_of_the_settings) {
  Printable own;
  own.letter.avsender_navn = "Brevets avsender";
  own.letter.retur = model::Adresse{"Retur 1", "", "", "5020", "Bergen", "NO"};
  const auto of_letter = own.message();
  EXPECT_EQ(of_letter.root().text_at(kNs, "recipient/print-details/return-address/name"), "Brevets avsender");
  EXPECT_EQ(of_letter.root().text_at(kNs, "recipient/print-details/return-address/norwegian-address/addressline1"),
            "Retur 1");
  Printable fallback;
  fallback.letter.avsender_navn.clear();
  fallback.letter.retur = model::Adresse{"Retur 1", "", "", "", "Bergen", "NO"};  // cannot be printed
  const auto of_settings = fallback.message();
  EXPECT_EQ(of_settings.root().text_at(kNs, "recipient/print-details/return-address/name"), "Reserve kommune");
  EXPECT_EQ(of_settings.root().text_at(kNs, "recipient/print-details/return-address/norwegian-address/addressline1"),
            "Rådhusgata 1");
}

TEST(Printing, is_monochrome_and_returned_when_it_cannot_be_delivered) {
  Printable peer;
  const auto xml = peer.message();
  const auto print = xml.root().find(kNs, "recipient/print-details");
  ASSERT_TRUE(print);
  EXPECT_EQ(print->text_at(kNs, "color"), "MONOCHROME");
  EXPECT_EQ(print->text_at(kNs, "nondeliverable-handling"), "RETURN_TO_SENDER");
}

TEST(Printing, at_home_is_to_a_norwegian_address_with_and_without_a_country) {
  for (const char* code : {"", "NO"}) {
    Printable peer;
    peer.letter.mottaker.adresse->landkode = code;
    const auto xml = peer.message();
    EXPECT_TRUE(xml.root().find(kNs, "recipient/print-details/recipient/norwegian-address")) << code;
    EXPECT_FALSE(xml.root().find(kNs, "recipient/print-details/recipient/norwegian-address/addressline2"))
        << "an empty line is left out";
  }
}

TEST(Printing, abroad_puts_code_and_place_on_the_last_line) {
  struct Place {
    const char* code;
    const char* place;
    const char* line;
  };
  for (const auto& [code, place, line] :
       {Place{"111 20", "Stockholm", "111 20 Stockholm"}, Place{"", "London", "London"}, Place{"99999", "", "99999"},
        Place{"", "", ""}}) {
    Printable peer;
    peer.letter.is_paper = true;
    peer.letter.mottaker.adresse = model::Adresse{"linje 1", "linje 2", "linje 3", code, place, "GB"};
    const auto xml = peer.message();
    const auto address = xml.root().find(kNs, "recipient/print-details/recipient/foreign-address");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->text_at(kNs, "addressline1"), "linje 1");
    EXPECT_EQ(address->text_at(kNs, "addressline2"), "linje 2");
    EXPECT_EQ(address->text_at(kNs, "addressline3"), "linje 3");
    EXPECT_EQ(address->text_at(kNs, "addressline4"), line);
    EXPECT_EQ(address->find(kNs, "addressline4").has_value(), std::string_view(line) != "");
    EXPECT_EQ(address->text_at(kNs, "country-code"), "GB");
  }
}

TEST(Printing, cuts_a_name_at_130_characters_and_shows_that_it_did) {
  for (const auto& [given, printed] : {std::pair{of_length(130), of_length(130)},
                                       {of_length(131), of_length(129) + "…"},
                                       {std::string("Kari\n\tNordmann"), std::string("Kari  Nordmann")}}) {
    Printable peer;
    peer.letter.mottaker.navn = given;
    EXPECT_EQ(peer.message().root().text_at(kNs, "recipient/print-details/recipient/name"), printed);
  }
}

}  // namespace
}  // namespace fangst::digipost
