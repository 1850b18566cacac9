#include "net/pacer.hpp"

#include <algorithm>
#include <utility>

namespace pail::net {
namespace {

using std::chrono::milliseconds;

constexpr Pacer::Time second = std::chrono::seconds(1);
// A slice that comes late may be made up for, but no more than one: a line that was silent has not
// saved anything up.
constexpr Pacer::Time made_up_max = second / Pacer::slices_per_second;

std::uint64_t cut_behind(const Carriage& told, Cut::When when) noexcept {
  return told.cut && told.cut->when == when ? told.cut->bytes : UINT64_MAX;
}

}  // namespace

Pacer Pacer::of_request(const Carriage& told, Time now) noexcept {
  return {told.up_bytes_per_second, cut_behind(told, Cut::When::after_request_bytes), now};
}

Pacer Pacer::of_answer(const Carriage& told, Time now) noexcept {
  Pacer pacer(told.down_bytes_per_second, cut_behind(told, Cut::When::after_response_bytes), now);
  pacer.stall_ = told.stall;
  pacer.stall_at_ = told.stall_after_bytes;
  return pacer;
}

milliseconds Pacer::wait(Time now) noexcept {
  const auto pause = std::chrono::ceil<milliseconds>(std::max(due_ - now, Time(0)));
  if (moved_ != stall_at_) return pause;
  return std::max(pause, std::exchange(stall_, milliseconds(0)));
}

std::size_t Pacer::room() const noexcept {
  std::uint64_t room = cut_at_ - moved_;
  if (stall_.count() > 0 && moved_ < stall_at_) room = std::min(room, stall_at_ - moved_);
  if (rate_ > 0 && room > 0)
    room = std::min(room, std::max(rate_ / slices_per_second, std::uint64_t{1}));
  return static_cast<std::size_t>(room);
}

void Pacer::moved(std::size_t bytes, Time now) noexcept {
  moved_ += bytes;
  if (rate_ == 0) return;
  const double seconds = static_cast<double>(bytes) / static_cast<double>(rate_);
  const auto taken = std::chrono::duration_cast<Time>(std::chrono::duration<double>(seconds));
  due_ = std::max(due_, now - made_up_max) + taken;
}

}  // namespace pail::net
