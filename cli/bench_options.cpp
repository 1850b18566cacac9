#include "cli/bench_options.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "cli/amount.hpp"
#include "cli/fail.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

namespace load = client::load;

constexpr std::uint64_t weight_max = 1000;

// What stands before the next `separator`; `text` goes on behind it.
std::string_view cut(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

struct Weighted {
  std::string_view name;
  unsigned weight;
};

// "name=weight" or "name".
std::optional<Weighted> parse_weighted(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == word.npos) return Weighted{word, 1};
  const auto weight = wire::parse_unsigned(word.substr(equals + 1));
  if (!weight || *weight > weight_max) return std::nullopt;
  return Weighted{word.substr(0, equals), static_cast<unsigned>(*weight)};
}

std::optional<load::Sizes::Range> parse_range(std::string_view text) {
  constexpr std::string_view dots = "..";
  const std::size_t middle = text.find(dots);
  const auto least = parse_bytes(text.substr(0, middle));
  const auto greatest =
      middle == text.npos ? least : parse_bytes(text.substr(middle + dots.size()));
  if (!least || !greatest || *least > *greatest) return std::nullopt;
  return load::Sizes::Range{*least, *greatest, 1};
}

// Reads each word of a list; false: one was refused.
bool each_word(std::string_view text, const std::function<bool(std::string_view)>& read) {
  if (text.empty() || text.ends_with(',')) return false;
  while (!text.empty()) {
    if (!read(cut(text, ','))) return false;
  }
  return true;
}

bool is_url(std::string_view word) {
  return word.starts_with("http://") || word.starts_with("https://");
}

bool change(BenchCommand& side, std::string_view word) {
  constexpr std::string_view connections = "concurrency=";
  if (is_url(word)) {
    side.client.endpoint_url = word;
  } else if (word == "v2" || word == "v4") {
    side.client.signature = word;
  } else if (word == "presigned" || word == "header") {
    side.presigned = word == "presigned";
  } else if (word.starts_with(connections)) {
    const auto number = wire::parse_unsigned(word.substr(connections.size()));
    if (!number || *number == 0 || *number > wire::limits::connections_max) return false;
    side.concurrency = static_cast<unsigned>(*number);
  } else {
    return false;
  }
  return true;
}

void check_sizes(const load::Plan& plan) {
  if (plan.part_bytes < wire::limits::part_bytes_min) fail_usage("--part-size: at least 5MiB");
  const bool in_parts = plan.job == load::Job::multipart;
  const std::uint64_t most =
      in_parts ? plan.part_bytes * wire::limits::part_number_max : wire::limits::put_bytes_max;
  if (plan.sizes.greatest() > most) {
    fail_usage(in_parts ? "--size: at most 10000 parts" : "--size: at most 5GiB");
  }
  if (in_parts && plan.sizes.of(0) == 0) fail_usage("--size: nothing has no parts");
}

}  // namespace

std::optional<load::Sizes> parse_sizes(std::string_view text) {
  std::vector<load::Sizes::Range> ranges;
  std::uint64_t weights = 0;
  const bool good = each_word(text, [&](std::string_view word) {
    const auto weighted = parse_weighted(word);
    auto range = weighted ? parse_range(weighted->name) : std::nullopt;
    if (!range) return false;
    weights += range->weight = weighted->weight;
    ranges.push_back(*range);
    return true;
  });
  if (!good || weights == 0) return std::nullopt;
  return load::Sizes(std::move(ranges));
}

std::optional<load::Mix> parse_mix(std::string_view text) {
  load::Mix mix{};
  const bool good = each_word(text, [&](std::string_view word) {
    const auto weighted = parse_weighted(word);
    if (!weighted) return false;
    const auto* const end = load::kind_names.begin() + load::mixable_kinds;
    const auto* const name = std::find(load::kind_names.begin(), end, weighted->name);
    if (name == end) return false;
    mix[static_cast<std::size_t>(name - load::kind_names.begin())] = weighted->weight;
    return true;
  });
  if (!good || std::accumulate(mix.begin(), mix.end(), 0U) == 0) return std::nullopt;
  return mix;
}

load::Plan read_plan(const BenchCommand& command) {
  load::Plan plan;
  const auto* const job = std::find(load::job_names.begin(), load::job_names.end(), command.job);
  plan.job = static_cast<load::Job>(job - load::job_names.begin());
  const auto sizes = parse_sizes(command.size);
  if (!sizes)
    fail_usage("--size: not of the form 64KiB, 1KiB..1MiB or 4KiB=70,5MiB=30: " + command.size);
  plan.sizes = *sizes;
  const auto mix = parse_mix(command.mix);
  if (!mix) fail_usage("--mix: not of the form put=1,get=4,list=1: " + command.mix);
  plan.mix = *mix;
  plan.part_bytes = read_bytes("--part-size", command.part_size);
  check_sizes(plan);
  plan.duration = read_duration("--duration", command.duration);
  if (plan.duration.count() == 0) fail_usage("--duration: nothing is measured in no time");
  plan.warm_up = read_duration("--warm-up", command.warm_up);
  plan.objects = command.objects;
  plan.concurrency = command.concurrency;
  plan.threads = command.threads;
  plan.requests = command.requests;
  plan.rate = command.rate;
  plan.rounds = command.rounds;
  plan.seed = command.seed;
  plan.presigned = command.presigned;
  plan.unsigned_payload = command.unsigned_payload;
  plan.prepared = command.prepared;
  if (plan.job == load::Job::remove && plan.objects < plan.rounds) {
    fail_usage("--objects: each round deletes its share of them: fewer than rounds");
  }
  return plan;
}

BenchCommand other_side(const BenchCommand& command) {
  BenchCommand side = command;
  const bool good =
      each_word(command.against, [&](std::string_view word) { return change(side, word); });
  if (!good) {
    fail_usage(
        "--against: not a server's URL, v2, v4, presigned, header or concurrency=N, nor "
        "several with commas between them: " +
        command.against);
  }
  return side;
}

}  // namespace pail::cli
