#include "client/transfer/meter.hpp"

#include <cmath>

namespace pail::client::transfer {
namespace {

// Beyond it nobody believes a forecast, and it has to fit a number.
constexpr double left_seconds_max = 100.0 * 24 * 3600;

double seconds(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

void Meter::found(std::uint64_t bytes) noexcept {
  counted_ += bytes;
  found_ += bytes;
}

bool Meter::is_due(Elapsed now) const noexcept {
  return !reported_ || now - *reported_ >= interval;
}

Standing Meter::standing(Elapsed now) {
  reported_ = now;
  Standing standing;
  standing.done = counted_;
  standing.total = total_;
  standing.elapsed = now;
  standing.bytes_per_second = rate(now);
  samples_.push_back({now, counted_ - found_});
  // The oldest sample is the last one outside the window, so that a rate spans all of it.
  while (samples_.size() > 2 && now - samples_[1].time >= window) samples_.pop_front();
  if (standing.bytes_per_second > 0 && total_ >= counted_ && total_ > 0) {
    const double left = static_cast<double>(total_ - counted_) / standing.bytes_per_second;
    if (left < left_seconds_max) standing.left = std::chrono::seconds(std::llround(left));
  }
  return standing;
}

double Meter::rate(Elapsed now) const {
  const Sample& oldest = samples_.front();
  const double time = seconds(now - oldest.time);
  const std::uint64_t done = counted_ - found_;
  if (time <= 0 || done < oldest.done) return 0;
  return static_cast<double>(done - oldest.done) / time;
}

}  // namespace pail::client::transfer
