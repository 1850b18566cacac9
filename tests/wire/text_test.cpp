#include "wire/text.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace pail::wire {
namespace {

TEST(Text, compares_without_the_case_of_ascii_letters_alone) {
  EXPECT_TRUE(iequals("Content-MD5", "content-md5"));
  EXPECT_FALSE(iequals("Content-MD5", "content-md"));
  EXPECT_FALSE(iequals("@", "`"));        // one bit apart, as 'A' and 'a' are
  EXPECT_FALSE(iequals("\xc9", "\xe9"));  // É and é in Latin-1
  EXPECT_TRUE(istarts_with("X-Amz-Date", "x-amz-"));
  EXPECT_FALSE(istarts_with("x-amz", "x-amz-"));
}

// The words of four and of eight that iequals() compares: every pair of bytes at every place, among
// others that are equal.
TEST(Text, compares_every_pair_of_bytes_as_one_by_one) {
  for (const std::size_t size : {1U, 3U, 4U, 5U, 7U, 8U, 9U, 16U, 19U}) {
    std::string a(size, 'q'), b(size, 'Q');
    for (std::size_t place = 0; place < size; ++place) {
      for (int x = 0; x < 256 * 256; ++x) {
        a[place] = static_cast<char>(x % 256);
        b[place] = static_cast<char>(x / 256);
        const bool equal = to_lower(a[place]) == to_lower(b[place]);
        if (iequals(a, b) != equal) {
          FAIL() << x % 256 << " and " << x / 256 << " at " << place << " of " << size;
        }
      }
      a[place] = b[place] = 'q';
    }
  }
}

TEST(Text, finds_the_start_of_a_text_without_case) {
  EXPECT_TRUE(istarts_with("X-Amz-Date", "x-amz-"));
  EXPECT_TRUE(istarts_with("x", "X"));
  EXPECT_TRUE(istarts_with("", ""));
  EXPECT_TRUE(istarts_with("x", ""));
  EXPECT_FALSE(istarts_with("", "x"));
  EXPECT_FALSE(istarts_with("x-am", "x-amz-"));
  EXPECT_FALSE(istarts_with("y-amz-date", "x-amz-"));
  EXPECT_FALSE(istarts_with("x-ams-date", "x-amz-"));
}

TEST(Text, lowers_ascii_letters_alone) {
  EXPECT_EQ(lower("AZaz09[\xc9"), "azaz09[\xc9");
}

TEST(Text, trims_http_white_space_at_both_ends_and_keeps_it_inside) {
  EXPECT_EQ(trim(" \t\r\n a  b \n"), "a  b");
  EXPECT_EQ(trim(" \t"), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\v"), "\v");
}

TEST(Text, reads_unsigned_numbers_of_digits_only) {
  EXPECT_EQ(parse_unsigned("0"), 0U);
  EXPECT_EQ(parse_unsigned("007"), 7U);
  EXPECT_EQ(parse_unsigned("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  for (const char* text : {"", " 1", "1 ", "+1", "-1", "1e3", "0x1", "18446744073709551616"}) {
    EXPECT_FALSE(parse_unsigned(text)) << "'" << text << "'";
  }
}

TEST(Text, reads_signed_numbers_with_one_sign_at_most) {
  EXPECT_EQ(parse_signed("12"), 12);
  EXPECT_EQ(parse_signed("+12"), 12);
  EXPECT_EQ(parse_signed("-12"), -12);
  EXPECT_EQ(parse_signed("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  for (const char* text : {"", "+", "-", "+-1", "-+1", "--1", " 1", "1.0", "9223372036854775808"}) {
    EXPECT_FALSE(parse_signed(text)) << "'" << text << "'";
  }
}

TEST(Text, knows_well_formed_utf8) {
  for (const char* text : {"", "plain", "\xc3\xa9", "\xed\x95\x9c", "\xf0\x9f\x98\x80",
                           "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
}

TEST(Text, refuses_what_only_looks_like_utf8) {
  struct Case {
    const char* what;
    const char* text;
  };
  const Case cases[] = {
      {"continuation without lead", "\x80"},
      {"overlong of two bytes", "\xc1\xbf"},
      {"overlong of three bytes", "\xe0\x9f\xbf"},
      {"overlong of four bytes", "\xf0\x8f\xbf\xbf"},
      {"surrogate", "\xed\xa0\x80"},
      {"beyond U+10FFFF", "\xf4\x90\x80\x80"},
      {"lead of five bytes", "\xf8\x88\x80\x80\x80"},
      {"cut short", "a\xe2\x82"},
      {"Latin-1", "caf\xe9 au lait"},
      {"third byte missing", "\xe2\x82z"},
      {"behind eight of ASCII", "12345678\x80"},
  };
  for (const Case& c : cases) EXPECT_FALSE(is_utf8(c.text)) << c.what;
}

TEST(Text, BytesThatAreNoUtf8AreReadAsLatin1) {
  EXPECT_EQ(utf8_of_latin1("a\xe9\xff"), "a\xc3\xa9\xc3\xbf");
  EXPECT_EQ(utf8_of_bytes("caf\xe9"), "caf\xc3\xa9");
  EXPECT_EQ(utf8_of_bytes("caf\xc3\xa9"), "caf\xc3\xa9");
}

TEST(Text, ControlCharactersAreSpelledForTerminals) {
  EXPECT_EQ(printable("a\x1b[2J\n\x7f"), "a\\x1b[2J\\x0a\\x7f");
  EXPECT_EQ(printable("caf\xc3\xa9"), "caf\xc3\xa9");
}

}  // namespace
}  // namespace pail::wire
