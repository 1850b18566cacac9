#include "emulator/header_text.hpp"

#include <gtest/gtest.h>

namespace pail::emulator {
namespace {

TEST(HeaderText, DecodesEncodedWords) {
  const std::pair<std::string, std::string> cases[] = {
      {"plain", "plain"},
      {"", ""},
      {"caf\xc3\xa9", "caf\xc3\xa9"},
      {"caf\xe9", "caf\xc3\xa9"},
      {"=?UTF-8?Q?caf=C3=A9?=", "caf\xc3\xa9"},
      {"=?utf-8?q?caf=c3=a9_au_lait?=", "caf\xc3\xa9 au lait"},
      {"=?UTF-8?B?w6k=?=", "\xc3\xa9"},
      {"=?ISO-8859-1?Q?=E9?=", "\xc3\xa9"},
      {"=?us-ascii?B?YQ==?=", "a"},
      {"a =?UTF-8?B?w6k=?= b", "a \xc3\xa9 b"},
      {"=?UTF-8?B?w6k=?= =?UTF-8?B?w6k=?=", "\xc3\xa9\xc3\xa9"},
      {"=?UTF-8?B?w6k=?= x", "\xc3\xa9 x"},
      // Not words: kept as they are.
      {"=?UTF-8?B?!!?=", "=?UTF-8?B?!!?="},
      {"=?UTF-8?Q?=C3?=", "=?UTF-8?Q?=C3?="},
      {"=?UTF-8?Q?=X?=", "=?UTF-8?Q?=X?="},
      {"=?UTF-8?X?a?=", "=?UTF-8?X?a?="},
      {"=?KOI8-R?B?w6k=?=", "=?KOI8-R?B?w6k=?="},
      {"=?UTF-8?Q?a", "=?UTF-8?Q?a"},
      {"=?", "=?"},
  };
  for (const auto& [sent, text] : cases) EXPECT_EQ(utf8_of_header(sent), text) << sent;
}

TEST(HeaderText, EncodesWhatIsNotAscii) {
  const std::pair<std::string, std::string> cases[] = {
      {"plain = ? _", "plain = ? _"},
      {"caf\xc3\xa9", "=?UTF-8?Q?caf=C3=A9?="},
      {"a_b c=d?\xc3\xa9", "=?UTF-8?Q?a=5Fb_c=3Dd=3F=C3=A9?="},
      {"\xc3\xa9", "=?UTF-8?B?w6k=?="},
      {"\xed\x95\x9c\xea\xb8\x80", "=?UTF-8?B?7ZWc6riA?="}};
  for (const auto& [text, header] : cases) {
    EXPECT_EQ(header_of_utf8(text), header);
    EXPECT_EQ(utf8_of_header(header), text) << "and back";
  }
}

TEST(HeaderText, Latin1HoldsSomeOfUtf8) {
  EXPECT_EQ(latin1_of_utf8("a\xc3\xa9\xc3\xbf\xc2\x80"), "a\xe9\xff\x80");
  EXPECT_EQ(latin1_of_utf8(""), "");
  EXPECT_EQ(latin1_of_utf8("\xc4\x80"), std::nullopt);
  EXPECT_EQ(latin1_of_utf8("\xe2\x82\xac"), std::nullopt);
  EXPECT_EQ(latin1_of_utf8("\xff"), std::nullopt);
}

}  // namespace
}  // namespace pail::emulator
