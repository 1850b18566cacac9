#include "emulator/store/committer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace pail::store::testing {
namespace {

using ::testing::ElementsAre;

constexpr std::chrono::seconds patience{10};

// A committer whose commits are held until the test lets them go, and note how many swaps each had.
class Held {
 public:
  Result<bool> swap() { return committer_.swap(*nobodys_, {}); }
  Result<void> alone(const std::function<Result<void>()>& work) { return committer_.alone(work); }

  void wait_for_commit(std::size_t number) {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(changed_.wait_for(lock, patience, [&] { return sizes_.size() >= number; }));
  }
  // Until so many swaps wait behind the commit under way.
  void wait_for_company(std::size_t swaps) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (committer_.waiting() < swaps && std::chrono::steady_clock::now() < end) {
      std::this_thread::yield();
    }
    ASSERT_EQ(committer_.waiting(), swaps);
  }
  void let_go(int commits) {
    const std::lock_guard lock(mutex_);
    allowed_ += commits;
    changed_.notify_all();
  }
  std::vector<std::size_t> sizes() {
    const std::lock_guard lock(mutex_);
    return sizes_;
  }

 private:
  void commit(std::span<PendingSwap* const> swaps) {
    std::unique_lock lock(mutex_);
    sizes_.push_back(swaps.size());
    changed_.notify_all();
    changed_.wait_for(lock, patience, [&] { return allowed_ > 0; });
    --allowed_;
    for (PendingSwap* swap : swaps) swap->outcome = true;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int allowed_ = 0;
  std::vector<std::size_t> sizes_;
  DiskSpace* const nobodys_ = reinterpret_cast<DiskSpace*>(this);  // never looked at
  Committer committer_{[this](std::span<PendingSwap* const> swaps) { commit(swaps); }};
};

std::future<bool> swap_on_a_thread(Held& held) {
  return std::async(std::launch::async, [&held] { return held.swap().value(); });
}

TEST(Committer, TakesALoneSwapAtOnce) {
  Held held;
  held.let_go(2);
  EXPECT_TRUE(held.swap().value());
  EXPECT_TRUE(held.swap().value());
  EXPECT_THAT(held.sizes(), ElementsAre(1U, 1U));
}

TEST(Committer, GathersWhatComesDuringACommitIntoTheNext) {
  Held held;
  std::future<bool> first = swap_on_a_thread(held);
  held.wait_for_commit(1);
  std::vector<std::future<bool>> others;
  for (int i = 0; i < 20; ++i) others.push_back(swap_on_a_thread(held));
  held.wait_for_company(20);
  held.let_go(2);
  EXPECT_TRUE(first.get());
  for (auto& other : others) EXPECT_TRUE(other.get());
  EXPECT_THAT(held.sizes(), ElementsAre(1U, 20U));
}

TEST(Committer, KeepsTheOrderOfSwapsAndOfWorkThatIsAlone) {
  Held held;
  held.let_go(100);
  std::atomic<int> inside = 0;
  std::atomic<int> worked = 0;
  std::vector<std::future<void>> all;
  for (int i = 0; i < 30; ++i) {
    all.push_back(std::async(std::launch::async, [&, i] {
      if (i % 3 != 0) {
        EXPECT_TRUE(held.swap().value());
        return;
      }
      const auto work = [&]() -> Result<void> {
        EXPECT_EQ(++inside, 1) << "somebody else's turn was not over";
        std::this_thread::yield();
        --inside;
        ++worked;
        return wire::ok();
      };
      EXPECT_TRUE(held.alone(work));
    }));
  }
  for (auto& each : all) each.get();
  EXPECT_EQ(worked, 10);
}

TEST(Committer, NobodyJoinsWhoWantsToBeAlone) {
  Held held;
  std::future<bool> first = swap_on_a_thread(held);
  held.wait_for_commit(1);
  auto alone = std::async(std::launch::async, [&held] {
    return held.alone([]() -> Result<void> { return wire::Errc::InternalError; }).has_error();
  });
  std::future<bool> second = swap_on_a_thread(held);
  held.let_go(2);
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(alone.get()) << "its outcome is the work's";
  EXPECT_TRUE(second.get());
}

}  // namespace
}  // namespace pail::store::testing
