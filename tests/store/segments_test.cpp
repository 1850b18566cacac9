#include "emulator/store/segments.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

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
  const std::size_t spare = pool.spare();
  const auto second = pool.take();
  ASSERT_TRUE(second);
  EXPECT_EQ(second.value().get(), address);
  EXPECT_EQ(pool.spare(), spare - 1) << "no other memory was asked for";
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
  EXPECT_LE(pool.spare(), spare_segments_max);
  EXPECT_GT(pool.spare(), spare_segments_max / 2);
}

// Whether the next one of a body lies behind the one before.
std::vector<bool> neighbours(const std::vector<SegmentPool::Segment>& body) {
  std::vector<bool> are;
  for (std::size_t i = 1; i < body.size(); ++i) {
    are.push_back(body[i].get() == body[i - 1].get() + segment_bytes);
  }
  return are;
}

TEST(SegmentPool, GivesABodyWhatLiesBehindIt) {
  SegmentPool pool(UINT64_MAX);
  std::vector<SegmentPool::Segment> body;
  body.push_back(std::move(pool.take().value()));
  while (body.size() < 8) body.push_back(std::move(pool.take_behind(body.back()).value()));
  EXPECT_EQ(neighbours(body), std::vector<bool>(7, true));
  const auto next = pool.take_behind(body.back());
  ASSERT_TRUE(next);
  EXPECT_TRUE(pool.take_behind(next.value())) << "a body may have any number";
}

TEST(SegmentPool, LeavesWholeRunsToTheNextLargeBody) {
  SegmentPool pool(UINT64_MAX);
  const auto small = pool.take();
  std::vector<SegmentPool::Segment> body;
  body.push_back(std::move(pool.take().value()));
  ASSERT_EQ(body.front().get(), small.value().get() + segment_bytes);
  while (body.size() < 15) body.push_back(std::move(pool.take_behind(body.back()).value()));
  std::vector<bool> expected(14, true);
  expected[6] = false;  // where the run it shares with the small one ends
  const std::vector<bool> are = neighbours(body);
  // Runs that the system happened to map side by side are neighbours, too.
  for (std::size_t i = 0; i < are.size(); ++i) EXPECT_TRUE(are[i] || !expected[i]) << i;
}

TEST(SegmentPool, TakesAnotherPlaceWhereTheOneBehindIsTaken) {
  SegmentPool pool(UINT64_MAX);
  const auto first = pool.take();
  const auto other = pool.take();
  ASSERT_EQ(other.value().get(), first.value().get() + segment_bytes);
  const auto next = pool.take_behind(first.value());
  ASSERT_TRUE(next);
  EXPECT_NE(next.value().get(), other.value().get());
  std::memset(next.value().get(), 1, segment_bytes);
}

}  // namespace
}  // namespace pail::store::testing
