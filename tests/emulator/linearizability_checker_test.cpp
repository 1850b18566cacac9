// The judge of linearizability_test.cpp, judged: histories that no order explains must be refused.
#include <gtest/gtest.h>

#include "tests/support/linearizability.hpp"

namespace pail::testing {
namespace {

Call call(CallKind kind, std::uint64_t begun, std::uint64_t ended, std::string etag = "",
          Outcome outcome = Outcome::done) {
  return {.kind = kind,
          .key = "key",
          .etag = std::move(etag),
          .if_match = {},
          .outcome = outcome,
          .listed = {},
          .begun = begun,
          .ended = ended};
}

Call put(std::uint64_t begun, std::uint64_t ended, std::string etag) {
  return call(CallKind::put, begun, ended, std::move(etag));
}
Call get(std::uint64_t begun, std::uint64_t ended, std::string etag) {
  return call(CallKind::get, begun, ended, std::move(etag));
}
Call get_nothing(std::uint64_t begun, std::uint64_t ended) {
  return call(CallKind::get, begun, ended, "", Outcome::missing);
}
Call list(std::uint64_t begun, std::uint64_t ended, Contents contents) {
  Call call{.kind = CallKind::list, .begun = begun, .ended = ended};
  call.listed = std::move(contents);
  return call;
}

TEST(LinearizabilityChecker, AcceptsCallsOneAfterTheOther) {
  EXPECT_TRUE(is_linearizable({}));
  EXPECT_TRUE(is_linearizable({get_nothing(1, 2), put(3, 4, "x"), get(5, 6, "x"),
                               call(CallKind::remove, 7, 8), get_nothing(9, 10)}));
}

TEST(LinearizabilityChecker, AcceptsEitherOrderOfCallsThatOverlap) {
  const Call write = put(1, 10, "x");
  EXPECT_TRUE(is_linearizable({write, get_nothing(2, 3)}));
  EXPECT_TRUE(is_linearizable({write, get(2, 3, "x")}));
  EXPECT_TRUE(is_linearizable({write, get_nothing(2, 3), get(4, 5, "x")}));
}

TEST(LinearizabilityChecker, RefusesAReadThatGoesBackInTime) {
  EXPECT_FALSE(is_linearizable({put(1, 10, "x"), get(2, 3, "x"), get_nothing(4, 5)}));
  EXPECT_FALSE(is_linearizable({put(1, 2, "x"), put(3, 4, "y"), get(5, 6, "x")}));
}

TEST(LinearizabilityChecker, RefusesAWriteThatWasLost) {
  EXPECT_FALSE(is_linearizable({put(1, 2, "x"), get_nothing(3, 4)}));
}

TEST(LinearizabilityChecker, RefusesAValueNobodyWrote) {
  EXPECT_FALSE(is_linearizable({put(1, 9, "x"), get(2, 8, "y")}));
}

TEST(LinearizabilityChecker, RefusesTwoFirstWriters) {
  const Call winner = call(CallKind::put_if_absent, 1, 10, "x");
  const Call other = call(CallKind::put_if_absent, 1, 10, "y");
  EXPECT_FALSE(is_linearizable({winner, other}));
  Call loser = other;
  loser.outcome = Outcome::refused;
  EXPECT_TRUE(is_linearizable({winner, loser}));
  EXPECT_FALSE(is_linearizable({loser})) << "nobody was before";
}

TEST(LinearizabilityChecker, RefusesTwoSuccessorsOfOneValue) {
  Call a = call(CallKind::put_if_match, 3, 10, "a");
  Call b = call(CallKind::put_if_match, 3, 10, "b");
  a.if_match = b.if_match = "x";
  EXPECT_FALSE(is_linearizable({put(1, 2, "x"), a, b}));
  b.outcome = Outcome::refused;
  EXPECT_TRUE(is_linearizable({put(1, 2, "x"), a, b}));
  b.outcome = Outcome::missing;
  EXPECT_FALSE(is_linearizable({put(1, 2, "x"), a, b}));
}

TEST(LinearizabilityChecker, RefusesAListingOfTwoMoments) {
  Call second = put(3, 4, "y");
  second.key = "other";
  EXPECT_TRUE(is_linearizable({put(1, 2, "x"), second, list(1, 5, {{"key", "x"}})}));
  EXPECT_FALSE(is_linearizable({put(1, 2, "x"), second, list(1, 5, {{"other", "y"}})}));
}

TEST(LinearizabilityChecker, TakesAsManyCallsAsItSays) {
  std::vector<Call> history;
  for (std::uint64_t i = 0; i < calls_max; ++i) history.push_back(put(i, 1000 + i, "x"));
  EXPECT_TRUE(is_linearizable(history));
  history.push_back(get(2000, 2001, "x"));
  EXPECT_THROW(is_linearizable(history), std::invalid_argument);
}

}  // namespace
}  // namespace pail::testing
