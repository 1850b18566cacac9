// Random sequences of operations, answered by the reference and by the model on every engine: each
// answer is compared, and everything there is at the end. A failure prints the shortest sequence
// RapidCheck finds, and how to run it again.
//
// Runs are reproducible: the seed is pinned. RC_PARAMS="seed=7 max_success=100000" draws others;
// PAIL_LONG=1 runs four times as many.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <stdlib.h>

#include "emulator/store/disk.hpp"
#include "tests/reference/operation.hpp"
#include "tests/store/support/temporary_directory.hpp"

namespace pail::testing {
namespace {

constexpr int operations_max = 200;  // of one sequence; it has half of them in the middle

struct RandomCase {
  EngineSource source;
  int sequences;
};

void PrintTo(const RandomCase& random_case, std::ostream* out) {
  *out << random_case.source.name;
}

class RandomTest : public ::testing::TestWithParam<RandomCase> {};

constexpr const char* pinned = "seed=20260301";

rc::detail::TestParams params(int sequences) {
  ::setenv("RC_PARAMS", pinned, 0);  // what RapidCheck says it runs with
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSize = operations_max;
  if (std::string_view(::getenv("RC_PARAMS")) == pinned) {
    params.maxSuccess = sequences * (::getenv("PAIL_LONG") ? 4 : 1);
  }
  return params;
}

void compare(const Two::Answers& answers) {
  RC_ASSERT(answers.actual == answers.expected);
}

TEST_P(RandomTest, ModelAnswersLikeThePlainestS3) {
  const auto property = [](const std::vector<Operation>& operations) {
    const store::testing::TemporaryDirectory directory;
    Two two(GetParam().source, directory.path());
    for (const Operation& operation : operations) compare(two.answers(operation));
    compare(two.everything());
  };
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = GetParam().source.name;
  const auto result = rc::detail::checkTestable(property, metadata, params(GetParam().sequences));
  std::ostringstream message;
  rc::detail::printResultMessage(result, message);
  EXPECT_TRUE(result.is<rc::detail::SuccessResult>()) << message.str();
}

std::unique_ptr<store::Engine> open_disk(const std::filesystem::path& directory) {
  auto engine = store::open_disk_engine({directory, store::Durability::none});
  if (!engine) throw std::runtime_error(wire::describe(engine.error()));
  return std::move(engine.value());
}

INSTANTIATE_TEST_SUITE_P(
    Engines, RandomTest,
    ::testing::Values(
        RandomCase{{"memory", [](const auto&) { return store::make_memory_engine(); }}, 3000},
        RandomCase{{"disk", open_disk, true}, 500}),
    [](const auto& random_case) { return random_case.param.source.name; });

}  // namespace
}  // namespace pail::testing
