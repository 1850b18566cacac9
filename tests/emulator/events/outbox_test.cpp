#include "emulator/events/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/emulator/events/support.hpp"

namespace pail::emulator::events::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto patience = 10s;

class OutboxTest : public ::testing::Test {
 protected:
  Letter letter(std::string key, std::string body = "{}") {
    return {world, "default", "ObjectCreated:Put", "b", std::move(key), "",
            "ID",  "arn:q",   std::move(body)};
  }
  void answer(std::function<unsigned(std::string_view)> how) { how_ = std::move(how); }
  // Verdicts of the journal's entries, with their keys.
  std::vector<std::string> entered() {
    std::vector<std::string> found;
    for (const auto& entry : notifications(*world)) {
      found.push_back(entry->key + " " + entry->verdict);
    }
    return found;
  }

  std::shared_ptr<wire::ManualClock> clock =
      std::make_shared<wire::ManualClock>(wire::Time(std::chrono::hours(500'000)));
  std::unique_ptr<world::Worlds> worlds = open_worlds(clock);
  std::shared_ptr<world::World> world = worlds->find("default");
  std::function<unsigned(std::string_view)> how_ = [](std::string_view) { return 200U; };
  std::shared_ptr<Destination> destination =
      std::make_shared<Destination>([this](std::string_view json) { return how_(json); });
  Outbox outbox{std::make_unique<TestCourier>(destination), clock, patience};
};

TEST_F(OutboxTest, DeliversInTheOrderOfArrival) {
  for (const char* body : {"1", "2", "3"}) outbox.put(letter("k", body));
  outbox.put(letter("other", "4"));
  EXPECT_EQ(outbox.size(), 4U);
  EXPECT_EQ(outbox.deliver(), std::nullopt);
  EXPECT_EQ(outbox.size(), 0U);
  EXPECT_THAT(destination->posts(), ::testing::UnorderedElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(entered(), ::testing::SizeIs(4));
}

TEST_F(OutboxTest, ADeliveryIsAnEntryOfTheJournal) {
  outbox.put(letter("k", R"({"a":1})"));
  outbox.deliver();
  const auto entries = notifications(*world);
  ASSERT_EQ(entries.size(), 1U);
  const world::JournalEntry& entry = *entries.front();
  EXPECT_EQ(entry.operation, "ObjectCreated:Put");
  EXPECT_EQ(entry.bucket, "b");
  EXPECT_EQ(entry.key, "k");
  EXPECT_EQ(entry.request_id, "ID");
  EXPECT_EQ(entry.target, "arn:q");
  EXPECT_EQ(entry.status, 200U);
  EXPECT_EQ(entry.verdict, "delivered");
  EXPECT_EQ(entry.reason, "");
  EXPECT_EQ(entry.time, clock->now());
  EXPECT_EQ(entry.detail, R"({"destination":"arn:q","attempts":1,"message":{"a":1}})");
}

TEST_F(OutboxTest, WhatFailsIsTriedAgainLaterAndLater) {
  int calls = 0;
  answer([&](std::string_view) { return ++calls < 3 ? 503U : 204U; });
  outbox.put(letter("k"));
  EXPECT_EQ(outbox.deliver(), clock->now() + first_wait);
  clock->advance(first_wait - 1us);
  EXPECT_NE(outbox.deliver(), std::nullopt);
  EXPECT_EQ(calls, 1) << "it was not due yet";
  clock->advance(1us);
  EXPECT_EQ(outbox.deliver(), clock->now() + 2 * first_wait);
  EXPECT_EQ(calls, 2);
  EXPECT_THAT(entered(), IsEmpty());
  clock->advance(2 * first_wait);
  EXPECT_EQ(outbox.deliver(), std::nullopt);
  EXPECT_THAT(entered(), ElementsAre("k delivered"));
  EXPECT_THAT(notifications(*world).front()->detail, HasSubstr(R"("attempts":3)"));
}

TEST_F(OutboxTest, TheWaitGrowsToItsLimit) {
  answer([](std::string_view) { return 500U; });
  outbox.put(letter("k"));
  std::chrono::microseconds longest{0};
  while (const auto due = outbox.deliver()) {
    longest = std::max(longest, *due - clock->now());
    clock->set(*due);
  }
  EXPECT_EQ(longest, longest_wait);
}

TEST_F(OutboxTest, AKeysLaterEventsWaitForItsFirst) {
  bool up = false;
  answer([&](std::string_view json) { return up || json == "other" ? 200U : 0U; });
  outbox.put(letter("k", "1"));
  outbox.put(letter("k", "2"));
  outbox.put(letter("j", "other"));
  outbox.deliver();
  EXPECT_THAT(destination->posts(), ElementsAre("1", "other"));
  outbox.put(letter("k", "3"));
  outbox.deliver();
  EXPECT_THAT(destination->posts(), ElementsAre("1", "other")) << "not due, nor overtaken";
  up = true;
  clock->advance(first_wait);
  outbox.deliver();
  EXPECT_THAT(destination->posts(), ElementsAre("1", "other", "1", "2", "3"));
}

TEST_F(OutboxTest, TheSameKeyElsewhereWaitsForNobody) {
  answer([](std::string_view json) { return json == "1" ? 0U : 200U; });
  outbox.put(letter("k", "1"));
  Letter elsewhere = letter("k", "2");
  elsewhere.bucket = "c";
  outbox.put(std::move(elsewhere));
  outbox.deliver();
  EXPECT_THAT(destination->posts(), ElementsAre("1", "2"));
}

TEST_F(OutboxTest, WhatNeverArrivesIsGivenUpAndTheNextIsTried) {
  answer([](std::string_view) { return 0U; });
  outbox.put(letter("k", "1"));
  outbox.put(letter("k", "2"));
  const wire::Time start = clock->now();
  while (const auto due = outbox.deliver()) clock->set(std::max(*due, clock->now()));
  EXPECT_GE(clock->now(), start + patience);
  EXPECT_LT(clock->now(), start + patience + longest_wait);
  EXPECT_THAT(entered(), ElementsAre("k given up", "k given up"));
  const auto entry = notifications(*world).front();
  EXPECT_EQ(entry->status, 0U);
  EXPECT_EQ(entry->reason, "refused (connect)");
  EXPECT_EQ(destination->posts().back(), "2") << "each is tried once at least";
}

TEST_F(OutboxTest, TheLastAnswerIsWhyItWasGivenUp) {
  answer([](std::string_view) { return 418U; });
  outbox.put(letter("k"));
  clock->advance(patience);
  outbox.deliver();
  const auto entry = notifications(*world).front();
  EXPECT_EQ(entry->status, 418U);
  EXPECT_EQ(entry->reason, "answered 418");
}

TEST_F(OutboxTest, AWorldThatIsRemovedIsHeldByNobodysLetters) {
  auto created = worlds->create({.name = "gone"});
  ASSERT_TRUE(created);
  Letter theirs = letter("k", "theirs");
  theirs.world = created.value().world;
  theirs.world_name = "gone";
  const std::weak_ptr<world::World> watched = created.value().world;
  created.value().world.reset();
  outbox.put(std::move(theirs));
  ASSERT_TRUE(worlds->remove("gone"));
  EXPECT_TRUE(watched.expired());
  outbox.deliver();
  EXPECT_THAT(destination->posts(), ElementsAre("theirs"));
}

TEST_F(OutboxTest, ItHoldsSoManyAndNoMore) {
  for (std::size_t i = 0; i < letters_max; ++i) outbox.put(letter("k"));
  EXPECT_THAT(entered(), IsEmpty());
  outbox.put(letter("k"));
  EXPECT_EQ(outbox.size(), letters_max);
  EXPECT_THAT(entered(), ElementsAre("k given up"));
}

TEST_F(OutboxTest, TheLastRoundTriesWhatIsNotDueYetUntilOneFails) {
  int calls = 0;
  answer([&](std::string_view) { return ++calls == 1 ? 0U : 200U; });
  outbox.put(letter("k", "1"));
  outbox.put(letter("k", "2"));
  outbox.deliver();
  outbox.stop();
  outbox.deliver();
  EXPECT_EQ(calls, 1) << "stopped";
  outbox.last_round();
  EXPECT_THAT(destination->posts(), ElementsAre("1", "1", "2"));
  calls = 0;
  outbox.put(letter("a"));
  outbox.put(letter("b"));
  outbox.last_round();
  EXPECT_EQ(calls, 1) << "it is down: the rest is dropped";
  EXPECT_EQ(outbox.size(), 2U);
}

TEST_F(OutboxTest, TheLastRoundHasAnEnd) {
  answer([&](std::string_view) {
    clock->advance(last_round_time_max);
    return 200U;
  });
  outbox.put(letter("a"));
  outbox.put(letter("b"));
  outbox.last_round();
  EXPECT_EQ(outbox.size(), 1U);
}

}  // namespace
}  // namespace pail::emulator::events::testing
