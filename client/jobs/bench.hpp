// Measures a server as its clients see it: the same small operations again and again, so many at
// once, for so long. What it stored it deletes, also when it is cancelled.
//
// Threads and lifetimes as of client.hpp. Errors: of the preparation; one of a measured operation
// is counted.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "client/client.hpp"
#include "client/jobs/latencies.hpp"

namespace pail::client::jobs {

enum class BenchOperation { put, get, list };
inline constexpr std::array<std::string_view, 3> bench_names = {"put", "get", "list"};

struct BenchOptions {
  BenchOptions() = default;

  std::string bucket;
  bool makes_bucket = false;  // and removes it
  std::string prefix;         // of the keys; nothing else is touched
  unsigned objects = 100;
  std::uint64_t size = 65536;
  unsigned concurrency = 32;
  std::chrono::milliseconds duration{10'000};
  std::array<unsigned, 3> mix = {1, 4, 0};  // how often, in turn: as bench_names
  // Time that only goes forward, from any beginning.
  std::function<std::chrono::microseconds()> elapsed;
};

struct BenchRow {
  std::uint64_t errors = 0;
  std::uint64_t bytes = 0;
  Latencies latencies;
};

struct BenchResult {
  std::array<BenchRow, 3> rows;  // as bench_names
  std::chrono::microseconds took{};
  std::string first_error;  // as on the wire; empty: there was none
};

Task<BenchResult> bench(Client& s3, BenchOptions options);

}  // namespace pail::client::jobs
