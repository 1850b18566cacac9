#include "client/load/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <utility>

#include "client/load/draw.hpp"
#include "wire/json_reader.hpp"

namespace pail::client::load {
namespace {

using Samples = std::vector<double>;

constexpr unsigned resamplings = 2000;
constexpr std::uint64_t seed = 1;

double median(Samples values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

// Draws as many as there are, any of them any number of times.
class Resampler {
 public:
  Samples of(const Samples& values) {
    Samples drawn(values.size());
    for (double& value : drawn) {
      value = values[below(values.size(), draw(seed, Purpose::resample, number_++))];
    }
    return drawn;
  }

 private:
  std::uint64_t number_ = 0;
};

Samples ratios(const Samples& first, const Samples& second) {
  Samples all(std::min(first.size(), second.size()));
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = second[i] / first[i];
  return all;
}

double number(const boost::json::object& sample, std::string_view name) {
  const boost::json::value* const found = sample.if_contains(name);
  return found != nullptr && found->is_number() ? found->to_number<double>() : 0.0;
}

// The last interval is no sample where the load ended in the midst of it.
void take_samples(Recorded& recorded, const boost::json::array& samples) {
  double longest = 0;
  for (const boost::json::value& value : samples) {
    const boost::json::object* const sample = value.if_object();
    if (sample == nullptr || number(*sample, "requests") == 0) continue;
    const double seconds = number(*sample, "seconds");
    longest = std::max(longest, seconds);
    if (!recorded.by_rounds && seconds < longest * 0.9) continue;
    recorded.per_second.push_back(number(*sample, "per_second"));
    if (!sample->contains("p50_us")) continue;  // signatures have none
    // Not 0, by which nothing can be divided: what took less than a microsecond took one.
    recorded.p50.push_back(std::max(number(*sample, "p50_us"), 1.0));
    recorded.p99.push_back(std::max(number(*sample, "p99_us"), 1.0));
  }
}

std::string percent(double ratio) {
  return fmt::format("{:+.1f}", (ratio - 1) * 100);
}

std::string interval_text(const Ratio& ratio) {
  return fmt::format("95 %: {}..{} %", percent(ratio.least), percent(ratio.most));
}

// "b answers 12.0 % more requests/s than a (95 %: +9.0..+15.0 %): more than noise."
std::string sentence_of(const Comparison& comparison, const Ratio& ratio, std::string_view what,
                        bool is_latency) {
  if (!ratio.is_enough()) {
    return fmt::format("{}: {} samples are too few to tell a difference from noise; {} are needed.",
                       what, ratio.samples, Ratio::samples_min);
  }
  if (!ratio.is_more_than_noise()) {
    return fmt::format("{}: no difference beyond the noise ({} %, {}).", what,
                       percent(ratio.median), interval_text(ratio));
  }
  const double size = std::abs(ratio.median - 1) * 100;
  const bool is_more = ratio.median > 1;
  if (is_latency) {
    return fmt::format("{}'s {} is {:.1f} % {} than {}'s ({}): more than noise.", comparison.second,
                       what, size, is_more ? "longer" : "shorter", comparison.first,
                       interval_text(ratio));
  }
  return fmt::format("{} answers {:.1f} % {} requests/s than {} ({}): more than noise.",
                     comparison.second, size, is_more ? "more" : "fewer", comparison.first,
                     interval_text(ratio));
}

void add_doubts(Comparison& comparison, const Recorded& first, const Recorded& second) {
  auto& sentences = comparison.sentences;
  if (!comparison.interleaved) {
    sentences.push_back(
        "They were not measured in turn: what the machine did at one time and not at the other "
        "counts as a difference. See --against.");
  }
  if (first.settings != second.settings) {
    sentences.push_back("Their settings differ: see `settings` in each.");
  }
  for (const Recorded* const one : {&first, &second}) {
    if (one->errors > 0)
      sentences.push_back(fmt::format("{} had {} errors.", one->name, one->errors));
  }
}

boost::json::object json_of(const Ratio& ratio) {
  return {{"ratio", ratio.median},
          {"interval_95", boost::json::array{ratio.least, ratio.most}},
          {"samples", ratio.samples},
          {"more_than_noise", ratio.is_more_than_noise()}};
}

}  // namespace

Result<Recorded> read_result(std::string name, const boost::json::object& object) {
  Recorded recorded;
  recorded.name = std::move(name);
  const auto* const job = object.if_contains("job");
  const auto* const rounds = object.if_contains("rounds");
  const auto* const intervals = object.if_contains("intervals");
  const bool is_result = job != nullptr && job->is_string() && rounds != nullptr &&
                         rounds->is_array() && intervals != nullptr && intervals->is_array();
  if (!is_result) {
    return wire::Error(wire::Errc::InvalidArgument, recorded.name + " is no result of pail bench");
  }
  recorded.job = job->as_string();
  if (const auto* const id = object.if_contains("interleaved"); id != nullptr && id->is_string()) {
    recorded.interleaved = id->as_string();
  }
  recorded.errors = static_cast<std::uint64_t>(std::max(number(object, "errors"), 0.0));
  if (const auto* const settings = object.if_contains("settings")) {
    recorded.settings = boost::json::serialize(*settings);
  }
  recorded.by_rounds = rounds->as_array().size() > 1;
  take_samples(recorded, recorded.by_rounds ? rounds->as_array() : intervals->as_array());
  if (recorded.per_second.empty()) {
    return wire::Error(wire::Errc::InvalidArgument, recorded.name + " has nothing to compare");
  }
  return recorded;
}

Ratio ratio_of(const Samples& first, const Samples& second, bool paired) {
  Ratio ratio;
  ratio.samples = std::min(first.size(), second.size());
  const Samples pairs = ratios(first, second);
  ratio.median = paired ? median(pairs) : median(second) / median(first);
  Resampler resampler;
  Samples found(resamplings);
  for (double& one : found) {
    one = paired ? median(resampler.of(pairs))
                 : median(resampler.of(second)) / median(resampler.of(first));
  }
  std::sort(found.begin(), found.end());
  ratio.least = found[resamplings / 40];
  ratio.most = found[resamplings - 1 - resamplings / 40];
  return ratio;
}

Result<Comparison> compare(const Recorded& first, const Recorded& second) {
  if (first.job != second.job) {
    return wire::Error(wire::Errc::InvalidArgument, first.name + " is of " + first.job + ", " +
                                                        second.name + " of " + second.job);
  }
  Comparison comparison;
  comparison.first = first.name;
  comparison.second = second.name;
  comparison.interleaved = !first.interleaved.empty() && first.interleaved == second.interleaved;
  const bool paired = comparison.interleaved && first.by_rounds && second.by_rounds &&
                      first.per_second.size() == second.per_second.size();
  comparison.per_second = ratio_of(first.per_second, second.per_second, paired);
  comparison.sentences = {sentence_of(comparison, comparison.per_second, "requests/s", false)};
  if (!first.p50.empty() && !second.p50.empty()) {
    comparison.p50 = ratio_of(first.p50, second.p50, paired);
    comparison.p99 = ratio_of(first.p99, second.p99, paired);
    comparison.sentences.push_back(sentence_of(comparison, comparison.p50, "p50", true));
    comparison.sentences.push_back(sentence_of(comparison, comparison.p99, "p99", true));
  }
  add_doubts(comparison, first, second);
  return comparison;
}

boost::json::object json_of(const Comparison& comparison) {
  boost::json::array sentences;
  for (const std::string& sentence : comparison.sentences) sentences.emplace_back(sentence);
  return {{"first", comparison.first},
          {"second", comparison.second},
          {"interleaved", comparison.interleaved},
          {"per_second", json_of(comparison.per_second)},
          {"p50", json_of(comparison.p50)},
          {"p99", json_of(comparison.p99)},
          {"worse", comparison.is_worse()},
          {"sentences", std::move(sentences)}};
}

}  // namespace pail::client::load
