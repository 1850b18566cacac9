#include "emulator/metrics.hpp"

#include <algorithm>
#include <numeric>

#include "wire/error.hpp"

namespace pail::emulator {
namespace {

struct Bound {
  std::uint64_t microseconds;
  std::string_view seconds;
};
// From what one GET costs to what a client's patience ends at.
constexpr std::array<Bound, 17> duration_bounds = {{{50, "0.00005"},
                                                    {100, "0.0001"},
                                                    {250, "0.00025"},
                                                    {500, "0.0005"},
                                                    {1'000, "0.001"},
                                                    {2'500, "0.0025"},
                                                    {5'000, "0.005"},
                                                    {10'000, "0.01"},
                                                    {25'000, "0.025"},
                                                    {50'000, "0.05"},
                                                    {100'000, "0.1"},
                                                    {250'000, "0.25"},
                                                    {500'000, "0.5"},
                                                    {1'000'000, "1"},
                                                    {2'500'000, "2.5"},
                                                    {5'000'000, "5"},
                                                    {10'000'000, "10"}}};

constexpr std::uint32_t no_code = 0x7FFF;     // success
constexpr std::uint32_t other_code = 0x7FFE;  // one that errors.def does not have

// Never 0, since no status is.
std::uint32_t outcome_of(unsigned status, std::string_view code) noexcept {
  std::uint32_t number = no_code;
  if (!code.empty()) {
    const auto errc = wire::errc_from_text(code);
    number = errc ? static_cast<std::uint32_t>(*errc) : other_code;
  }
  return static_cast<std::uint32_t>(status) << 16 | number;
}

std::string_view code_of(std::uint32_t outcome) noexcept {
  const std::uint32_t number = outcome & 0x7FFF;
  if (number == no_code) return {};
  return number == other_code ? "other" : wire::info(static_cast<wire::Errc>(number)).code;
}

void add(std::atomic<std::uint64_t>& count, std::uint64_t by) noexcept {
  count.fetch_add(by, std::memory_order_relaxed);
}

std::uint64_t value(const std::atomic<std::uint64_t>& count) noexcept {
  return count.load(std::memory_order_relaxed);
}

// A clock may go back.
std::uint64_t microseconds_of(std::chrono::microseconds time) noexcept {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0));
}

}  // namespace

std::string_view name(Judgement judgement) noexcept {
  constexpr std::array<std::string_view, 5> names = {"", "accepted", "refused", "anonymous",
                                                     "waived"};
  return names.at(static_cast<std::size_t>(judgement));
}

Metrics::Metrics(const std::vector<std::string_view>& operations) : rows_(operations.size() + 1) {
  static_assert(duration_bounds.size() == bounds);
  for (std::size_t i = 0; i < operations.size(); ++i) {
    rows_[i + 1].operation = operations[i];
    places_.emplace(operations[i], i + 1);
  }
}

// A place is taken by whoever needs it first; two that take it at once agree by the exchange.
Metrics::Count& Metrics::counter_of(Row& row, unsigned status, std::string_view code) noexcept {
  const std::uint32_t wanted = outcome_of(status, code);
  for (std::size_t i = 0; i < outcomes_max; ++i) {
    std::uint32_t there = row.outcomes[i].load(std::memory_order_relaxed);
    if (there == 0) {
      row.outcomes[i].compare_exchange_strong(there, wanted, std::memory_order_relaxed);
      if (there == 0) there = wanted;
    }
    if (there == wanted) return row.requests[i];
  }
  return row.other_requests;
}

void Metrics::count(const Observation& seen) noexcept {
  const auto place = places_.find(seen.operation);
  Row& row = rows_[place == places_.end() ? 0 : place->second];
  add(counter_of(row, seen.status, seen.code), 1);
  if (seen.bytes_in > 0) add(row.bytes_in, seen.bytes_in);
  if (seen.bytes_out > 0) add(row.bytes_out, seen.bytes_out);
  const std::uint64_t took = microseconds_of(seen.duration);
  add(row.microseconds, took);
  const auto bound = std::lower_bound(
      duration_bounds.begin(), duration_bounds.end(), took,
      [](const Bound& each, std::uint64_t duration) { return each.microseconds < duration; });
  add(row.durations[static_cast<std::size_t>(bound - duration_bounds.begin())], 1);
  if (seen.judgement != Judgement::none) {
    add(verdicts_.at(static_cast<std::size_t>(seen.scheme))
            .at(static_cast<std::size_t>(seen.judgement)),
        1);
  }
  if (seen.faults > 0) add(faults_, seen.faults);
}

void Metrics::write_requests(Exposition& out) const {
  constexpr std::string_view name = "pail_requests_total";
  out.metric(name, Exposition::Type::counter, "Exchanges that are over, by their answer.");
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < outcomes_max; ++i) {
      const std::uint64_t count = value(row.requests[i]);
      if (count == 0) continue;
      const std::uint32_t outcome = row.outcomes[i].load(std::memory_order_relaxed);
      const std::string status = std::to_string(outcome >> 16);
      out.sample(name,
                 {{"operation", row.operation}, {"status", status}, {"code", code_of(outcome)}},
                 count);
    }
    const std::uint64_t others = value(row.other_requests);
    if (others == 0) continue;
    out.sample(name, {{"operation", row.operation}, {"status", "other"}, {"code", "other"}},
               others);
  }
}

void Metrics::write_bytes(Exposition& out, std::string_view name, std::string_view help,
                          Count Row::*bytes) const {
  out.metric(name, Exposition::Type::counter, help);
  for (const Row& row : rows_) {
    const std::uint64_t count = value(row.*bytes);
    if (count > 0) out.sample(name, {{"operation", row.operation}}, count);
  }
}

void Metrics::write_durations(Exposition& out) const {
  const std::string name = "pail_request_duration_seconds";
  out.metric(name, Exposition::Type::histogram, "From a request's head to its answer's.");
  for (const Row& row : rows_) {
    std::array<std::uint64_t, bounds + 1> up_to = {};
    std::transform(row.durations.begin(), row.durations.end(), up_to.begin(), value);
    std::partial_sum(up_to.begin(), up_to.end(), up_to.begin());
    if (up_to.back() == 0) continue;
    const Label operation = {"operation", row.operation};
    for (std::size_t i = 0; i < bounds; ++i) {
      out.sample(name + "_bucket", {operation, {"le", duration_bounds[i].seconds}}, up_to[i]);
    }
    out.sample(name + "_bucket", {operation, {"le", "+Inf"}}, up_to.back());
    out.sample_seconds(name + "_sum", {operation}, value(row.microseconds));
    out.sample(name + "_count", {operation}, up_to.back());
  }
}

void Metrics::write_verdicts(Exposition& out) const {
  constexpr std::string_view name = "pail_verdicts_total";
  out.metric(name, Exposition::Type::counter,
             "What came of authentication; the scheme is that of a good signature.");
  for (std::size_t i = 0; i < verdicts_.size(); ++i) {
    const auto scheme = static_cast<signer::Scheme>(i);
    const bool is_signed = scheme != signer::Scheme::anonymous;
    for (std::size_t j = 0; j < verdicts_[i].size(); ++j) {
      const std::uint64_t count = value(verdicts_[i][j]);
      if (count == 0) continue;
      out.sample(name,
                 {{"scheme", is_signed ? signer::name(scheme) : ""},
                  {"verdict", emulator::name(static_cast<Judgement>(j))}},
                 count);
    }
  }
}

std::string Metrics::text(const Gauges& gauges) const {
  using Type = Exposition::Type;
  Exposition out;
  write_requests(out);
  write_bytes(out, "pail_request_bytes_total", "Bytes of request bodies that were taken.",
              &Row::bytes_in);
  write_bytes(out, "pail_response_bytes_total", "Bytes of the bodies of answers.", &Row::bytes_out);
  write_durations(out);
  write_verdicts(out);
  out.metric("pail_faults_total", Type::counter, "Fault rules that hit a request.");
  out.sample("pail_faults_total", {}, value(faults_));
  out.metric("pail_worlds", Type::gauge, "Worlds there are.");
  out.sample("pail_worlds", {}, gauges.worlds);
  out.metric("pail_journal_entries", Type::gauge, "Entries in the journals of all worlds.");
  out.sample("pail_journal_entries", {}, gauges.journal_entries);
  out.metric("pail_uptime_seconds", Type::gauge, "Since this server began.");
  out.sample_seconds("pail_uptime_seconds", {}, microseconds_of(gauges.uptime));
  out.metric("pail_build_info", Type::gauge, "Always 1; the version is a label.");
  out.sample("pail_build_info", {{"version", gauges.version}}, 1);
  return out.take();
}

}  // namespace pail::emulator
