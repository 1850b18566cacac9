#include "wire/headers.hpp"

#include <gtest/gtest.h>

#include <string>

namespace pail::wire {
namespace {

const Headers sample = {{"Host", "localhost"},
                        {"x-amz-meta-who", "ann"},
                        {"X-Amz-Meta-Who", ""},
                        {"X-AMZ-META-WHO", "ben"},
                        {"Empty", ""}};

TEST(Headers, are_found_without_case_and_the_first_counts) {
  EXPECT_EQ(sample.find("hOST"), "localhost");
  EXPECT_EQ(sample.find("X-Amz-Meta-Who"), "ann");
  EXPECT_EQ(sample.get("host"), "localhost");
}

TEST(Headers, tell_an_empty_value_from_an_absent_field) {
  EXPECT_EQ(sample.find("empty"), "");
  EXPECT_TRUE(sample.has("empty"));
  EXPECT_FALSE(sample.find("Hos"));
  EXPECT_FALSE(sample.has("Hosts"));
  EXPECT_EQ(sample.get("Hosts"), "");
}

// A quick look at length and first letter, 64 kinds of them, goes before the comparison.
TEST(Headers, are_found_whatever_the_length_of_their_names) {
  for (std::size_t size = 0; size < 200; ++size) {
    SCOPED_TRACE(size);
    const std::string name(size, 'n');
    Headers headers;
    headers.add(name, "v");
    EXPECT_EQ(headers.find(name), "v");
    EXPECT_FALSE(headers.find(name + std::string(64, 'n')));
    EXPECT_FALSE(headers.find(name + "n"));
    headers.clear();
    EXPECT_FALSE(headers.find(name));
  }
}

TEST(Headers, count_and_join_repeated_fields_in_the_order_received) {
  EXPECT_EQ(sample.count("x-amz-meta-who"), 3U);
  EXPECT_EQ(sample.joined("x-amz-meta-who"), "ann,,ben");
  EXPECT_EQ(sample.count("nothing"), 0U);
  EXPECT_EQ(sample.joined("nothing"), "");
  EXPECT_EQ(sample.joined("empty"), "");
}

TEST(Headers, are_kept_in_the_order_received) {
  Headers headers;
  headers.add("B", "1");
  headers.add("A", "2");
  ASSERT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers.all()[0].name, "B");
  EXPECT_EQ(headers.all()[1].name, "A");
  headers.clear();
  EXPECT_TRUE(headers.empty());
}

TEST(FieldBlock, is_what_goes_on_the_wire) {
  FieldBlock block;
  EXPECT_TRUE(block.empty());
  block.add("ETag", "\"abc\"")
      .add("Content-Length", std::uint64_t{18446744073709551615U})
      .add("X", "");
  EXPECT_EQ(block.text(), "ETag: \"abc\"\r\nContent-Length: 18446744073709551615\r\nX: \r\n");
}

TEST(FieldBlock, lets_no_value_split_the_response) {
  FieldBlock block;
  block.add("x-amz-meta-a", std::string_view("1\r\nSet-Cookie: b\0c", 18));
  EXPECT_EQ(block.text(), "x-amz-meta-a: 1  Set-Cookie: b c\r\n");
}

// Values are looked at eight bytes at a time.
TEST(FieldBlock, changes_line_ends_wherever_they_stand_and_nothing_else) {
  for (const char bad : {'\r', '\n', '\0'}) {
    for (std::size_t size = 1; size <= 20; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        SCOPED_TRACE(std::to_string(int{bad}) + " at " + std::to_string(at) + " of " +
                     std::to_string(size));
        std::string value(size, '\x80');
        value[at] = bad;
        std::string expected = value;
        expected[at] = ' ';
        EXPECT_EQ(FieldBlock().add("n", value).text(), "n: " + expected + "\r\n");
      }
    }
  }
  const std::string kept = "a tab\t, \x0b, \x0c, \x01, \x7f, \x80 and \xff: all of it stays";
  EXPECT_EQ(FieldBlock().add("n", kept).text(), "n: " + kept + "\r\n");
}

TEST(FieldBlock, knows_every_name_that_it_was_given_however_it_is_written) {
  FieldBlock block;
  EXPECT_FALSE(block.may_have("Location"));
  block.add("ETag", "1").add("location", "/");
  EXPECT_TRUE(block.may_have("Location"));
  EXPECT_TRUE(block.may_have("eTAG"));
  EXPECT_FALSE(block.may_have("x-amz-version-id"));
}

TEST(FieldBlock, finds_the_first_value_of_a_name) {
  FieldBlock block;
  block.add("Allow", "GET: HEAD").add("allow", "PUT").add("Empty", "");
  EXPECT_EQ(block.find("ALLOW"), "GET: HEAD");
  EXPECT_EQ(block.find("empty"), "");
  EXPECT_FALSE(block.find("GET"));
  EXPECT_FALSE(FieldBlock().find(""));
}

}  // namespace
}  // namespace pail::wire
