#include "client/profile_file.hpp"

#include <gtest/gtest.h>

namespace pail::client {
namespace {

TEST(ProfileFile, ReadsWhatTheUsualToolWrites) {
  const ProfileFile file = parse_profile_file(
      "[default]\n"
      "aws_access_key_id = AKIDDEFAULT\n"
      "aws_secret_access_key=abc/def+ghi=\n"
      "\n"
      "[phone]\n"
      "aws_access_key_id = AKIDPHONE\n");
  ASSERT_EQ(file.size(), 2U);
  EXPECT_EQ(file.at("default"), (Settings{{"aws_access_key_id", "AKIDDEFAULT"},
                                          {"aws_secret_access_key", "abc/def+ghi="}}));
  EXPECT_EQ(file.at("phone"), (Settings{{"aws_access_key_id", "AKIDPHONE"}}));
}

struct LineCase {
  const char* why;
  const char* text;
  Settings expected;  // of section [a]
};

TEST(ProfileFile, BearsWithHandsThatEditIt) {
  const LineCase cases[] = {
      {"comment lines", "[a]\n# x = 1\n; y = 2\n  # z = 3\nk = v\n", {{"k", "v"}}},
      {"a comment behind a value", "[a]\nk = v # note\nl = w ; note\n", {{"k", "v"}, {"l", "w"}}},
      {"a # inside a value belongs to it", "[a]\nk = v#w;x\n", {{"k", "v#w;x"}}},
      {"white space around everything", "  [ a ]  \nk\t=\tv  \n", {{"k", "v"}}},
      {"CRLF line ends", "[a]\r\nk = v\r\n", {{"k", "v"}}},
      {"a byte order mark", "\xEF\xBB\xBF[a]\nk = v\n", {{"k", "v"}}},
      {"no line end at the end", "[a]\nk = v", {{"k", "v"}}},
      {"names in any case, values with theirs", "[a]\nRegion = EU-x\n", {{"region", "EU-x"}}},
      {"the later of two values", "[a]\nk = 1\nk = 2\n", {{"k", "2"}}},
      {"a section that appears twice", "[a]\nk = 1\n[b]\n[a]\nl = 2\n", {{"k", "1"}, {"l", "2"}}},
      {"lines without =", "[a]\nnonsense\nk = v\n", {{"k", "v"}}},
      {"settings before any section", "x = 1\n[a]\nk = v\n", {{"k", "v"}}},
      {"an unclosed section hides its settings", "[a]\nk = v\n[broken\nx = 1\n", {{"k", "v"}}},
      {"nested settings",
       "[a]\ns3 =\n  addressing_style = path\nk = v\n",
       {{"s3", ""}, {"s3.addressing_style", "path"}, {"k", "v"}}},
      {"indented settings that nest under nothing",
       "[a]\nj = 1\n  k = v\n",
       {{"j", "1"}, {"k", "v"}}},
      {"an empty value", "[a]\nk =\n", {{"k", ""}}},
  };
  for (const LineCase& c : cases) {
    SCOPED_TRACE(c.why);
    const ProfileFile file = parse_profile_file(c.text);
    ASSERT_TRUE(file.contains("a"));
    EXPECT_EQ(file.at("a"), c.expected);
  }
}

TEST(ProfileFile, TitlesLoseQuotesAndRepeatedSpaces) {
  EXPECT_TRUE(parse_profile_file("[profile   \"my name\" ]").contains("profile my name"));
  EXPECT_TRUE(parse_profile_file("[\tdefault\t]").contains("default"));
}

TEST(ProfileFile, NothingComesOfNothing) {
  EXPECT_TRUE(parse_profile_file("").empty());
  EXPECT_TRUE(parse_profile_file("\n\n# only\n").empty());
  EXPECT_TRUE(parse_profile_file("k = v\n").empty());
}

}  // namespace
}  // namespace pail::client
