// A Meter with a clock and somebody who watches. One thread.
#pragma once

#include <utility>

#include "client/transfer/meter.hpp"
#include "net/stopwatch.hpp"

namespace pail::client::transfer {

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
    return [this, counted = std::uint64_t{0}](std::uint64_t done, std::uint64_t) mutable {
      if (done <= counted) return;
      moved(done - std::exchange(counted, done));
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
