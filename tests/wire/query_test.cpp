#include "wire/query.hpp"

#include <gtest/gtest.h>

#include "tests/wire/random_bytes.hpp"
#include "wire/encode.hpp"

namespace pail::wire {
namespace {

Query parsed(std::string_view raw) {
  auto query = Query::parse(raw);
  EXPECT_TRUE(query) << raw;
  return std::move(query.assume_value());
}

TEST(Query, keeps_order_raw_forms_and_the_presence_of_an_equals_sign) {
  const Query query = parsed("b=1&acl&a%2Fb=x+y%3D&empty=&=v");
  ASSERT_EQ(query.all().size(), 5U);
  const QueryParam& escaped = query.all()[2];
  EXPECT_EQ(query.all()[0].name, "b");
  EXPECT_FALSE(query.all()[1].has_equals);
  EXPECT_EQ(escaped.name, "a/b");
  EXPECT_EQ(escaped.value, "x y=");
  EXPECT_EQ(escaped.raw_name, "a%2Fb");
  EXPECT_EQ(escaped.raw_value, "x+y%3D");
  EXPECT_TRUE(query.all()[3].has_equals);
  EXPECT_EQ(query.all()[4].name, "");
}

TEST(Query, splits_a_piece_at_its_first_equals_sign) {
  const Query query = parsed("token=a=b==");
  EXPECT_EQ(query.value("token"), "a=b==");
}

TEST(Query, drops_empty_pieces) {
  EXPECT_TRUE(parsed("").empty());
  EXPECT_TRUE(parsed("&&").empty());
  EXPECT_EQ(parsed("&a&&b&").text(), "a&b");
}

TEST(Query, matches_names_with_case_and_the_first_counts) {
  const Query query = parsed("acl=1&ACL=2&acl=3&versions");
  EXPECT_EQ(query.value("acl"), "1");
  EXPECT_EQ(query.value("ACL"), "2");
  EXPECT_FALSE(query.value("Acl"));
  EXPECT_TRUE(query.has("versions"));
  EXPECT_EQ(query.value("versions"), "");
}

TEST(Query, matches_names_by_their_decoded_form) {
  EXPECT_EQ(parsed("X%2DAmz%2dDate=now").value("X-Amz-Date"), "now");
}

TEST(Query, refuses_broken_escapes_in_names_and_values) {
  for (const char* raw : {"a=%", "a=%4", "a=%zz", "%=1", "ok=1&b%2=2"}) {
    const auto query = Query::parse(raw);
    ASSERT_FALSE(query) << raw;
    EXPECT_EQ(query.assume_error().code(), Errc::InvalidURI) << raw;
  }
}

TEST(Query, points_into_the_target_where_nothing_needs_decoding) {
  const std::string raw = "prefix=photos&delimiter=%2F";
  const Query query = parsed(raw);
  const auto inside = [&](std::string_view view) {
    return view.data() >= raw.data() && view.data() <= raw.data() + raw.size();
  };
  EXPECT_TRUE(inside(query.value("prefix").value()));
  EXPECT_FALSE(inside(query.value("delimiter").value()));
}

TEST(Query, writes_back_what_was_sent) {
  const std::string_view raw = "b=1&acl&a%2fb=x+y&empty=";
  EXPECT_EQ(parsed(raw).text(), raw);
}

TEST(Query, encodes_what_is_added_and_owns_it) {
  Query query;
  {
    std::string name = "a b", value = "x+y/\xc3\xa9";
    query.add(name, value);
    query.add(std::string("acl"));
    name = value = "gone";
  }
  EXPECT_EQ(query.text(), "a%20b=x%2By%2F%C3%A9&acl");
  EXPECT_EQ(query.value("a b"), "x+y/\xc3\xa9");
  EXPECT_FALSE(query.find("acl")->has_equals);
}

// Decoded texts short enough to live inside their strings must not move with them.
TEST(Query, keeps_its_views_when_it_grows_and_when_it_moves) {
  Query query = parsed("%61=%62");
  for (int i = 0; i < 100; ++i) query.add("n" + std::to_string(i), "v");
  const Query moved = std::move(query);
  EXPECT_EQ(moved.value("a"), "b");
  EXPECT_EQ(moved.value("n0"), "v");
  EXPECT_EQ(moved.value("n99"), "v");
}

TEST(Query, reads_back_any_names_and_values_it_has_written) {
  testing::Random random(6);
  for (int round = 0; round < 500; ++round) {
    Query written;
    const std::string name = "n" + testing::random_bytes(random, testing::random_below(random, 9));
    const std::string value = testing::random_bytes(random, testing::random_below(random, 9));
    written.add("first", "");
    written.add(name, value);
    const std::string text = written.text();
    const Query read = parsed(text);
    ASSERT_EQ(read.all().size(), 2U) << text;
    ASSERT_EQ(read.all()[1].name, name) << text;
    ASSERT_EQ(read.all()[1].value, value) << text;
  }
}

}  // namespace
}  // namespace pail::wire
