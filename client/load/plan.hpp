// What a load does: which requests, how many, how fast, on which objects. Values; sequence.hpp says
// what each single request is, measure.hpp carries it all out.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/config.hpp"
#include "client/load/sizes.hpp"

namespace pail::client::load {

enum class Job : std::uint8_t { put, get, head, list, remove, mixed, multipart };
inline constexpr std::array<std::string_view, 7> job_names = {"put",    "get",   "head",     "list",
                                                              "delete", "mixed", "multipart"};

// Each has a row of its own in the result. The first five are what `mixed` is made of.
enum class Kind : std::uint8_t { put, get, head, list, remove, create, part, complete };
inline constexpr std::size_t kind_count = 8;
inline constexpr std::size_t mixable_kinds = 5;
inline constexpr std::array<std::string_view, kind_count> kind_names = {
    "put", "get", "head", "list", "delete", "create", "part", "complete"};

using Mix = std::array<unsigned, mixable_kinds>;  // weights, by Kind

struct Plan {
  Plan() = default;

  Job job = Job::get;
  std::string bucket;
  std::string prefix;  // of every key: seven digits follow
  // The bucket is made, and removed afterwards.
  bool makes_bucket = false;
  // The objects are there; nothing is written beforehand or taken away afterwards.
  bool prepared = false;
  std::uint64_t objects = 1000;
  Sizes sizes{65536};
  std::uint64_t part_bytes = 8 * 1024 * 1024;
  Mix mix = {1, 4, 0, 0, 0};

  bool presigned = false;
  bool unsigned_payload = false;  // Version 4 signs bodies unless told otherwise

  unsigned concurrency = 32;
  unsigned threads = 1;
  std::chrono::milliseconds duration{10'000};
  std::chrono::milliseconds warm_up{0};
  std::uint64_t requests = 0;  // 0: as many as fit into the duration
  double rate = 0;             // a second; 0: as fast as answers come
  unsigned rounds = 1;
  std::uint64_t seed = 1;
};

// Keys have so many digits.
inline constexpr std::size_t digits = 7;
inline constexpr std::uint64_t objects_max = 5'000'000;  // ours: `mixed` writes as many again
// As many as S3 gives in one answer.
inline constexpr std::uint64_t page_keys = 1000;

}  // namespace pail::client::load
