#include <fangst/schemas/xml_document.hpp>
#include <fangst/schemas/xml_writer.hpp>

#include <gtest/gtest.h>

namespace fangst::schemas {
namespace {

TEST(XmlWriter, writes_what_the_reader_reads_back) {
  const std::string text = "<&>\"' æ 😀 ]]> \t&amp;";
  XmlWriter xml("brev", "urn:x&y");
  xml.open("a").element("b", text).element_if_given("c", "").element("d", "").close().element_if_given("e", "1");
  const auto document = XmlDocument::parse(xml.finish());
  ASSERT_TRUE(document);
  const auto root = document->root();
  EXPECT_TRUE(root.is("urn:x&y", "brev"));
  EXPECT_EQ(root.find("urn:x&y", "a/b")->raw_text(), text);
  EXPECT_FALSE(root.find("urn:x&y", "a/c"));
  EXPECT_TRUE(root.find("urn:x&y", "a/d"));
  EXPECT_EQ(root.text_at("urn:x&y", "e"), "1");
}

TEST(XmlWriter, closes_what_is_open_at_the_end) {
  XmlWriter xml("a", "urn:x");
  xml.open("b").open("c");
  EXPECT_TRUE(XmlDocument::parse(xml.finish()));
}

}  // namespace
}  // namespace fangst::schemas
