#include "emulator/store/epochs.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>

namespace pail::store::testing {
namespace {

// Marks instead of freeing, so that a test can look at what would be gone. Stands above the Epochs:
// that frees what still waits when it goes.
struct Thing {
  std::atomic<bool> freed = false;
};
void mark_freed(void* thing) noexcept {
  static_cast<Thing*>(thing)->freed = true;
}

void retire(Epochs& epochs, Thing& thing) {
  const Retired item{&thing, mark_freed};
  epochs.retire({&item, 1});
}

TEST(Epochs, NothingWaitsWhenNobodyReads) {
  Thing thing;
  Epochs epochs;
  retire(epochs, thing);
  EXPECT_TRUE(thing.freed);
  EXPECT_EQ(epochs.waiting(), 0u);
}

TEST(Epochs, ReaderHoldsBackWhatWasRetiredWhileItReads) {
  Thing thing;
  Epochs epochs;
  std::optional<Epochs::Pin> pin(std::in_place, epochs);
  retire(epochs, thing);
  epochs.collect();
  EXPECT_FALSE(thing.freed);
  EXPECT_EQ(epochs.waiting(), 1u);
  pin.reset();
  epochs.collect();
  EXPECT_TRUE(thing.freed);
}

TEST(Epochs, ReadersThatCameLaterHoldNothingBack) {
  Thing thing;
  Epochs epochs;
  std::optional<Epochs::Pin> before(std::in_place, epochs);
  retire(epochs, thing);
  const Epochs::Pin after(epochs);
  EXPECT_FALSE(thing.freed);
  before.reset();
  epochs.collect();
  EXPECT_TRUE(thing.freed);
}

TEST(Epochs, UnbrokenStreamOfReadersDelaysNothingForEver) {
  Thing things[100];
  Epochs epochs;
  std::optional<Epochs::Pin> pins[2];
  for (unsigned i = 0; i < 100; ++i) {
    pins[i % 2].emplace(epochs);  // one is always there
    retire(epochs, things[i]);
  }
  EXPECT_TRUE(things[90].freed);
  EXPECT_FALSE(things[99].freed);
}

TEST(Epochs, SecondBatchWaitsForTheReadersOfItsOwnTime) {
  Thing first;
  Thing second;
  Epochs epochs;
  std::optional<Epochs::Pin> early(std::in_place, epochs);
  retire(epochs, first);
  std::optional<Epochs::Pin> late(std::in_place, epochs);
  retire(epochs, second);
  early.reset();
  epochs.collect();
  EXPECT_TRUE(first.freed);
  EXPECT_FALSE(second.freed);
  late.reset();
  epochs.collect();
  EXPECT_TRUE(second.freed);
}

TEST(Epochs, NobodyFreesMuchMoreThanItRetired) {
  constexpr std::size_t many = 10'000;
  std::vector<Thing> things(many);
  Thing small;
  Epochs epochs;
  {
    const Epochs::Pin pin(epochs);
    std::vector<Retired> items;
    for (Thing& thing : things) items.push_back({&thing, mark_freed});
    epochs.retire(items);
  }
  retire(epochs, small);
  EXPECT_GT(epochs.waiting(), many / 2) << "the large batch is not this writer's to free";
  EXPECT_LT(epochs.waiting(), many);
  epochs.collect();
  EXPECT_EQ(epochs.waiting(), 0u);
}

TEST(Epochs, DestructionFreesWhatStillWaits) {
  Thing thing;
  {
    Epochs epochs;
    {
      const Epochs::Pin pin(epochs);
      retire(epochs, thing);
    }
    EXPECT_FALSE(thing.freed);
  }
  EXPECT_TRUE(thing.freed);
}

TEST(Epochs, ReadersNeverMeetAFreedThing) {
  constexpr std::size_t rounds = 20'000;
  std::vector<Thing> things(rounds + 1);
  Epochs epochs;
  std::atomic<Thing*> current = &things[0];
  std::atomic<bool> done = false;
  std::atomic<bool> met_freed = false;
  const auto read = [&] {
    while (!done) {
      const Epochs::Pin pin(epochs);
      Thing* thing = current.load();
      for (unsigned look = 0; look < 20; ++look) {
        if (thing->freed) met_freed = true;
      }
    }
  };
  std::thread readers[] = {std::thread(read), std::thread(read)};
  for (std::size_t i = 0; i < rounds; ++i) {
    Thing* old = current.exchange(&things[i + 1]);
    retire(epochs, *old);
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_FALSE(met_freed);
  epochs.collect();
  EXPECT_EQ(epochs.waiting(), 0u);
}

}  // namespace
}  // namespace pail::store::testing
