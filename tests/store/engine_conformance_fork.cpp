// Verb fork: what source and fork share and what they do not, in whichever order they go.
#include <algorithm>
#include <array>

#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"

namespace pail::store::testing {
namespace {

std::unique_ptr<Space> filled(Engine& engine, std::string_view name, std::size_t count) {
  auto space = open(engine, name);
  for (std::size_t i = 0; i < count; ++i) put(*space, numbered("k", i), "base");
  return space;
}

TEST_P(EngineConformance, ForkStartsAsItsSourceStands) {
  const auto source = filled(*engine_, "source", 500);
  const auto forked = fork(*engine_, *source, "fork");
  EXPECT_EQ(everything(*forked), everything(*source));
  EXPECT_EQ(entry_of(*forked, numbered("k", 7)), entry_of(*source, numbered("k", 7)));
}

TEST_P(EngineConformance, ForkOfAnEmptySpaceIsEmptyAndApart) {
  const auto source = open(*engine_, "source");
  const auto forked = fork(*engine_, *source, "fork");
  put(*forked, "key", "fork");
  EXPECT_TRUE(everything(*source).empty());
  EXPECT_EQ(get(*forked, "key"), "fork");
}

TEST_P(EngineConformance, ForkAndSourceGoOnApart) {
  const auto source = filled(*engine_, "source", 500);
  const auto forked = fork(*engine_, *source, "fork");
  Texts in_source = everything(*source);
  Texts in_fork = in_source;
  for (std::size_t i = 0; i < 500; i += 3) {
    put(*source, numbered("k", i), "source");
    in_source[numbered("k", i)] = "source";
    erase(*forked, numbered("k", i + 1));
    in_fork.erase(numbered("k", i + 1));
    put(*forked, numbered("new", i), "fork");
    in_fork[numbered("new", i)] = "fork";
  }
  EXPECT_EQ(everything(*source), in_source);
  EXPECT_EQ(everything(*forked), in_fork);
}

TEST_P(EngineConformance, SnapshotStaysWhileItsSourceIsEmptied) {
  const auto source = filled(*engine_, "source", 500);
  const Texts before = everything(*source);
  const auto snapshot = fork(*engine_, *source, "snapshot");
  for (std::size_t i = 0; i < 500; ++i) erase(*source, numbered("k", i));
  EXPECT_TRUE(everything(*source).empty());
  EXPECT_EQ(everything(*snapshot), before);
}

TEST_P(EngineConformance, SpacesDropInAnyOrder) {
  constexpr const char* names[] = {"source", "fork", "fork of fork", "second fork"};
  std::array<std::size_t, 4> order{0, 1, 2, 3};
  do {
    SCOPED_TRACE(::testing::PrintToString(order));
    std::array<std::unique_ptr<Space>, 4> spaces;
    spaces[0] = filled(*engine_, "source", 200);
    spaces[1] = fork(*engine_, *spaces[0], "fork");
    put(*spaces[1], "one", "1");
    spaces[2] = fork(*engine_, *spaces[1], "fork of fork");
    put(*spaces[2], "two", "2");
    spaces[3] = fork(*engine_, *spaces[0], "second fork");
    erase(*spaces[3], numbered("k", 0));
    std::array<Texts, 4> expected;
    for (std::size_t i = 0; i < 4; ++i) expected[i] = everything(*spaces[i]);
    for (const std::size_t gone : order) {
      drop(*engine_, spaces[gone], names[gone]);
      for (std::size_t i = 0; i < 4; ++i) {
        if (!spaces[i]) continue;
        EXPECT_EQ(everything(*spaces[i]), expected[i]) << "after dropping " << gone;
      }
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_P(EngineConformance, ForkOntoANameInUseIsRefused) {
  const auto source = filled(*engine_, "source", 3);
  const auto other = open(*engine_, "other");
  const auto refused = engine_->fork(*source, "other");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), wire::Errc::InternalError);
  EXPECT_FALSE(engine_->fork(*source, "source"));
  EXPECT_TRUE(everything(*other).empty());
  EXPECT_EQ(everything(*source).size(), 3u);
}

TEST_P(EngineConformance, ForkOfAnotherEnginesSpaceIsRefused) {
  const auto stranger = GetParam().make();
  const auto source = filled(*stranger, "source", 3);
  const auto refused = engine_->fork(*source, "fork");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), wire::Errc::InternalError);
}

}  // namespace
}  // namespace pail::store::testing
