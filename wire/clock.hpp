// Time, and the one place that asks the operating system for it. Everything else takes a Clock or a
// Time, so that a test (or a world) can hold time still, shift it, or move it on.
#pragma once

#include <atomic>
#include <chrono>

namespace pail::wire {

// UTC, microseconds: finer than anything S3 prints, coarse enough to reach year 294,000.
using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Seconds = std::chrono::sys_seconds;

// Thread-safe: now() may be called from any thread at once.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const noexcept = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const noexcept override;
};

// Stands still until told otherwise. set() and advance() are visible to all threads at once.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) noexcept : now_(start.time_since_epoch().count()) {}
  Time now() const noexcept override { return Time(std::chrono::microseconds(now_.load())); }
  void set(Time time) noexcept { now_.store(time.time_since_epoch().count()); }
  void advance(std::chrono::microseconds by) noexcept { now_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace pail::wire
