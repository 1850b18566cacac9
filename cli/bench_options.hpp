// What `pail bench` is told, and how its words are read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/client_options.hpp"
#include "client/load/plan.hpp"

namespace pail::cli {

struct BenchCommand {
  std::string job;
  std::vector<std::string> targets;  // a URL; of `compare` the files
  std::string size = "64KiB";
  std::string part_size = "8MiB";
  std::string mix = "put=1,get=4";
  std::uint64_t objects = 1000;
  unsigned concurrency = 32;
  unsigned threads = 1;
  std::string duration = "10s";
  std::string warm_up = "0s";
  std::uint64_t requests = 0;
  double rate = 0;
  unsigned rounds = 1;
  std::uint64_t seed = 1;
  bool presigned = false;
  bool unsigned_payload = false;
  bool prepared = false;
  bool csv = false;
  bool check = false;
  std::string plot;
  std::string save;
  std::string against;
  std::string save_against;
  ClientOptions client;
};

// "64KiB"; "1KiB..1MiB", evenly by the logarithm; "4KiB=70,64KiB=25,5MiB=5", by weights. Each size
// of the last may be a range. nullopt: none of these.
std::optional<client::load::Sizes> parse_sizes(std::string_view text);
// "put=1,get=4,delete=1"; a name alone has the weight 1. nullopt: not that, or nothing to do.
std::optional<client::load::Mix> parse_mix(std::string_view text);

// Of everything but the place. Ends the command with exit_usage when a word cannot be read.
client::load::Plan read_plan(const BenchCommand& command);
// What the other side is to do differently: words with commas between them, each the URL of a
// server, v2, v4, presigned, header, or a number of connections as concurrency=64.
BenchCommand other_side(const BenchCommand& command);

}  // namespace pail::cli
