#include "client/load/results.hpp"

#include <algorithm>
#include <utility>

namespace pail::client::load {

void Row::add(const Row& other) noexcept {
  requests += other.requests;
  errors += other.errors;
  bytes += other.bytes;
  latencies.add(other.latencies);
}

void Timeline::halve() {
  const std::size_t half = (rows_.size() + 1) / 2;
  for (std::size_t i = 0; i < half; ++i) {
    Row both = rows_[2 * i];
    if (2 * i + 1 < rows_.size()) both.add(rows_[2 * i + 1]);
    rows_[i] = both;
  }
  rows_.resize(half);
  length_ *= 2;
}

void Timeline::add(net::LoadMoment at, const Row& row) {
  const std::lock_guard lock(mutex_);
  const auto since = std::max<Timeline::Length>(at - from_, Length(0));
  while (static_cast<std::size_t>(since / length_) >= intervals_max) halve();
  const auto index = static_cast<std::size_t>(since / length_);
  if (rows_.size() <= index) rows_.resize(index + 1);
  rows_[index].add(row);
}

Timeline::Length Timeline::length() const {
  const std::lock_guard lock(mutex_);
  return length_;
}

Row Timeline::latest() const {
  const std::lock_guard lock(mutex_);
  return rows_.size() < 2 ? Row() : rows_[rows_.size() - 2];
}

std::vector<Row> Timeline::take() {
  const std::lock_guard lock(mutex_);
  return std::move(rows_);
}

void Tally::add(const Done& done) {
  if (done.at - current_from_ >= flush_every_) {
    flush();
    current_from_ = done.at;
  }
  for (Row* const row : {&rows_[static_cast<std::size_t>(done.kind)], &current_}) {
    if (done.error.empty()) {
      ++row->requests;
      row->bytes += done.bytes;
    } else {
      ++row->errors;
    }
    if (done.error.empty() || done.is_unanswered) row->latencies.add(done.took);
  }
  if (done.error.empty()) return;
  const auto known = errors_.find(done.error);
  if (known == errors_.end()) {
    errors_.emplace(done.error, 1);
  } else {
    ++known->second;
  }
}

void Tally::flush() {
  if (current_.requests + current_.errors == 0) return;
  timeline_.add(current_from_, current_);
  current_ = Row();
}

Summary summary_of(const Row& row) noexcept {
  const auto at = [&](double share) {
    return static_cast<std::uint64_t>(row.latencies.percentile(share).count());
  };
  return {
      row.requests, row.errors, row.bytes, at(0.5),
      at(0.9),      at(0.99),   at(0.999), static_cast<std::uint64_t>(row.latencies.max().count())};
}

Row Measurement::all() const noexcept {
  Row all;
  for (const Row& row : rows) all.add(row);
  return all;
}

void Measurement::add(const Measurement& round) {
  for (std::size_t i = 0; i < kind_count; ++i) rows[i].add(round.rows[i]);
  for (const auto& [code, count] : round.errors) errors[code] += count;
  rounds.push_back({seconds, round.seconds, summary_of(round.all())});
  for (Sample sample : round.intervals) {
    sample.second += seconds;
    intervals.push_back(sample);
  }
  seconds += round.seconds;
  cpu_seconds += round.cpu_seconds;
  was_interrupted = was_interrupted || round.was_interrupted;
}

}  // namespace pail::client::load
