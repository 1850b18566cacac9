#include "emulator/documents/tag_set.hpp"

#include <gtest/gtest.h>

#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using model::Pairs;

// "k=v,k2=v2", or "InvalidTag: message [TagKey=k TagValue=v]".
std::string shown(const wire::Result<Pairs>& parsed) {
  std::string text;
  if (parsed) {
    for (const auto& [key, value] : parsed.value()) {
      text.append(text.empty() ? "" : ",").append(key).append("=").append(value);
    }
    return text;
  }
  text.append(parsed.error().code_text())
      .append(": ")
      .append(parsed.error().message().value_or(""));
  for (const auto& detail : parsed.error().details()) {
    text.append(" ").append(detail.name).append("=").append(detail.value);
  }
  return text;
}

std::string tag(std::string_view key, std::string_view value) {
  return "<Tag><Key>" + std::string(key) + "</Key><Value>" + std::string(value) + "</Value></Tag>";
}
std::string tagging(const std::string& tags) {
  return "<Tagging><TagSet>" + tags + "</TagSet></Tagging>";
}
std::string numbered_tags(int count) {
  std::string tags;
  for (int i = 0; i < count; ++i) tags += tag("k" + std::to_string(i), "v");
  return tags;
}
std::string parsed(const std::string& document, TagOwner owner = TagOwner::object) {
  return shown(parse_tagging(document, owner));
}

TEST(TaggingHeader, IsUrlEncodedPairs) {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"k=v", "k=v"},
      {"b=2&a=1", "a=1,b=2"},
      {"foo=bar&bar", "bar=,foo=bar"},
      {"k=", "k="},
      {"&k=v&", "k=v"},
      {"a+b=c%20d", "a b=c d"},
      {"k=a=b", "k=a=b"},
      {"%C3%BC=%F0%9F%98%80", "\xC3\xBC=\xF0\x9F\x98\x80"},
      {"project/a:b@c_d-e.f+g=1", "project/a:b@c_d-e.f g=1"},
  };
  for (const auto& [header, tags] : cases) {
    EXPECT_EQ(shown(parse_tagging_header(header)), tags) << header;
  }
}

TEST(TaggingHeader, WithBadEncodingOrAKeyTwiceIsNoSuchHeader) {
  for (const std::string header : {"a=1&a=2", "a=%zz", "a%4=1", "%ff=1", "a=%C3"}) {
    EXPECT_EQ(shown(parse_tagging_header(header)),
              "InvalidArgument: The header 'x-amz-tagging' shall be encoded as UTF-8 then "
              "URLEncoded URL query parameters without tag name duplicates. "
              "ArgumentName=x-amz-tagging ArgumentValue=" +
                  header);
  }
}

TEST(TaggingHeader, KeepsTheRulesOfTags) {
  EXPECT_EQ(shown(parse_tagging_header("=v")),
            "InvalidTag: The TagKey you have provided is invalid TagKey=");
  EXPECT_EQ(shown(parse_tagging_header("a%3Cb=v")),
            "InvalidTag: The TagKey you have provided is invalid TagKey=a<b");
  EXPECT_EQ(shown(parse_tagging_header("a=1&aws:b=2")),
            "InvalidTag: Your TagKey cannot be prefixed with aws: TagKey=aws:b");
  EXPECT_EQ(shown(parse_tagging_header("0&1&2&3&4&5&6&7&8&9&10")),
            "BadRequest: Object tags cannot be greater than 10");
}

TEST(TaggingDocument, IsReadWithAnyNamespaceAndOrder) {
  EXPECT_EQ(parsed(tagging("")), "");
  EXPECT_EQ(parsed(tagging(tag("b", "2") + tag("a", "1"))), "a=1,b=2");
  EXPECT_EQ(parsed("<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet><Tag>"
                   "<Value>v</Value><Key>k</Key></Tag></TagSet></Tagging>"),
            "k=v");
  EXPECT_EQ(parsed(tagging(tag("k", ""))), "k=");
}

TEST(TaggingDocument, OfAnotherShapeIsMalformed) {
  for (const std::string document :
       {"x", "<Tagging/>", "<Tagging></Tagging>", "<TagSet></TagSet>", "<Tagging><Tag/></Tagging>",
        "<Tagging><TagSet/><TagSet/></Tagging>", "<Tagging><TagSet><Tag/></TagSet></Tagging>",
        "<Tagging><TagSet><Tag><Key>k</Key></Tag></TagSet></Tagging>",
        "<Tagging><TagSet><Tag><Value>k</Value></Tag></TagSet></Tagging>",
        "<Tagging><TagSet><Tag><Key>k</Key><Key>l</Key></Tag></TagSet></Tagging>",
        "<Tagging><TagSet><Other><Key>k</Key><Value>v</Value></Other></TagSet></Tagging>",
        "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value><X/></Tag></TagSet></Tagging>",
        "<Tagging><TagSet><Tag><Key>k<b/></Key><Value>v</Value></Tag></TagSet></Tagging>"}) {
    EXPECT_EQ(parsed(document).substr(0, 12), "MalformedXML") << document;
  }
  EXPECT_EQ(parsed("").substr(0, 23), "MissingRequestBodyError");
}

TEST(TaggingDocument, KeepsTheRulesOfTags) {
  EXPECT_EQ(parsed(tagging(tag("k", "1") + tag("k", "2"))),
            "InvalidTag: Cannot provide multiple Tags with the same key TagKey=k");
  EXPECT_EQ(parsed(tagging(tag("", "v"))),
            "InvalidTag: The TagKey you have provided is invalid TagKey=");
  EXPECT_EQ(parsed(tagging(tag("a*b", "v"))),
            "InvalidTag: The TagKey you have provided is invalid TagKey=a*b");
  EXPECT_EQ(parsed(tagging(tag("k", "a\tb"))),
            "InvalidTag: The TagValue you have provided is invalid TagKey=k TagValue=a\tb");
}

TEST(TaggingDocument, CountsCharactersNotBytes) {
  const std::string umlaut = "\xC3\xBC";
  std::string key, value;
  for (int i = 0; i < 128; ++i) key += umlaut;
  for (int i = 0; i < 256; ++i) value += umlaut;
  EXPECT_EQ(parsed(tagging(tag(key, value))), key + "=" + value);
  EXPECT_EQ(parsed(tagging(tag(key + "x", value))),
            "InvalidTag: The TagKey you have provided is invalid TagKey=" + key + "x");
  EXPECT_EQ(
      parsed(tagging(tag("k", value + "x"))),
      "InvalidTag: The TagValue you have provided is invalid TagKey=k TagValue=" + value + "x");
}

TEST(TaggingDocument, OfABucketMayHaveMoreAndSpeaksOfSystemTagsInItsOwnWords) {
  EXPECT_EQ(parsed(tagging(tag("aws:x", "v"))),
            "InvalidTag: Your TagKey cannot be prefixed with aws: TagKey=aws:x");
  EXPECT_EQ(parsed(tagging(tag("aws:x", "v")), TagOwner::bucket),
            "InvalidTag: System tags cannot be added/updated by requester TagKey=aws:x");
  EXPECT_TRUE(parse_tagging(tagging(numbered_tags(10)), TagOwner::object));
  EXPECT_EQ(parsed(tagging(numbered_tags(11))),
            "BadRequest: Object tags cannot be greater than 10");
  EXPECT_TRUE(parse_tagging(tagging(numbered_tags(50)), TagOwner::bucket));
  EXPECT_EQ(parsed(tagging(numbered_tags(51)), TagOwner::bucket),
            "BadRequest: Bucket tag count cannot be greater than 50");
}

TEST(TaggingField, OfAnotherRootSaysNothing) {
  EXPECT_EQ(shown(parse_tagging_field(tagging(tag("k", "v")))), "k=v");
  EXPECT_EQ(shown(parse_tagging_field("<Other><TagSet/></Other>")), "");
  EXPECT_EQ(shown(parse_tagging_field("k=v")).substr(0, 12), "MalformedXML");
}

TEST(TaggingDocument, WrittenIsReadAgain) {
  const Pairs tags = {{"a&b", "<1>"}, {"k", ""}};
  const auto document = wire::XmlDocument::parse(tagging_document(tags));
  ASSERT_TRUE(document);
  const auto nodes = document.value().root().child("TagSet").children("Tag");
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes[0].child_text("Key"), "a&b");
  EXPECT_EQ(nodes[0].child_text("Value"), "<1>");
  EXPECT_EQ(nodes[1].child_text("Key"), "k");
}

}  // namespace
}  // namespace pail::emulator::documents
