#include "client/load/pace.hpp"

#include "client/load/sequence.hpp"

namespace pail::client::load {

using net::LoadTurn;

Pace::Pace(const Plan& plan, Moment begin, Limits limits)
    : limits_(limits),
      begin_(begin),
      from_(begin + plan.warm_up),
      to_(plan.requests > 0 ? Moment::max() : from_ + plan.duration) {
  if (plan.rate > 0) interval_ = std::chrono::duration<double>(1 / plan.rate);
}

Pace::Moment Pace::moment(std::uint64_t count, Moment since) const noexcept {
  return since +
         std::chrono::duration_cast<Moment::duration>(static_cast<double>(count) * interval_);
}

bool Pace::warms_up(Moment now, Start& start, Moment& due, LoadTurn& turn) {
  if (now >= from_) return false;
  std::uint64_t number = warmed_.load(std::memory_order_relaxed);
  for (;;) {
    const Moment intended = interval_.count() > 0 ? moment(number, begin_) : now;
    if (intended > now) {
      due = std::min(intended, from_);
      turn = LoadTurn::wait;
      return true;
    }
    if (!warmed_.compare_exchange_weak(number, number + 1, std::memory_order_relaxed)) continue;
    start = {Sequence::warm_up_begin + number, intended, false, false};
    turn = LoadTurn::send;
    return true;
  }
}

LoadTurn Pace::next(Moment now, Start& start, Moment& due) {
  LoadTurn turn = LoadTurn::over;
  if (warms_up(now, start, due, turn)) return turn;
  std::uint64_t number = measured_.load(std::memory_order_relaxed);
  for (;;) {
    const Moment intended = interval_.count() > 0 ? moment(number) : now;
    if (number >= limits_.count || now >= to_ || intended >= to_) return LoadTurn::over;
    if (intended > now) {
      due = intended;
      return LoadTurn::wait;
    }
    if (!measured_.compare_exchange_weak(number, number + 1, std::memory_order_relaxed)) continue;
    start = {limits_.first + number, intended, true, number == 0};
    return LoadTurn::send;
  }
}

}  // namespace pail::client::load
