// A Meter with a clock and somebody who watches. One thread.
#pragma once

#include <utility>

#include "client/transfer/meter.hpp"
#include "net/stopwatch.hpp"

namespace pail::client::transfer {

// What each report of bytes done so far adds to the one before. A request that starts over reports
// less, and adds nothing until it is further than it was.
class Gain {
 public:
  std::uint64_t of(std::uint64_t done) noexcept {
    return done <= counted_ ? 0 : done - std::exchange(counted_, done);
  }

 private:
  std::uint64_t counted_ = 0;
};

class Reporter {
 public:
  Reporter(Watcher watcher, std::uint64_t total) : watcher_(std::move(watcher)), meter_(total) {}

  void expect(std::uint64_t bytes) { meter_.expect(bytes); }
  void found(std::uint64_t bytes) {
    meter_.found(bytes);
    report();
  }
  void moved(std::uint64_t bytes) {
    meter_.moved(bytes);
    report();
  }
  // What may be said at the end, whenever the last report was.
  void finish() {
    if (watcher_) watcher_(meter_.standing(watch_.elapsed()));
  }
  std::chrono::milliseconds elapsed() const { return watch_.elapsed(); }

  // For one request: what it tells of its own bytes is added to the whole.
  Progress progress() {
    return [this, gain = Gain()](std::uint64_t done, std::uint64_t) mutable {
      if (const std::uint64_t more = gain.of(done)) moved(more);
    };
  }

 private:
  void report() {
    if (!watcher_ || !meter_.is_due(watch_.elapsed())) return;
    watcher_(meter_.standing(watch_.elapsed()));
  }

  Watcher watcher_;
  net::Stopwatch watch_;
  Meter meter_;
};

}  // namespace pail::client::transfer
