#include "wire/xml.hpp"

#include <gtest/gtest.h>

#include "wire/limits.hpp"

namespace pail::wire {
namespace {

// A document that must parse, kept alive for the nodes looked at.
class XmlTest : public ::testing::Test {
 protected:
  XmlNode root(std::string_view text) {
    auto parsed = XmlDocument::parse(text);
    EXPECT_TRUE(parsed) << text;
    if (!parsed) return XmlNode();
    document_.emplace(std::move(parsed.assume_value()));
    return document_->root();
  }

 private:
  std::optional<XmlDocument> document_;
};

using Xml = XmlTest;

TEST_F(Xml, is_read_with_any_prefix_or_namespace_and_without) {
  for (const char* text :
       {"<Delete><Key>a</Key></Delete>",
        "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Key>a</Key></Delete>",
        "<s:Delete xmlns:s=\"urn:x\"><s:Key>a</s:Key></s:Delete>"}) {
    const XmlNode node = root(text);
    EXPECT_EQ(node.name(), "Delete") << text;
    EXPECT_EQ(node.child_text("Key"), "a") << text;
  }
}

TEST_F(Xml, may_have_a_byte_order_mark_a_declaration_comments_and_white_space_around) {
  EXPECT_EQ(
      root(
          "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- a --><A/> \n<!-- b -->\n")
          .name(),
      "A");
}

// "<Key> </Key>" names the key that is one space.
TEST_F(Xml, keeps_white_space_inside_an_element) {
  const XmlNode node = root("<A>\n <Key> </Key><Key> a\tb </Key><Key>\n</Key></A>");
  ASSERT_EQ(node.children().size(), 3U);
  EXPECT_EQ(node.children()[0].text(), " ");
  EXPECT_EQ(node.children()[1].text(), " a\tb ");
  EXPECT_EQ(node.children()[2].text(), "\n");
}

TEST_F(Xml, joins_text_around_comments_cdata_and_elements) {
  EXPECT_EQ(root("<A>a<!-- x -->b<![CDATA[<&c>]]>d<B>no</B>e</A>").text(), "ab<&c>de");
  EXPECT_EQ(root("<A><![CDATA[]]></A>").text(), "");
  EXPECT_EQ(root("<A/>").text(), "");
}

TEST_F(Xml, resolves_references_and_line_ends) {
  EXPECT_EQ(root("<A>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#xE9;&#x1F600;</A>").text(),
            "<>&\"'AB\xc3\xa9\xf0\x9f\x98\x80");
  EXPECT_EQ(root("<A>a\r\nb&#13;c</A>").text(), "a\nb\rc");
  EXPECT_EQ(root("<A>&#x1;</A>").text(), "\x01");  // as S3 writes keys that hold such a character
}

TEST_F(Xml, finds_children_by_local_name_in_order) {
  const XmlNode node = root("<A><x:B>1</x:B><C>2</C><B>3</B></A>");
  ASSERT_EQ(node.children().size(), 3U);
  ASSERT_EQ(node.children("B").size(), 2U);
  EXPECT_EQ(node.children("B")[1].text(), "3");
  EXPECT_EQ(node.child("B").text(), "1");
  EXPECT_FALSE(node.child("D"));
  EXPECT_EQ(node.child_text("D"), "");
  EXPECT_FALSE(node.child("D").child("E"));
}

TEST_F(Xml, finds_attributes_by_local_name) {
  const XmlNode node = root(
      "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\" "
      "b=\"&lt;\"/>");
  EXPECT_EQ(node.attribute("type"), "Group");
  EXPECT_EQ(node.attribute("b"), "<");
  EXPECT_EQ(node.attribute("c"), "");
}

TEST_F(Xml, keeps_its_nodes_when_the_document_moves) {
  auto parsed = XmlDocument::parse("<A><B>1</B></A>");
  ASSERT_TRUE(parsed);
  const XmlNode node = parsed.assume_value().root();
  const XmlDocument moved = std::move(parsed.assume_value());
  EXPECT_EQ(node.child_text("B"), "1");
}

TEST_F(Xml, refuses_what_is_not_one_well_formed_tree) {
  const char* const texts[] = {"",
                               " ",
                               "text",
                               "<A>",
                               "<A></B>",
                               "<A/><B/>",
                               "<A/>text",
                               "text<A/>",
                               "<A/><![CDATA[x]]>",
                               "<A><B></A></B>",
                               "<A b=1/>",
                               "<A",
                               "</A>",
                               "<A>&nbsp;</A>",
                               "<A>&amp</A>",
                               "<A>& </A>",
                               "<A>&#0;</A>",
                               "<A>&#x00;</A>",
                               "<A>&#;</A>",
                               "<A>&#xg;</A>",
                               "<A>&#-1;</A>",
                               "<A>&#xD800;</A>",
                               "<A>&#x110000;</A>",
                               "<A>&#4294967361;</A>",
                               "<A b=\"&x;\"/>",
                               "<!-- only -->",
                               "<A>\x01</A>",
                               "<A>\xff</A>",
                               "{\"json\": true}"};
  for (const char* text : texts) {
    const auto parsed = XmlDocument::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.assume_error().code(), Errc::MalformedXML) << text;
  }
  EXPECT_FALSE(XmlDocument::parse(std::string_view("<A/>\0garbage", 12)));
}

TEST_F(Xml, refuses_a_dtd_but_not_its_letters_in_text) {
  EXPECT_FALSE(XmlDocument::parse("<!DOCTYPE A><A/>"));
  EXPECT_FALSE(XmlDocument::parse("<!DOCTYPE A [<!ENTITY x \"y\">]><A>&x;</A>"));
  EXPECT_EQ(root("<A><!-- <!DOCTYPE & --><![CDATA[<!DOCTYPE &]]></A>").text(), "<!DOCTYPE &");
}

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += "<A>";
  for (std::size_t i = 0; i < depth; ++i) text += "</A>";
  return text;
}

TEST_F(Xml, is_limited_in_depth) {
  EXPECT_TRUE(XmlDocument::parse(nested(limits::xml_depth_max)));
  EXPECT_FALSE(XmlDocument::parse(nested(limits::xml_depth_max + 1)));
  EXPECT_FALSE(XmlDocument::parse(nested(100'000)));  // must not cost the stack either
}

}  // namespace
}  // namespace pail::wire
