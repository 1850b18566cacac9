#include "wire/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace pail::wire {
namespace {

TEST(Random, OneSeedIsOneSequence) {
  SeededRandom one(7), same(7), other(8);
  const std::string text = random_text(one, base64_alphabet, 100);
  EXPECT_EQ(text, random_text(same, base64_alphabet, 100));
  EXPECT_NE(text, random_text(other, base64_alphabet, 100));
  EXPECT_NE(text, random_text(one, base64_alphabet, 100)) << "the sequence goes on";
}

TEST(Random, TheSystemsIsAnotherEachTime) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_text(random, base32_alphabet, 16));
  EXPECT_EQ(seen.size(), 100U);
}

TEST(Random, TextsUseTheWholeAlphabetAndNothingElse) {
  SeededRandom random(1);
  for (const std::string_view alphabet : {base32_alphabet, base64_alphabet}) {
    const std::string text = random_text(random, alphabet, 10'000);
    EXPECT_EQ(text.find_first_not_of(alphabet), std::string::npos);
    EXPECT_EQ(std::set<char>(text.begin(), text.end()).size(), alphabet.size());
  }
}

TEST(Random, FillsEveryByteOfAnyLength) {
  SeededRandom random(3);
  for (const std::size_t bytes : {1U, 31U, 32U, 33U, 200U}) {
    std::array<std::byte, 201> out{};
    for (int round = 0; round < 20; ++round) {  // a byte that stays zero was never written
      std::array<std::byte, 201> drawn{};
      random.fill(std::span(drawn).first(bytes));
      for (std::size_t i = 0; i < out.size(); ++i) out[i] |= drawn[i];
    }
    for (std::size_t i = 0; i < bytes; ++i) EXPECT_NE(out[i], std::byte{0}) << i << " of " << bytes;
    EXPECT_EQ(out[bytes], std::byte{0}) << "nothing behind the end";
  }
}

}  // namespace
}  // namespace pail::wire
