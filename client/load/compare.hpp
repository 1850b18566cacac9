// Whether one measurement differs from another by more than noise. Pure, and the same answer for
// the same numbers: the bootstrap draws by a fixed seed.
//
// A measurement is a list of samples: its rounds, or where there was but one its intervals. Of
// each the median counts. Two that were measured in turn are compared round by round, so that what
// befell both drops out; others by resampling each for itself.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "wire/result.hpp"

namespace pail::client::load {

using wire::Result;

// What compare() needs to know of a result.
struct Recorded {
  std::string name;
  std::string job;
  std::string interleaved;
  std::string settings;  // as JSON: only whether they are the same is looked at
  std::uint64_t errors = 0;
  bool by_rounds = false;
  std::vector<double> per_second;
  std::vector<double> p50;  // microseconds; none of signatures, which have no latency
  std::vector<double> p99;
};

// InvalidArgument when it is no result of a bench that has samples.
Result<Recorded> read_result(std::string name, const boost::json::object& object);

struct Ratio {
  double median = 1;  // of the second's to the first's
  double least = 1;   // 95 of 100 resamplings lie
  double most = 1;    // between these
  std::size_t samples = 0;

  // Ours: of fewer samples no interval of 95 % can be had.
  static constexpr std::size_t samples_min = 5;
  bool is_enough() const noexcept { return samples >= samples_min; }
  bool is_more_than_noise() const noexcept { return is_enough() && (least > 1 || most < 1); }
};

// Both have samples, all above 0; `paired`: the n-th of one belongs to the n-th of the other.
Ratio ratio_of(const std::vector<double>& first, const std::vector<double>& second, bool paired);

struct Comparison {
  std::string first;
  std::string second;
  bool interleaved = false;
  Ratio per_second;
  Ratio p50;
  Ratio p99;
  std::vector<std::string> sentences;  // what it comes to, and what is to be doubted
  // Fewer requests, or a greater p99, by more than noise.
  bool is_worse() const noexcept {
    return (per_second.is_more_than_noise() && per_second.most < 1) ||
           (p99.is_more_than_noise() && p99.least > 1);
  }
};

// InvalidArgument when they are of different jobs.
Result<Comparison> compare(const Recorded& first, const Recorded& second);
boost::json::object json_of(const Comparison& comparison);

}  // namespace pail::client::load
