// Several threads on one Space: nothing is lost, nothing is seen half done. Loops are bounded by
// the work, never by time.
#include <atomic>

#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"
#include "tests/support/threads.hpp"

namespace pail::store::testing {
namespace {

using pail::testing::on_threads;

constexpr unsigned thread_count = 4;

// Runs `work`, and `watch` over and over on two more threads until it is done.
template <class Work, class Watch>
void watched(Work work, Watch watch) {
  std::atomic<bool> done = false;
  on_threads(3U, [&](unsigned i) {
    if (i == 0) {
      work();
      done = true;
    } else {
      do {
        watch();
      } while (!done);
    }
  });
}

TEST_P(EngineConformance, OneOfManyCreatorsWins) {
  const auto space = open(*engine_, "world");
  const unsigned rounds = steps();
  std::atomic<unsigned> wins = 0;
  on_threads(thread_count, [&](unsigned who) {
    for (unsigned round = 0; round < rounds; ++round) {
      const EntryPtr mine = make_entry(std::to_string(who));
      if (!swap(*space, {{numbered("k", round), nullptr, mine}})) continue;
      ++wins;
      EXPECT_EQ(entry_of(*space, numbered("k", round)), mine);
    }
  });
  EXPECT_EQ(wins, rounds);
  EXPECT_EQ(everything(*space).size(), rounds);
}

TEST_P(EngineConformance, CountersAddUpExactly) {
  const auto space = open(*engine_, "world");
  const unsigned rounds = steps();
  constexpr unsigned counters = 3;
  const auto add_one = [&](const std::string& key) {
    for (;;) {
      const EntryPtr now = entry_of(*space, key);
      const unsigned next =
          now ? 1 + static_cast<unsigned>(std::stoul(std::string(now->text()))) : 1;
      if (swap(*space, {{key, now, make_entry(std::to_string(next))}})) return;
    }
  };
  on_threads(thread_count, [&](unsigned who) {
    for (unsigned round = 0; round < rounds; ++round) {
      add_one("counter " + std::to_string((who + round) % counters));
    }
  });
  unsigned sum = 0;
  for (const auto& row : everything(*space)) sum += static_cast<unsigned>(std::stoul(row.second));
  EXPECT_EQ(sum, thread_count * rounds);
}

// A window of `width` keys moves along, one key in and one out per batch; both ends carry the
// batch's number.
class Window {
 public:
  explicit Window(Space& space) : space_(space) {
    for (; next_ < width; ++next_) put(space_, numbered("w", next_), "x");
    put(space_, "first", numbered("", 0));
    put(space_, "last", numbered("", next_ - 1));
  }

  void move() {
    const std::size_t gone = next_ - width;
    ASSERT_TRUE(
        swap(space_, {{numbered("w", gone), entry_of(space_, numbered("w", gone)), nullptr},
                      {"first", entry_of(space_, "first"), make_entry(numbered("", gone + 1))},
                      {"last", entry_of(space_, "last"), make_entry(numbered("", next_))},
                      {numbered("w", next_), nullptr, make_entry("x")}}));
    ++next_;
  }

  static void check(const Texts& texts) {
    ASSERT_EQ(texts.size(), width + 2);
    EXPECT_EQ(texts.lower_bound("w")->first, "w" + texts.at("first"));
    EXPECT_EQ(texts.rbegin()->first, "w" + texts.at("last"));
  }

 private:
  static constexpr std::size_t width = 70;
  Space& space_;
  std::size_t next_ = 0;
};

TEST_P(EngineConformance, RangesSeeBatchesWholeWhileTheyAreWritten) {
  const auto space = open(*engine_, "world");
  Window window(*space);
  watched(
      [&] {
        for (unsigned i = 0; i < steps() / 4; ++i) window.move();
      },
      [&] { Window::check(everything(*space)); });
}

// Taking hold of a moment while the next one replaces it: many short ranges, one write after the
// other.
TEST_P(EngineConformance, RangesTakenInARushAllHoldTheirMoment) {
  const auto space = open(*engine_, "world");
  for (std::size_t i = 0; i < 40; ++i) put(*space, numbered("k", i), numbered("", 0));
  watched(
      [&] {
        for (std::size_t i = 1; i <= 2 * steps(); ++i) {
          put(*space, numbered("k", i % 40), numbered("", i));
        }
      },
      [&] {
        const auto cursor = range(*space);
        EXPECT_EQ(cursor->key(), numbered("k", 0));
        const EntryPtr first = cursor->entry();
        cursor->seek(numbered("k", 39));
        EXPECT_TRUE(cursor->valid());
        EXPECT_EQ(first->text().size(), 8u);
      });
}

TEST_P(EngineConformance, ForksTakenWhileWritingAreWholeAndStay) {
  const auto space = open(*engine_, "world");
  Window window(*space);
  std::atomic<unsigned> forks = 0;
  watched(
      [&] {
        for (unsigned i = 0; i < steps() / 4; ++i) window.move();
      },
      [&] {
        const auto forked = fork(*engine_, *space, "fork " + std::to_string(++forks));
        const Texts at_fork = everything(*forked);
        Window::check(at_fork);
        EXPECT_EQ(everything(*forked), at_fork);
        put(*forked, "first", "mine");
        EXPECT_EQ(get(*forked, "first"), "mine");
      });
  Window::check(everything(*space));
}

TEST_P(EngineConformance, ReadersFindWhatStaysWhileOthersComeAndGo) {
  const auto space = open(*engine_, "world");
  constexpr std::size_t stays = 100;
  for (std::size_t i = 0; i < stays; ++i) put(*space, numbered("k", 10 * i), numbered("v", i));
  watched(
      [&] {
        for (unsigned i = 0; i < steps() / 10; ++i) {
          const std::string key = numbered("k", i * 7919 % 1000);
          if (key.back() == '0') continue;
          put(*space, key, "passing");
          if (i % 3 != 0) erase(*space, key);
        }
      },
      [&] {
        for (std::size_t i = 0; i < stays; ++i) {
          EXPECT_EQ(get(*space, numbered("k", 10 * i)), numbered("v", i));
        }
      });
}

// Each thread keeps changing and forking its own line of Spaces, all grown from one.
TEST_P(EngineConformance, ForkedSpacesAreWrittenSideBySide) {
  const auto source = open(*engine_, "source");
  for (std::size_t i = 0; i < 300; ++i) put(*source, numbered("k", i), "base");
  const Texts base = everything(*source);
  on_threads(thread_count, [&](unsigned who) {
    const std::string name = "line " + std::to_string(who) + " ";
    auto mine = fork(*engine_, *source, name + "0");
    Texts expected = base;
    for (unsigned i = 1; i <= steps() / 10; ++i) {
      const std::string key = numbered("k", (i * 31 + who) % 400);
      put(*mine, key, name);
      expected[key] = name;
      const std::string gone = numbered("k", (i * 17 + who) % 400);
      erase(*mine, gone);
      expected.erase(gone);
      if (i % 7 == 0) mine = fork(*engine_, *mine, name + std::to_string(i));
    }
    EXPECT_EQ(everything(*mine), expected);
  });
  EXPECT_EQ(everything(*source), base);
}

TEST_P(EngineConformance, BlobsAreWrittenAndReadSideBySide) {
  const auto space = open(*engine_, "world");
  on_threads(thread_count, [&](unsigned who) {
    for (unsigned i = 0; i < steps() / 400; ++i) {
      const std::string bytes = pattern(300'000 + i, who * 1000 + i);
      put(*space, "key " + std::to_string(i % 3), make_entry(bytes, {make_blob(*space, bytes)}));
      const EntryPtr seen = entry_of(*space, "key " + std::to_string((i + who) % 3));
      EXPECT_TRUE(!seen || blob_text(*seen->blobs()[0], 1u << 20) == seen->text());
    }
  });
}

}  // namespace
}  // namespace pail::store::testing
