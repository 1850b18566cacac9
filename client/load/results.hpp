// What a load found: requests, bytes and latencies by kind of request and over time. Memory does
// not grow with the number of requests, nor beyond a bound with the time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "client/load/latencies.hpp"
#include "client/load/plan.hpp"
#include "net/load.hpp"

namespace pail::client::load {

struct Row {
  std::uint64_t requests = 0;  // that succeeded
  std::uint64_t errors = 0;
  std::uint64_t bytes = 0;  // of bodies, in either direction
  // Of those that succeeded, and of those that got no answer as long as was waited.
  Latencies latencies;

  void add(const Row& other) noexcept;
};

// Of a request whose moment came and passed without a free connection.
inline constexpr std::string_view unsent = "NotSentInTime";

using ErrorCodes = std::map<std::string, std::uint64_t, std::less<>>;

// One request, done.
struct Done {
  Kind kind = Kind::get;
  net::LoadMoment at;
  std::chrono::microseconds took{};
  std::uint64_t bytes = 0;
  std::string_view error;  // S3's code, "HTTP 404" without one, one of load_failure; empty: none
  bool is_unanswered = false;  // its latency counts all the same
};

// All kinds together, by the time at which they were done. Thread-safe.
class Timeline {
 public:
  using Length = std::chrono::nanoseconds;
  // Ours: more than a plot has room for. Beyond it two become one of twice the length.
  static constexpr std::size_t intervals_max = 600;

  Timeline(net::LoadMoment from, Length length) : from_(from), length_(length) {}

  // What happened in the interval in which `at` lies.
  void add(net::LoadMoment at, const Row& row);
  Length length() const;
  // The one before the newest: the newest still grows. Nothing yet: an empty one.
  Row latest() const;
  std::vector<Row> take();

 private:
  void halve();

  mutable std::mutex mutex_;
  net::LoadMoment from_;
  Length length_;
  std::vector<Row> rows_;
};

// What one thread counts.
class Tally {
 public:
  Tally(Timeline& timeline, Timeline::Length flush_every)
      : timeline_(timeline), flush_every_(flush_every) {}

  void add(const Done& done);
  // The rest goes to the timeline.
  void flush();
  const std::array<Row, kind_count>& rows() const noexcept { return rows_; }
  const ErrorCodes& errors() const noexcept { return errors_; }

 private:
  Timeline& timeline_;
  Timeline::Length flush_every_;
  std::array<Row, kind_count> rows_;
  ErrorCodes errors_;
  Row current_;
  net::LoadMoment current_from_{};
};

struct Summary {
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  std::uint64_t bytes = 0;
  std::uint64_t p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;  // microseconds
};
Summary summary_of(const Row& row) noexcept;

// One interval, or one round.
struct Sample {
  double second = 0;  // since measuring began: where it begins
  double seconds = 0;
  Summary summary;
};

// Of all rounds together.
struct Measurement {
  Measurement() = default;

  std::array<Row, kind_count> rows;
  ErrorCodes errors;
  double seconds = 0;      // from the first request to the last answer
  double cpu_seconds = 0;  // of this process in that time
  std::vector<Sample> intervals;
  std::vector<Sample> rounds;
  bool was_interrupted = false;

  void add(const Measurement& round);
  Row all() const noexcept;
};

}  // namespace pail::client::load
