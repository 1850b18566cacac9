#include "signer/canonical.hpp"

#include <gtest/gtest.h>

namespace pail::signer::canonical {
namespace {

std::string unfolded(std::string_view value) {
  Text out;
  append_unfolded(out, value);
  return '<' + out.string() + '>';
}

std::string collapsed(std::string_view value) {
  Text out;
  append_collapsed(out, value);
  return '<' + out.string() + '>';
}

TEST(Unfolded, TrimsButKeepsInnerSpaces) {
  EXPECT_EQ(unfolded(" \t a   b\t"), "<a   b>");
  EXPECT_EQ(unfolded(""), "<>");
  EXPECT_EQ(unfolded(" "), "<>");
}

TEST(Unfolded, AFoldIsOneSpace) {
  EXPECT_EQ(unfolded("a\r\n \t b"), "<a b>");
  EXPECT_EQ(unfolded("a\n b"), "<a b>");
  EXPECT_EQ(unfolded("a \r\n b"), "<a  b>");
  EXPECT_EQ(unfolded("a\r\n b\r\n\tc"), "<a b c>");
}

TEST(Unfolded, NoLineEndSurvives) {
  EXPECT_EQ(unfolded("a\nb"), "<a b>");
  EXPECT_EQ(unfolded("a\r\nb\n"), "<a b>");
  EXPECT_EQ(unfolded("a\n\nb"), "<a  b>");
}

TEST(Collapsed, EveryRunOfWhiteSpaceIsOneSpace) {
  EXPECT_EQ(collapsed("  a   b \t\r\n c "), "<a b c>");
  EXPECT_EQ(collapsed("abc"), "<abc>");
  EXPECT_EQ(collapsed("   "), "<>");
}

TEST(Lower, AppendsBehindWhatIsThere) {
  Text out;
  out += "Kept";
  append_lower(out, "X-Amz-\xc3\x89");
  EXPECT_EQ(out.view(), "Keptx-amz-\xc3\x89");
}

TEST(NameLess, ComparesLowerCasedBytes) {
  EXPECT_TRUE(name_less("X-AMZ-A", "x-amz-b"));
  EXPECT_FALSE(name_less("x-amz-b", "X-AMZ-A"));
  EXPECT_FALSE(name_less("X-Amz-A", "x-amz-a"));
  EXPECT_TRUE(name_less("x-amz", "x-amz-a"));
  EXPECT_TRUE(name_less("a", "\xc3"));
}

TEST(RequestDate, AmzDateCountsEvenWhenItIsEmpty) {
  const auto text = [](const wire::Headers& headers) { return request_date(headers).text; };
  EXPECT_EQ(text({{"Date", "d"}, {"X-Amz-Date", "x"}}), "x");
  EXPECT_EQ(text({{"Date", "d"}, {"x-amz-date", ""}}), "");
  EXPECT_EQ(text({{"Date", " d "}}), "d");
  EXPECT_EQ(text({}), "");
}

TEST(RequestDate, SaysWhichOfTheTwoItIs) {
  EXPECT_TRUE(request_date({{"Date", "d"}, {"x-amz-date", ""}}).is_amz);
  EXPECT_FALSE(request_date({{"Date", "d"}}).is_amz);
  EXPECT_FALSE(request_date({}).is_amz);
}

}  // namespace
}  // namespace pail::signer::canonical
