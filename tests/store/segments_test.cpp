#include "emulator/store/segments.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace pail::store::testing {
namespace {

TEST(SegmentPool, HandsOutAgainWhatCameBack) {
  SegmentPool pool(UINT64_MAX);
  auto first = pool.take();
  ASSERT_TRUE(first);
  const std::byte* address = first.value().get();
  std::memset(first.value().get(), 1, segment_bytes);
  first.value().reset();
  EXPECT_EQ(pool.used(), 0u);
  EXPECT_EQ(pool.spare(), 1u);
  const auto second = pool.take();
  ASSERT_TRUE(second);
  EXPECT_EQ(second.value().get(), address);
  EXPECT_EQ(pool.spare(), 0u);
}

TEST(SegmentPool, RefusesBeyondItsLimitUntilOneComesBack) {
  SegmentPool pool(2 * segment_bytes + segment_bytes / 2);
  auto first = pool.take();
  const auto second = pool.take();
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  const auto third = pool.take();
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code(), wire::Errc::ServiceUnavailable);
  first.value().reset();
  EXPECT_TRUE(pool.take());
}

TEST(SegmentPool, KeepsOnlySoManySpareOnes) {
  SegmentPool pool(UINT64_MAX);
  std::vector<SegmentPool::Segment> segments;
  for (std::size_t i = 0; i < spare_segments_max + 10; ++i) {
    segments.push_back(std::move(pool.take().value()));
  }
  EXPECT_EQ(pool.used(), spare_segments_max + 10);
  segments.clear();
  EXPECT_EQ(pool.used(), 0u);
  EXPECT_EQ(pool.spare(), spare_segments_max);
}

}  // namespace
}  // namespace pail::store::testing
