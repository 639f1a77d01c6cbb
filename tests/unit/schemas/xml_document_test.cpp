#include <fangst/schemas/xml_document.hpp>

#include <gtest/gtest.h>

namespace fangst::schemas {
namespace {

constexpr std::string_view kNs = "urn:test:a";

XmlDocument read(std::string_view bytes) {
  auto document = XmlDocument::parse(bytes);
  if (!document) throw std::runtime_error(document.error().code() + ": " + document.error().public_text());
  return *std::move(document);
}

TEST(XmlDocument, reads_elements_by_namespace_and_path) {
  const auto document = read(R"(<?xml version="1.0" encoding="UTF-8"?>
<a:Melding xmlns:a="urn:test:a" xmlns="urn:test:b">
  <a:Dokument nr="1"><a:Tittel> Vedtak om tjeneste </a:Tittel></a:Dokument>
  <Dokument/>
  <a:Dokument nr="2"><a:Tittel>Vedlegg</a:Tittel><a:Tittel>Andre</a:Tittel></a:Dokument>
</a:Melding>)");
  const auto root = document.root();
  EXPECT_TRUE(root.is(kNs, "Melding"));
  EXPECT_EQ(root.children().size(), 3U);
  EXPECT_EQ(root.children(kNs, "Dokument").size(), 2U);
  EXPECT_EQ(root.text_at(kNs, "Dokument/Tittel"), "Vedtak om tjeneste");
  EXPECT_EQ(root.find(kNs, "Dokument/Tittel")->raw_text(), " Vedtak om tjeneste ");
  const auto titles = root.find_all(kNs, "Dokument/Tittel");
  ASSERT_EQ(titles.size(), 3U);
  EXPECT_EQ(titles[2].text(), "Andre");
  EXPECT_EQ(titles[2].path(), "/Melding/Dokument[2]/Tittel[2]");
  EXPECT_EQ(titles[2].line(), 5);
  EXPECT_EQ(root.child("urn:test:b", "Dokument")->path(), "/Melding/Dokument");
  EXPECT_FALSE(root.find(kNs, "Dokument/Finnes/Ikke"));
  EXPECT_EQ(root.text_at(kNs, "Dokument/Finnes"), "");
}

TEST(XmlDocument, find_looks_in_later_branches_when_the_first_has_no_match) {
  const auto document = read("<r><a/><a><b>her</b></a></r>");
  EXPECT_EQ(document.root().text_at("", "a/b"), "her");
}

TEST(XmlDocument, keeps_text_and_cdata_in_document_order_around_children) {
  const auto document = read("<n>en <b>to</b> tre<![CDATA[ <fire> &]]><i> fem<u>seks</u></i>&lt;&#229;&amp;</n>");
  EXPECT_EQ(document.root().text_content(), "en to tre <fire> & femseks<å&");
  EXPECT_EQ(document.root().raw_text(), "en  tre <fire> &<å&");
}

TEST(XmlDocument, gives_attribute_values_as_they_were_meant) {
  const auto document =
      read(R"(<n xmlns:x="urn:x" a="1 &amp; 2" b="&amp;#38;" c="&#38;amp;" d='&lt;"&#xE5;' x:a="annen" e=""/>)");
  const auto root = document.root();
  EXPECT_EQ(root.attribute("a"), "1 & 2");
  EXPECT_EQ(root.attribute("b"), "&#38;");
  EXPECT_EQ(root.attribute("c"), "&amp;");
  EXPECT_EQ(root.attribute("d"), "<\"å");
  EXPECT_EQ(root.attribute("urn:x", "a"), "annen");
  EXPECT_EQ(root.attribute("e"), "");
  EXPECT_EQ(root.attribute("f"), std::nullopt);
}

TEST(XmlDocument, reads_the_encodings_that_specialist_systems_use) {
  const std::string_view expected = "Blåbærsyltetøy";
  EXPECT_EQ(read("\xEF\xBB\xBF<n>Blåbærsyltetøy</n>").root().text(), expected);
  EXPECT_EQ(read("<?xml version='1.0' encoding='ISO-8859-1'?><n>Bl\xE5"
                 "b\xE6rsyltet\xF8y</n>")
                .root()
                .text(),
            expected);
  EXPECT_EQ(read("<?xml version=\"1.0\" encoding=\"windows-1252\" ?><n>\x80 Bl\xE5"
                 "b\xE6r</n>")
                .root()
                .text(),
            "€ Blåbær");
}

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t c : text) {
    const char high = static_cast<char>(c >> 8);
    const char low = static_cast<char>(c & 0xFF);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

TEST(XmlDocument, reads_utf16_of_either_byte_order_even_across_conversion_pieces) {
  std::u16string text = u"<?xml version='1.0' encoding='UTF-16'?><n>";
  for (int i = 0; i < 40'000; ++i) text += u"å😀x";
  text += u"</n>";
  for (const bool big_endian : {true, false}) {
    const auto document = read(utf16(text, big_endian));
    EXPECT_EQ(document.root().raw_text().size(), 40'000U * 7) << big_endian;
    EXPECT_EQ(document.root().raw_text().substr(0, 7), "å😀x");
  }
}

TEST(XmlDocument, refuses_half_a_character_at_the_end_of_utf16) {
  const auto whole = utf16(u"<n>abc</n>", false);
  EXPECT_FALSE(XmlDocument::parse(whole + "<"));
  EXPECT_TRUE(XmlDocument::parse(whole));
}

TEST(XmlDocument, stays_valid_while_a_copy_lives_and_the_input_is_gone) {
  auto document =
      std::make_optional(read(std::string("<n><a>tekst som er lang nok til ikke å ligge i objektet</a></n>")));
  const auto copy = *document;
  document.reset();
  EXPECT_EQ(copy.root().text_at("", "a"), "tekst som er lang nok til ikke å ligge i objektet");
}

TEST(XmlDocument, reads_an_embedded_document_larger_than_libxml2s_own_text_limit) {
  const std::string base64(12U << 20U, 'A');
  EXPECT_EQ(read("<n><d>" + base64 + "</d></n>").root().text_at("", "d").size(), base64.size());
}

TEST(XmlDocument, names_the_line_of_the_fault) {
  const auto document = XmlDocument::parse("<n>\n<a>\n</b>\n</n>");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().kind(), ErrorKind::invalid_input);
  EXPECT_EQ(document.error().code(), "xml.ugyldig");
  EXPECT_NE(document.error().public_text().find("linje 3"), std::string::npos) << document.error().public_text();
}

}  // namespace
}  // namespace fangst::schemas
