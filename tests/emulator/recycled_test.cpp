#include "emulator/recycled.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>

namespace pail::emulator {
namespace {

struct Large final : Recycled<Large> {
  std::array<char, 2000> bytes{};
};

TEST(Recycled, ObjectsThatLiveAtOnceHaveMemoryOfTheirOwn) {
  std::unique_ptr<Large> kept;
  for (int round = 0; round < 3; ++round) {
    auto first = std::make_unique<Large>();
    auto second = std::make_unique<Large>();
    first->bytes.fill('1');
    second->bytes.fill('2');
    if (kept) {
      EXPECT_EQ(kept->bytes.back(), '2') << "one that lives still must not be another's";
    }
    EXPECT_EQ(first->bytes.back(), '1');
    kept = std::move(second);
  }
}

#ifndef __SANITIZE_ADDRESS__
TEST(Recycled, TheNextObjectStandsWhereTheLastOneStood) {
  auto first = std::make_unique<Large>();
  const Large* const place = first.get();
  first.reset();
  EXPECT_EQ(std::make_unique<Large>().get(), place);
}
#endif

}  // namespace
}  // namespace pail::emulator
