// Every operation that the emulator has is played once by the client, and by that name.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "client/responses.hpp"
#include "emulator/operation.hpp"
#include "emulator/query_api/call.hpp"
#include "tests/client/ops/scene.hpp"

namespace pail::client {

void PrintTo(const Play& play, std::ostream* out) {
  *out << play.operation;
}

namespace {

Plays all_plays() {
  Plays all;
  for (const auto& plays : {bucket_plays(), setting_plays(), object_plays(), multipart_plays(),
                            listing_plays(), sts_plays(), iam_plays()}) {
    all.insert(all.end(), plays.begin(), plays.end());
  }
  return all;
}

class EveryOperation : public ::testing::TestWithParam<Play> {};

TEST_P(EveryOperation, DoesWhatItSays) {
  Scene scene;
  GetParam().act(scene);
  world::JournalMatch match;
  match.operation = GetParam().operation;
  const auto page = scene.stage.emulator.worlds().default_world().journal().find(match, 0, 1000);
  ASSERT_FALSE(page.entries.empty()) << "the play never asked for it";
  const auto succeeded = [](const auto& entry) { return is_success(entry->status); };
  EXPECT_TRUE(std::any_of(page.entries.begin(), page.entries.end(), succeeded));
}

INSTANTIATE_TEST_SUITE_P(, EveryOperation, ::testing::ValuesIn(all_plays()),
                         [](const auto& test) { return std::string(test.param.operation); });

using Names = std::set<std::string_view>;

Names without(Names all, const Names& some) {
  for (const std::string_view name : some) all.erase(name);
  return all;
}

TEST(OperationTable, NothingOfTheEmulatorIsForgotten) {
  Names wanted;
  for (const emulator::Operation* const operation : emulator::operations()) {
    wanted.insert(operation->name);
  }
  for (const auto& action : emulator::query_api::actions()) wanted.insert(action.name);
  wanted.erase("PreflightCORS");  // what browsers ask, never a program
  Names played;
  for (const Play& play : all_plays()) {
    EXPECT_TRUE(played.insert(play.operation).second) << play.operation << " is played twice";
  }
  EXPECT_EQ(without(wanted, played), Names()) << "the client has no play for these";
  EXPECT_EQ(without(played, wanted), Names()) << "the emulator does not have these";
}

}  // namespace
}  // namespace pail::client
