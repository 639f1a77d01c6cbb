#include "refusal.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace fangst::schemas {
namespace {

TEST(HostileXml, refuses_an_external_entity_whatever_it_points_at) {
  EXPECT_EQ(refusal(R"(<!DOCTYPE n [<!ENTITY x SYSTEM "file:///etc/hostname">]><n>&x;</n>)"), "xml.doctype");
  EXPECT_EQ(refusal(R"(<!DOCTYPE n SYSTEM "http://127.0.0.1:1/x.dtd"><n/>)"), "xml.doctype");
  EXPECT_EQ(refusal(R"(<?xml version="1.0"?>
<!-- c --> <!DOCTYPE n PUBLIC "-//X" "x.dtd"><n/>)"),
            "xml.doctype");
}

TEST(HostileXml, refuses_even_an_empty_doctype) {
  EXPECT_EQ(refusal("<!DOCTYPE n><n/>"), "xml.doctype");
  EXPECT_EQ(refusal("<!doctype n><n/>"), "xml.doctype");
}

TEST(HostileXml, refuses_a_doctype_in_utf16) {
  std::string bytes = "\xFF\xFE";
  for (const char c : std::string_view("<!DOCTYPE n [<!ENTITY a 'b'>]><n>&a;</n>")) bytes.append({c, '\0'});
  EXPECT_EQ(refusal(bytes), "xml.doctype");
}

TEST(HostileXml, refuses_billion_laughs_and_quadratic_blow_up) {
  std::string laughs = "<!DOCTYPE l [<!ENTITY l0 \"lol\">";
  for (int i = 1; i < 10; ++i) {
    const auto below = "&l" + std::to_string(i - 1) + ";";
    laughs += "<!ENTITY l" + std::to_string(i) + " \"" + repeated(below, 10) + "\">";
  }
  EXPECT_EQ(refusal(laughs + "]><l>&l9;</l>"), "xml.doctype");
  EXPECT_EQ(
      refusal("<!DOCTYPE l [<!ENTITY a \"" + std::string(100'000, 'a') + "\">]><l>" + repeated("&a;", 5'000) + "</l>"),
      "xml.doctype");
}

TEST(HostileXml, refuses_an_entity_that_nobody_declared) {
  EXPECT_EQ(refusal("<n>&x;</n>"), "xml.ugyldig");
  EXPECT_EQ(refusal("<n a='&x;'/>"), "xml.ugyldig");
}

TEST(HostileXml, reads_xinclude_as_any_other_element) {
  const auto document = XmlDocument::parse(
      R"(<n xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname" parse="text"/></n>)");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().text_content(), "");
}

TEST(HostileXml, allows_the_depth_of_the_limit_and_not_one_more) {
  const XmlLimits limits;
  const auto nested = [](std::size_t depth) { return repeated("<a>", depth) + repeated("</a>", depth); };
  EXPECT_EQ(refusal(nested(limits.max_depth)), "lest: ");
  EXPECT_EQ(refusal(nested(limits.max_depth + 1)), "xml.for_stort");
  EXPECT_EQ(refusal(repeated("<a>", 1'000'000)), "xml.for_stort");
}

TEST(HostileXml, refuses_more_elements_than_the_limit) {
  XmlLimits limits;
  limits.max_elements = 1'000;
  EXPECT_EQ(refusal("<n>" + repeated("<a/>", 999) + "</n>", limits), "lest: ");
  EXPECT_EQ(refusal("<n>" + repeated("<a/>", 1'000) + "</n>", limits), "xml.for_stort");
}

TEST(HostileXml, refuses_more_attributes_than_the_limits) {
  XmlLimits limits;
  limits.max_attributes = 10;
  limits.max_attributes_per_element = 4;
  EXPECT_EQ(refusal("<n>" + repeated("<a x='1' y='>'/>", 5) + "</n>", limits), "lest: ");
  EXPECT_EQ(refusal("<n>" + repeated("<a x='1' y='2'/>", 6) + "</n>", limits), "xml.for_stort");
  EXPECT_EQ(refusal("<n a='=====' b='1' c='1' d='1'/>", limits), "lest: ");
  EXPECT_EQ(refusal("<n a='1' b='1' c='1' d='1' e='1'/>", limits), "xml.for_stort");
}

TEST(HostileXml, refuses_one_tag_with_a_million_attributes_at_once) {
  std::string tag = "<n";
  for (int i = 0; i < 1'000'000; ++i) tag += " a" + std::to_string(i) + "=''";
  EXPECT_EQ(refusal(tag + "/>"), "xml.for_stort");
}

TEST(HostileXml, counts_markup_characters_in_comments_cdata_and_instructions_as_text) {
  XmlLimits limits;
  limits.max_attributes_per_element = 1;
  EXPECT_EQ(refusal("<n><!-- <a b='' c='' \" --><![CDATA[<a b='' c='' d=\"]]><?p a=b c=d <!DOCTYPE ?></n>", limits),
            "lest: <a b='' c='' d=\"");
}

TEST(HostileXml, refuses_a_pile_of_namespaces_in_scope) {
  std::string deep;
  for (int level = 0; level < 10; ++level) {
    deep += "<a";
    for (int i = 0; i < 100; ++i) deep += " xmlns:p" + std::to_string(level * 100 + i) + "='u'";
    deep += ">";
  }
  EXPECT_EQ(refusal(deep + repeated("</a>", 10)), "xml.for_stort");
}

TEST(HostileXml, refuses_a_document_above_the_byte_limit_also_after_conversion) {
  XmlLimits limits;
  limits.max_bytes = 100;
  EXPECT_EQ(refusal("<n>" + std::string(93, 'a') + "</n>", limits), "lest: " + std::string(93, 'a'));
  EXPECT_EQ(refusal("<n>" + std::string(94, 'a') + "</n>", limits), "xml.for_stort");
  EXPECT_EQ(refusal("<?xml version='1.0' encoding='ISO-8859-1'?><n>" + std::string(40, '\xE5') + "</n>", limits),
            "xml.for_stort");
}

TEST(HostileXml, refuses_encodings_outside_the_list) {
  for (const auto* name : {"UTF-7", "EBCDIC-CP-US", "ISO-2022-CN-EXT", "UCS-4", "HZ", "x"}) {
    EXPECT_EQ(refusal("<?xml version='1.0' encoding='" + std::string(name) + "'?><n/>"), "xml.tegnsett") << name;
  }
  const std::string endless = "<?xml version='1.0'" + std::string(10'000, ' ') + "encoding='UTF-7'?><n/>";
  EXPECT_EQ(refusal(endless), "xml.ugyldig");
}

TEST(HostileXml, refuses_bytes_that_are_not_the_declared_encoding) {
  EXPECT_EQ(refusal("<n>\xE5</n>"), "xml.ugyldig");
  EXPECT_EQ(refusal("<n>\xED\xA0\x80</n>"), "xml.ugyldig");
  EXPECT_EQ(refusal(std::string("<n>a\0b</n>", 10)), "xml.ugyldig");
}

TEST(HostileXml, refuses_prefixes_without_namespace_and_doubled_attributes) {
  EXPECT_EQ(refusal("<p:n/>"), "xml.ugyldig");
  EXPECT_EQ(refusal("<n a='1' a='2'/>"), "xml.ugyldig");
  EXPECT_EQ(refusal("<n xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>"), "xml.ugyldig");
}

TEST(HostileXml, refuses_what_is_not_one_whole_document) {
  for (const auto* text :
       {"", " ", "x", "<n>", "<n/><n/>", "<n/>x", "\x1F\x8B\x08", "{}", "<", "<n", "<n a='", "<!--"}) {
    EXPECT_EQ(refusal(text), "xml.ugyldig") << text;
  }
}

TEST(HostileXml, quotes_nothing_of_the_document_in_the_error) {
  const auto document = XmlDocument::parse("<hemmelig>13899999999<feil></hemmelig>");
  ASSERT_FALSE(document);
  const auto all = document.error().public_text() + document.error().private_detail() + document.error().where();
  EXPECT_EQ(all.find("hemmelig"), std::string::npos) << all;
  EXPECT_EQ(all.find("138"), std::string::npos) << all;
}

TEST(HostileXml, answers_every_mutation_of_a_message_with_a_document_or_an_error) {
  const std::string seed =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- k --><m:M xmlns:m='urn:m' a='&amp;&#38;'><m:D>tekst &lt; "
      "&#xE5;</m:D><![CDATA[x]]><?pi p?><m:E b=\"2\"/></m:M>";
  const std::string_view alphabet("<>&;!-[]?'\"=/ :#xaD\xE5\xFF\0", 22);
  std::mt19937 random(20261121);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  std::size_t read = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = seed;
    for (std::size_t change = 0; change <= below(4); ++change) {
      const auto at = below(text.size());
      switch (below(3)) {
        case 0:
          text[at] = alphabet[below(alphabet.size())];
          break;
        case 1:
          text.erase(at, 1 + below(6));
          break;
        default:
          text.insert(at, text.substr(below(text.size()), 1 + below(20)));
          break;
      }
      if (text.empty()) text = " ";
    }
    if (const auto document = XmlDocument::parse(text)) {
      static_cast<void>(document->root().text_content());
      ++read;
    } else {
      EXPECT_FALSE(document.error().public_text().empty());
      ++refused;
    }
  }
  EXPECT_GT(read, 100U);
  EXPECT_GT(refused, 100U);
}

}  // namespace
}  // namespace fangst::schemas
