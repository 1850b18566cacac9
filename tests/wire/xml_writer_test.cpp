#include <gtest/gtest.h>

#include "wire/xml.hpp"

namespace pail::wire {
namespace {

const std::string declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

TEST(XmlWriter, writes_the_declaration_a_line_feed_and_one_line) {
  XmlWriter xml;
  xml.open("ListBucketResult", s3_namespace)
      .element("Name", "photos")
      .element("MaxKeys", std::uint64_t{1000})
      .element("IsTruncated", false)
      .element("Prefix", "")
      .open("Contents")
      .element("Key", std::string("a&b"))
      .close()
      .close();
  EXPECT_EQ(
      xml.take(),
      declaration +
          "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>photos</Name>"
          "<MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated><Prefix></Prefix>"
          "<Contents><Key>a&amp;b</Key></Contents></ListBucketResult>");
}

TEST(XmlWriter, writes_attributes_and_empty_elements) {
  XmlWriter xml;
  xml.open("Grantee")
      .attribute("xsi:type", "\"Group\"")
      .text("a<b")
      .empty("URI")
      .attribute("n", "1");
  xml.close();
  EXPECT_EQ(xml.take(),
            declaration + "<Grantee xsi:type=\"&quot;Group&quot;\">a&lt;b<URI n=\"1\"/></Grantee>");
  XmlWriter root;
  root.empty("LocationConstraint", s3_namespace);
  EXPECT_EQ(
      root.take(),
      declaration + "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>");
}

TEST(XmlEscaping, escapes_what_markup_needs_and_control_characters) {
  std::string out = "x";
  append_xml_escaped(out, std::string_view("<a>&\"'\r\n\t\x01\x1f\xc3\xa9\0", 14));
  EXPECT_EQ(out, "x&lt;a&gt;&amp;&quot;'&#13;\n\t&#x1;&#x1f;\xc3\xa9&#x0;");
}

}  // namespace
}  // namespace pail::wire
