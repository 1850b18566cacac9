#include "emulator/events/post_office.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>

#include "tests/emulator/events/support.hpp"
#include "tests/support/threads.hpp"

namespace pail::emulator::events::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

class PostOfficeTest : public ::testing::Test {
 protected:
  Letter letter(std::string destination, std::string body = "{}", std::string key = "k") {
    return {world,
            "default",
            "ObjectCreated:Put",
            "b",
            std::move(key),
            "",
            "ID",
            std::move(destination),
            std::move(body)};
  }
  std::shared_ptr<wire::SystemClock> clock = std::make_shared<wire::SystemClock>();
  std::unique_ptr<world::Worlds> worlds = open_worlds(clock);
  std::shared_ptr<world::World> world = worlds->find("default");
};

TEST_F(PostOfficeTest, ALineForEverythingReachesEverything) {
  const PostOffice some({.urls = {{"arn:a", "http://a"}}}, clock);
  EXPECT_TRUE(some.reaches("arn:a"));
  EXPECT_FALSE(some.reaches("arn:b"));
  EXPECT_FALSE(some.reaches(event_bridge));
  const PostOffice all({.urls = {{"arn:a", "http://a"}, {"*", "http://b"}}}, clock);
  EXPECT_TRUE(all.reaches("arn:b"));
  EXPECT_TRUE(all.reaches(event_bridge));
  EXPECT_FALSE(PostOffice({}, clock).reaches("arn:a"));
}

TEST_F(PostOfficeTest, EachUrlHasOneCourierMadeWithItsFirstLetter) {
  std::atomic<int> made = 0;
  std::map<std::string, std::shared_ptr<Destination>> destinations = {
      {"http://a", std::make_shared<Destination>()}, {"http://b", std::make_shared<Destination>()}};
  PostOffice office({.urls = {{"arn:a", "http://a"}, {"arn:c", "http://a"}, {"*", "http://b"}},
                     .courier =
                         [&](const std::string& url) {
                           ++made;
                           return std::make_unique<TestCourier>(destinations.at(url));
                         }},
                    clock);
  EXPECT_EQ(made, 0);
  office.send(letter("arn:a", "1"));
  ASSERT_TRUE(destinations["http://a"]->wait_for(1));
  EXPECT_EQ(made, 1);
  office.send(letter("arn:c", "2"));
  office.send(letter("arn:x", "3"));
  ASSERT_TRUE(destinations["http://a"]->wait_for(2));
  ASSERT_TRUE(destinations["http://b"]->wait_for(1));
  EXPECT_EQ(made, 2);
  EXPECT_THAT(destinations["http://b"]->posts(), ElementsAre("3"));
}

TEST_F(PostOfficeTest, WhatHasNoUrlIsKeptInTheJournal) {
  PostOffice office({.urls = {{"arn:a", ""}}, .courier = courier_to(nullptr)}, clock);
  office.send(letter("arn:a"));
  office.send(letter("arn:unknown"));
  PostOffice without_courier({.urls = {{"*", "http://a"}}}, clock);
  without_courier.send(letter("arn:a"));
  const auto entries = notifications(*world);
  ASSERT_EQ(entries.size(), 3U);
  for (const auto& entry : entries) {
    EXPECT_EQ(entry->verdict, "kept");
    EXPECT_EQ(entry->status, 0U);
    EXPECT_NE(entry->reason, "");
  }
}

// The thread is asleep until something is put, and until something is due.
TEST_F(PostOfficeTest, AFailureIsTriedAgainWithoutAnybodyAsking) {
  std::atomic<int> calls = 0;
  const auto flaky =
      std::make_shared<Destination>([&](std::string_view) { return ++calls <= 2 ? 500U : 200U; });
  PostOffice office({.urls = {{"*", "http://a"}}, .courier = courier_to(flaky)}, clock);
  office.send(letter("arn:a", "1"));
  ASSERT_TRUE(flaky->wait_for(3));
  const auto found = world->journal().wait({.kind = "notification"}, 1, 20s);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front()->verdict, "delivered");
}

TEST_F(PostOfficeTest, ADestinationThatHangsHoldsUpNoOther) {
  std::latch released(1);
  const auto hanging = std::make_shared<Destination>([&](std::string_view) {
    released.wait();
    return 200U;
  });
  const auto other = std::make_shared<Destination>();
  PostOffice office(
      {.urls = {{"arn:hangs", "http://hangs"}, {"*", "http://other"}},
       .courier =
           [&](const std::string& url) {
             return std::make_unique<TestCourier>(url == "http://hangs" ? hanging : other);
           }},
      clock);
  office.send(letter("arn:hangs"));
  office.send(letter("arn:other"));
  EXPECT_TRUE(other->wait_for(1));
  EXPECT_TRUE(hanging->posts().empty());
  released.count_down();
  EXPECT_TRUE(hanging->wait_for(1));
}

TEST_F(PostOfficeTest, StoppingTriesWhatWaitsOnceMore) {
  std::atomic<int> calls = 0;
  const auto late =
      std::make_shared<Destination>([&](std::string_view) { return ++calls == 1 ? 500U : 200U; });
  {
    PostOffice office({.urls = {{"*", "http://a"}}, .courier = courier_to(late)}, clock);
    office.send(letter("arn:a", "1"));
    ASSERT_TRUE(late->wait_for(1));
    office.send(letter("arn:a", "2"));
  }
  EXPECT_THAT(late->posts(), ElementsAre("1", "1", "2"));
}

TEST_F(PostOfficeTest, SequencersGrowWhateverTheClockDoes) {
  const auto standing = std::make_shared<wire::ManualClock>(wire::Time(std::chrono::hours(1)));
  PostOffice office({}, standing);
  const std::uint64_t first = office.next_sequencer();
  EXPECT_GT(office.next_sequencer(), first);
  standing->set(wire::Time(std::chrono::hours(0)));
  EXPECT_GT(office.next_sequencer(), first);
  standing->set(wire::Time(std::chrono::hours(2)));
  const std::uint64_t later = office.next_sequencer();
  EXPECT_EQ(later, static_cast<std::uint64_t>(std::chrono::microseconds(2h).count()));
  PostOffice next_process({}, standing);
  standing->advance(1us);
  EXPECT_GT(next_process.next_sequencer(), later);
}

TEST_F(PostOfficeTest, AKeyHasOneTurnAtATime) {
  PostOffice office({}, clock);
  int unguarded = 0;
  pail::testing::on_threads(4, [&](int) {
    for (int i = 0; i < 1'000; ++i) {
      const Turn turn = office.turn("default", "b", "k");
      ++unguarded;
    }
  });
  EXPECT_EQ(unguarded, 4'000);
}

}  // namespace
}  // namespace pail::emulator::events::testing
