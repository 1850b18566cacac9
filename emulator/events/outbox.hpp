// What waits to be carried to one destination: a queue for each key of each bucket of each world,
// so that the events of a key arrive in their order and no other key waits for them. A letter is
// tried until it is delivered or given up, so it may arrive twice; either end is an entry of its
// world's journal.
//
// put() from any thread; deliver() and last_round() from one at a time, which they block while the
// courier is under way. Time is the clock's, so that tests need no waiting.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>

#include "emulator/world/world.hpp"
#include "net/courier.hpp"
#include "wire/clock.hpp"

namespace pail::emulator::events {

// Ours: a refusal is tried again soon, a server that is starting is not kept waiting for long, and
// one that is down is not flooded.
inline constexpr std::chrono::milliseconds first_wait{100};
inline constexpr std::chrono::milliseconds longest_wait{5'000};
// Ours: how long an event is tried: a server under test is started again within that.
inline constexpr std::chrono::seconds default_patience{60};
// Ours: at about 1 KiB each, what a destination that is down may cost. Later ones are given up at
// once.
inline constexpr std::size_t letters_max = 100'000;
// Ours: what is left when the process stops has that long, all together and each.
inline constexpr std::chrono::milliseconds last_round_time_max{500};
inline constexpr std::chrono::milliseconds last_post_time_max{250};

struct Letter {
  std::weak_ptr<world::World> world;  // whose journal; one that is removed does not wait for us
  std::string world_name;
  std::string event;  // "ObjectCreated:Put"
  std::string bucket;
  std::string key;
  std::string version_id;
  std::string request_id;
  std::string destination;  // an ARN, or "eventbridge"
  std::string body;         // JSON
};

// How it ended, as the journal shows it.
struct Outcome {
  std::string_view verdict;  // "delivered", "given up", or "kept": nobody is there to be told
  unsigned status = 0;       // of the last answer; 0: there was none
  unsigned attempts = 0;
  std::string reason = {};  // why it was not delivered
};
void enter(const Letter& letter, const Outcome& outcome);

class Outbox {
 public:
  // The clock is the machine's: worlds' own may stand still.
  Outbox(std::unique_ptr<net::Courier> courier, std::shared_ptr<const wire::Clock> clock,
         std::chrono::milliseconds patience);

  void put(Letter letter);
  // Tries whatever is due, in the order it became so. Returns when something will be due again;
  // nullopt: nothing waits.
  std::optional<wire::Time> deliver();
  // From any thread: deliver() ends early, and no post takes long any more. Once.
  void stop();
  // Tries each letter once more, in order, until one cannot be delivered or the time is over.
  void last_round();
  std::size_t size() const;

 private:
  struct Waiting {
    Letter letter;
    wire::Time since;
    unsigned attempts = 0;
  };
  using Queue = std::deque<Waiting>;
  struct Due {
    wire::Time at;
    std::uint64_t order;  // of two due at once the one that has waited longer comes first
    std::string queue;
    friend bool operator<(const Due& a, const Due& b) {
      return std::tie(a.at, a.order) < std::tie(b.at, b.order);
    }
  };

  // The queue that is due first, no later than `latest`; it is due no more.
  std::optional<std::string> take_due(wire::Time latest);
  Waiting& first_of(const std::string& queue);
  // nullopt: it is over with that letter. Else when to try it again.
  std::optional<wire::Time> attempt(Waiting& waiting);
  void settle(const std::string& queue, std::optional<wire::Time> again);

  const std::unique_ptr<net::Courier> courier_;
  const std::shared_ptr<const wire::Clock> clock_;
  const std::chrono::milliseconds patience_;
  std::atomic<bool> stopping_ = false;

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Queue> queues_;  // none is empty
  std::set<Due> due_;                              // one for each queue
  std::size_t letters_ = 0;
  std::uint64_t order_ = 0;  // the last one given out
};

}  // namespace pail::emulator::events
