#include <gtest/gtest.h>

#include "tests/wire/random_bytes.hpp"
#include "wire/crc_combine.hpp"
#include "wire/digest.hpp"

namespace pail::wire {
namespace {

template <class Crc>
auto crc_of(std::string_view text) {
  return Crc().update(as_bytes(text)).value();
}

template <class Crc, class Combine>
void expect_sum(std::string_view first, std::string_view second, Combine combine) {
  const std::string whole = std::string(first).append(second);
  EXPECT_EQ(combine(crc_of<Crc>(first), crc_of<Crc>(second), second.size()), crc_of<Crc>(whole));
}

void expect_sums(std::string_view first, std::string_view second) {
  expect_sum<Crc32>(first, second, combined_crc32);
  expect_sum<Crc32c>(first, second, combined_crc32c);
  expect_sum<Crc64Nvme>(first, second, combined_crc64nvme);
}

TEST(CrcCombine, TheSumOfTwoPartsIsTheCrcOfTheWhole) {
  expect_sums("hello ", "world");
}

TEST(CrcCombine, AnEmptyPartOnEitherSideChangesNothing) {
  expect_sums("", "world");
  expect_sums("hello", "");
  expect_sums("", "");
}

TEST(CrcCombine, HoldsForAnyTwoTexts) {
  testing::Random random(20'261'122);
  for (int i = 0; i < 2'000; ++i) {
    SCOPED_TRACE(i);
    expect_sums(testing::random_bytes(random, testing::random_below(random, 300)),
                testing::random_bytes(random, testing::random_below(random, 5'000)));
  }
}

// Lengths with many bits, as parts have them.
TEST(CrcCombine, HoldsForLongSecondParts) {
  const std::string text(5'242'880 + 77'777, 'b');
  expect_sums("some text before", text);
}

// Beyond what a test can read: length by length is the same as all lengths at once.
TEST(CrcCombine, ZeroesOfHugeLengthsAddUp) {
  constexpr std::uint64_t huge = 53'687'091'200'000;
  const std::uint64_t first = crc_of<Crc64Nvme>("hello");
  const std::uint64_t halves =
      combined_crc64nvme(combined_crc64nvme(first, 0, huge / 2), 0, huge / 2);
  EXPECT_EQ(combined_crc64nvme(first, 0, huge), halves);
  const std::uint32_t small = crc_of<Crc32c>("hello");
  EXPECT_EQ(combined_crc32c(small, 0, huge),
            combined_crc32c(combined_crc32c(small, 0, huge - 1), 0, 1));
}

}  // namespace
}  // namespace pail::wire
