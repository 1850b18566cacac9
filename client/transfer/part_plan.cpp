#include "client/transfer/part_plan.hpp"

#include <algorithm>
#include <utility>

#include "client/transfer/transfer.hpp"

namespace pail::client::transfer {
namespace {

// A stream's parts double each time so many have been given out.
constexpr unsigned doubling_parts = 1000;
constexpr std::uint64_t stream_bytes_max = part_number_max * part_bytes_max;

// The least whole MiB of which `part_number_max` hold `total`.
std::uint64_t part_bytes_needed(std::uint64_t total) {
  const std::uint64_t bytes = (total + part_number_max - 1) / part_number_max;
  return (bytes + mebibyte - 1) / mebibyte * mebibyte;
}

bool is_segment(const Segment& segment) {
  return segment.part_bytes > 0 && segment.part_bytes <= part_bytes_max &&
         segment.first <= part_number_max;
}

// Whether they begin with the first part, ascend, and hold `total` bytes.
bool can_hold(const std::vector<Segment>& segments, std::uint64_t total) {
  if (segments.empty() || segments.front().first != 1) return false;
  std::uint64_t room = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool is_last = i + 1 == segments.size();
    const unsigned end = is_last ? part_number_max + 1 : segments[i + 1].first;
    if (!is_segment(segments[i]) || end <= segments[i].first) return false;
    room += (end - segments[i].first) * segments[i].part_bytes;
  }
  return room >= total;
}

}  // namespace

PartPlan PartPlan::of(std::uint64_t total, std::uint64_t part_bytes) {
  PartPlan plan(total, part_bytes == 0 ? Growth::by_speed : Growth::none);
  const std::uint64_t wanted = part_bytes == 0 ? part_bytes_usual : part_bytes;
  plan.segments_.push_back({1, std::max(wanted, part_bytes_needed(total))});
  return plan;
}

PartPlan PartPlan::of_stream(std::uint64_t part_bytes) {
  PartPlan plan(stream_bytes_max, Growth::by_number);
  plan.segments_.push_back({1, part_bytes == 0 ? part_bytes_usual : part_bytes});
  return plan;
}

PartPlan PartPlan::of_even_stream(std::uint64_t part_bytes) {
  PartPlan plan(part_number_max * part_bytes, Growth::none);
  plan.segments_.push_back({1, part_bytes});
  return plan;
}

std::optional<PartPlan> PartPlan::again(std::uint64_t total, std::uint64_t part_bytes,
                                        std::vector<Segment> segments, unsigned last_done) {
  if (!can_hold(segments, total)) return std::nullopt;
  PartPlan plan(total, part_bytes == 0 ? Growth::by_speed : Growth::none);
  plan.segments_ = std::move(segments);
  plan.fixed_until_ = std::max(last_done, plan.segments_.back().first - 1);
  return plan;
}

std::optional<Part> PartPlan::next() {
  if (next_offset_ >= total_ || next_number_ > part_number_max) return std::nullopt;
  if (segment_ + 1 < segments_.size() && segments_[segment_ + 1].first == next_number_) ++segment_;
  const Part part{next_number_, next_offset_,
                  std::min(segments_[segment_].part_bytes, total_ - next_offset_)};
  next_offset_ += part.bytes;
  ++next_number_;
  if (growth_ == Growth::by_number && part.number % doubling_parts == 0) grow();
  return part;
}

// Only what lies ahead of everything given out can grow. Parts that were begun at an older size say
// nothing of whether the new one is large enough.
bool PartPlan::took(const Part& part, std::chrono::milliseconds time) {
  const bool ahead = next_number_ > fixed_until_ && next_offset_ < total_;
  const bool newest = part.number >= segments_.back().first;
  const bool small = segments_.back().part_bytes * 2 <= part_bytes_grown_max;
  if (growth_ != Growth::by_speed || time >= quick_part) return false;
  if (!ahead || !newest || !small) return false;
  grow();
  return true;
}

void PartPlan::grow() {
  const std::uint64_t twice = std::min(segments_.back().part_bytes * 2, part_bytes_max);
  segments_.push_back({next_number_, twice});
}

}  // namespace pail::client::transfer
