#include "refusal.hpp"

#include <gmock/gmock.h>

namespace fangst::schemas {
namespace {

using testing::HasSubstr;

const std::string kRead = "lest: ";  // And no text.

std::string with_attributes(std::size_t count, const std::string& prefix = "a") {
  std::string tag = "<n";
  for (std::size_t i = 0; i < count; ++i) tag += " " + prefix + std::to_string(i) + "='u'";
  return tag + "/>";
}

TEST(XmlLimits, of_a_message_are_those_that_a_large_one_needs) {
  EXPECT_EQ(refusal(with_attributes(128)), kRead);
  EXPECT_EQ(refusal(with_attributes(129)), "xml.for_stort");
  EXPECT_EQ(refusal(with_attributes(128, "xmlns:p")), kRead);
  EXPECT_EQ(refusal(with_attributes(129, "xmlns:p")), "xml.for_stort");
  // Those that take long to meet; that they hold is tried below, and with less.
  EXPECT_EQ(XmlLimits().max_bytes, 64UL * 1024 * 1024);
  EXPECT_EQ(XmlLimits().max_elements, 200'000U);
  EXPECT_EQ(XmlLimits().max_attributes, 400'000U);
  EXPECT_EQ(XmlLimits().max_depth, 200U);
}

std::string nested_namespaces(std::size_t count) {
  std::string open, close;
  for (std::size_t i = 0; i < count; ++i) {
    open += "<a xmlns:p" + std::to_string(i) + "='u'>";
    close += "</a>";
  }
  return open + close;
}

TEST(XmlLimits, of_namespaces_count_those_in_scope_alone) {
  XmlLimits limits;
  limits.max_depth = 1'000;
  EXPECT_EQ(refusal(nested_namespaces(256), limits), kRead);
  EXPECT_EQ(refusal(nested_namespaces(257), limits), "xml.for_stort");
  EXPECT_EQ(refusal("<n>" + repeated("<a xmlns:p='u'/>", 1'000) + "</n>"), kRead);
}

TEST(XmlLimits, of_depth_count_what_is_open_alone) {
  EXPECT_EQ(refusal("<n>" + repeated("<a><b/></a>", 1'000) + "</n>"), kRead);
}

TEST(XmlRefusal, says_which_limit_and_where_and_is_no_fault_of_form) {
  XmlLimits limits;
  limits.max_depth = 2;
  limits.max_elements = 5;
  limits.max_attributes = 3;
  limits.max_attributes_per_element = 2;
  limits.max_namespaces_in_scope = 1;
  limits.max_bytes = 200;
  struct Row {
    std::string text, says;
  };
  for (const auto& [text, says] :
       {Row{"<n>\n<a>\n<b/></a></n>", "dyp nøsting (linje 3); grensen er 2"},
        Row{"<n>\n<a/><a/><a/><a/>\n\n<a/></n>", "mange elementer (linje 4); grensen er 5"},
        Row{"<n>\n<a x='' y=''/><a x=''/>\n<a x=''/></n>", "mange attributter (linje 3); grensen er 3"},
        Row{"<n a='' b='' c=''/>", "mange attributter på ett element; grensen er 2"},
        Row{"<n xmlns:a='u'>\n<a xmlns:b='u'/></n>", "mange navnerom (linje 2); grensen er 1"},
        Row{std::string(201, ' '), "mange byte; grensen er 200"}}) {
    const auto document = XmlDocument::parse(text, limits);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().kind(), ErrorKind::too_large) << text;
    EXPECT_THAT(document.error().public_text(), HasSubstr(says));
  }
}

TEST(XmlRefusal, of_a_form_or_an_encoding_is_invalid_input) {
  for (const auto* text : {"<n>", "<!DOCTYPE n><n/>", "<?xml version='1.0' encoding='x'?><n/>",
                           "<?xml version='1.0' encoding='ISO-8859-1'<n/>"}) {
    const auto document = XmlDocument::parse(text);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().kind(), ErrorKind::invalid_input) << text;
  }
}

TEST(XmlEncoding, is_any_of_the_list_however_it_is_written) {
  struct Row {
    const char *name, *bytes, *text;
  };
  for (const auto& [name, bytes, text] :
       {Row{"UTF-8", "\xC3\xA5\xE2\x82\xAC", "å€"}, Row{"utf-8", "\xC3\xA5", "å"}, Row{"UTF8", "\xC3\xA5", "å"},
        Row{"US-ASCII", "a", "a"}, Row{"ascii", "a", "a"}, Row{"ISO-8859-1", "\xE5\xA4", "å¤"},
        Row{"iso8859-1", "\xE5", "å"}, Row{"Latin1", "\xE5", "å"}, Row{"ISO-8859-15", "\xE5\xA4", "å€"},
        Row{"Windows-1252", "\xE5\x80", "å€"}, Row{"cp1252", "\xE5\x80", "å€"}}) {
    for (const std::string& declared :
         {std::string(" encoding='") + name + "'", std::string(" encoding = \"") + name + "\"",
          std::string("\n\tencoding\n=\n'") + name + "' standalone='yes'"}) {
      const auto document = XmlDocument::parse("<?xml version='1.0'" + declared + "?><n>" + bytes + "</n>");
      ASSERT_TRUE(document) << declared << document.error().public_text();
      EXPECT_EQ(document->root().text(), text) << declared;
    }
  }
  for (const auto* declared : {" encoding", " encoding=", " encoding=UTF-8", " encoding='UTF-8", " encoding 'UTF-8'",
                               " encoding=''", " encoding='UTF-16BE'"}) {
    EXPECT_EQ(refusal(std::string("<?xml version='1.0'") + declared + "?><n/>"), "xml.tegnsett") << declared;
  }
}

TEST(XmlEncoding, is_utf_8_when_nothing_is_said) {
  for (const auto* start : {"", "<?xml version='1.0'?>", "<?xml-stylesheet encoding='ISO-8859-1'?>", "\xEF\xBB\xBF"}) {
    const auto document = XmlDocument::parse(std::string(start) + "<n>\xC3\xA5</n>");
    ASSERT_TRUE(document) << start;
    EXPECT_EQ(document->root().text(), "å");
  }
}

TEST(XmlText, is_without_the_white_space_around_it_and_raw_with_it) {
  const auto document = XmlDocument::parse("<n><a>\t\n b \n c\t\n </a><b> \n\t</b><c/><d>\u00A0x\u00A0</d></n>");
  ASSERT_TRUE(document);
  const auto root = document->root();
  EXPECT_EQ(root.text_at("", "a"), "b \n c");
  EXPECT_EQ(root.find("", "a")->raw_text(), "\t\n b \n c\t\n ");
  EXPECT_EQ(root.text_at("", "b"), "");
  EXPECT_EQ(root.text_at("", "c"), "");
  EXPECT_EQ(root.text_at("", "d"), "\u00A0x\u00A0");
}

TEST(XmlNodes, have_their_own_attributes_and_lines_and_places) {
  const auto document = XmlDocument::parse(
      "<n a='1' b='2'>\n<m a='3'/>\n\n<o><m b='4' c='5'/>\n<m/></o>\n<m x:a='6' xmlns:x='u'>7</m></n>");
  ASSERT_TRUE(document);
  const auto root = document->root();
  const auto all = root.children();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(root.attribute("b"), "2");
  EXPECT_EQ(all[0].attribute("a"), "3");
  EXPECT_EQ(all[0].attribute("b"), std::nullopt);
  const auto inner = all[1].children();
  ASSERT_EQ(inner.size(), 2U);
  EXPECT_EQ(inner[0].attribute("b"), "4");
  EXPECT_EQ(inner[0].attribute("c"), "5");
  EXPECT_EQ(inner[1].attribute("b"), std::nullopt);
  EXPECT_EQ(all[2].attribute("a"), std::nullopt) << "that of another namespace is another";
  EXPECT_EQ(all[2].attribute("u", "a"), "6");
  EXPECT_EQ(all[2].attribute("v", "a"), std::nullopt);
  EXPECT_EQ(root.line(), 1);
  EXPECT_EQ(all[0].line(), 2);
  EXPECT_EQ(inner[0].line(), 4);
  EXPECT_EQ(inner[1].line(), 5);
  EXPECT_EQ(root.path(), "/n");
  EXPECT_EQ(all[0].path(), "/n/m[1]");
  EXPECT_EQ(all[1].path(), "/n/o");
  EXPECT_EQ(all[2].path(), "/n/m[2]");
  EXPECT_EQ(inner[1].path(), "/n/o/m[2]");
  EXPECT_EQ(all[1].next_sibling()->text(), "7");
  EXPECT_FALSE(all[2].next_sibling());
  EXPECT_FALSE(all[2].first_child());
  EXPECT_EQ(all[1].first_child()->attribute("c"), "5");
  EXPECT_EQ(root.child("", "m")->attribute("a"), "3") << "the first";
  EXPECT_FALSE(root.child("u", "m"));
  EXPECT_FALSE(root.is("u", "n"));
  EXPECT_FALSE(root.is("", "m"));
}

}  // namespace
}  // namespace fangst::schemas
