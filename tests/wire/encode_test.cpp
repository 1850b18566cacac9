#include "wire/encode.hpp"

#include <gtest/gtest.h>

#include <cstdio>

#include "tests/support/fixtures.hpp"
#include "tests/wire/random_bytes.hpp"

namespace pail::wire {
namespace {

using testing::Random;
using testing::random_below;
using testing::random_bytes;
using testing::random_text;

constexpr int rounds = 2000;

std::string two_digits(const char* format, char byte) {
  char text[8];
  std::snprintf(text, sizeof text, format, static_cast<unsigned>(static_cast<unsigned char>(byte)));
  return text;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string naive_percent_encode(std::string_view text, std::string_view kept) {
  std::string out;
  for (const char c : text) {
    const bool keep = is_letter_or_digit(c) || kept.find(c) != std::string_view::npos;
    out += keep ? std::string(1, c) : two_digits("%%%02X", c);
  }
  return out;
}

// Bit by bit, from the definition.
std::string naive_base64(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bits;
  for (const char c : bytes) {
    for (int bit = 7; bit >= 0; --bit) bits += (c >> bit & 1) != 0 ? '1' : '0';
  }
  while (bits.size() % 6 != 0) bits += '0';
  std::string out;
  for (std::size_t i = 0; i < bits.size(); i += 6) {
    out += digits[std::stoul(bits.substr(i, 6), nullptr, 2)];
  }
  while (out.size() % 4 != 0) out += '=';
  return out;
}

TEST(Hex, agrees_with_printf_and_comes_back) {
  Random random(1);
  for (int round = 0; round < rounds; ++round) {
    const std::string bytes = random_bytes(random, random_below(random, 40));
    std::string expected, spaced;
    for (const char c : bytes) {
      expected += two_digits("%02x", c);
      spaced += (spaced.empty() ? "" : " ") + two_digits("%02x", c);
    }
    ASSERT_EQ(to_hex(as_bytes(bytes)), expected);
    ASSERT_EQ(to_spaced_hex(bytes), spaced);
    ASSERT_EQ(from_hex(expected), bytes);
  }
}

TEST(Hex, is_read_in_either_case_and_nothing_else) {
  EXPECT_EQ(from_hex("4a4B"), "JK");
  EXPECT_EQ(from_hex(""), "");
  for (const char* text : {"4", "4g", "g4", " 4", "0x", "4a4"})
    EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Hex, appends_behind_what_is_there) {
  std::string out = "hash=";
  append_hex(out, as_bytes("GET\n"));
  EXPECT_EQ(out, "hash=4745540a");
}

TEST(Base64, agrees_with_the_definition_and_comes_back) {
  Random random(2);
  for (int round = 0; round < rounds; ++round) {
    const std::string bytes = random_bytes(random, random_below(random, 70));
    const std::string text = to_base64(as_bytes(bytes));
    ASSERT_EQ(text, naive_base64(bytes));
    ASSERT_EQ(from_base64(text), bytes);
  }
}

// Two spellings of one signature would compare unequal as texts yet mean the same bytes.
TEST(Base64, is_read_in_its_one_canonical_spelling) {
  EXPECT_EQ(from_base64(""), "");
  EXPECT_EQ(from_base64("AA=="), std::string(1, '\0'));
  for (const char* text : {"AB==", "AAB=", "A", "AA", "AAA", "A===", "====", "AA=A", "AA==AAAA",
                           "AAAA\n", " AAAA", "AA A", "AA-_", "AAAAA==="}) {
    EXPECT_FALSE(from_base64(text)) << text;
  }
}

TEST(Base64, reads_nothing_that_it_would_not_write) {
  Random random(3);
  for (int round = 0; round < 20 * rounds; ++round) {
    const std::string text = random_text(random, "AQgwZ/9+==", 4 * random_below(random, 3));
    if (const auto bytes = from_base64(text)) {
      ASSERT_EQ(to_base64(as_bytes(*bytes)), text);
    }
  }
}

TEST(Base64Url, has_its_own_two_digits_and_no_padding) {
  EXPECT_EQ(from_base64url(""), "");
  EXPECT_EQ(from_base64url("AA"), std::string(1, '\0'));
  EXPECT_EQ(from_base64url("-_-_"), from_base64("+/+/"));
  for (const char* text : {"AA==", "+/+/", "A", "AB", "AAAAA", "AA A", "AAA\n"}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

TEST(PercentEncoding, agrees_with_the_rule_and_comes_back) {
  Random random(4);
  for (int round = 0; round < rounds; ++round) {
    const std::string bytes = random_bytes(random, random_below(random, 60));
    ASSERT_EQ(percent_encode(bytes, false), naive_percent_encode(bytes, "-._~"));
    ASSERT_EQ(percent_encode(bytes, true), naive_percent_encode(bytes, "-._~/"));
    ASSERT_EQ(percent_decode(percent_encode(bytes, true)), bytes);
    ASSERT_EQ(query_decode(percent_encode(bytes, false)), bytes);
  }
}

TEST(PercentEncoding, keeps_a_plus_in_paths_and_reads_it_as_space_in_queries) {
  EXPECT_EQ(percent_decode("a+b%2B%20"), "a+b+ ");
  EXPECT_EQ(query_decode("a+b%2B%20"), "a b+ ");
}

TEST(PercentEncoding, reads_either_case_of_hex) {
  EXPECT_EQ(percent_decode("%c3%A9"), "\xc3\xa9");
}

TEST(PercentEncoding, refuses_broken_escapes) {
  for (const char* text : {"%", "a%", "%4", "%4g", "%g4", "%%41", "% 41"}) {
    EXPECT_FALSE(percent_decode(text)) << text;
    EXPECT_FALSE(query_decode(text)) << text;
  }
}

TEST(ListEncoding, is_the_services_by_its_table) {
  for (const auto& row : testing::spec_cases("encoding_type_url")) {
    const std::string key(row.at(0).as_string());
    EXPECT_EQ(list_encode(key), row.at(1).as_string()) << key;
  }
}

TEST(ListEncoding, agrees_with_the_rule_and_comes_back_as_a_query_component) {
  Random random(5);
  for (int round = 0; round < rounds; ++round) {
    const std::string bytes = random_bytes(random, random_below(random, 60));
    std::string expected = naive_percent_encode(bytes, "-_.*/ ");
    for (char& c : expected) c = c == ' ' ? '+' : c;
    ASSERT_EQ(list_encode(bytes), expected);
    ASSERT_EQ(query_decode(expected), bytes);
  }
}

}  // namespace
}  // namespace pail::wire
