// When the next request begins. Without a rate: at once. With one, at moments that nothing shifts:
// a server that falls behind finds the requests waiting, and what they waited counts, so that it
// cannot hide its queue. Shared by all threads of a load.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>

#include "client/load/plan.hpp"
#include "net/load.hpp"

namespace pail::client::load {

class Pace {
 public:
  using Moment = net::LoadMoment;

  struct Start {
    std::uint64_t number = 0;  // in the Sequence
    Moment intended;           // its latency counts from here
    bool is_measured = false;  // false: of the warm-up
    bool is_first = false;     // of those that are measured
  };
  struct Limits {
    std::uint64_t first = 0;  // number of the first measured request
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
  };

  Pace(const Plan& plan, Moment begin, Limits limits);

  // `start` is set where the turn is to send, `due` where it is to wait.
  net::LoadTurn next(Moment now, Start& start, Moment& due);
  // When measuring begins.
  Moment from() const noexcept { return from_; }
  // When it ends; Moment::max() where requests are counted instead.
  Moment to() const noexcept { return to_; }
  // Of a rate: the requests that should have begun and did not, since the server was too slow.
  // Their latency has a lower bound: the end. Calls `visit(number, how_long)`.
  template <class Visit>
  void each_unsent(Visit visit) const {
    if (interval_.count() == 0 || to_ == Moment::max()) return;
    for (std::uint64_t n = measured_.load(); n < limits_.count && moment(n) < to_; ++n) {
      visit(limits_.first + n, to_ - moment(n));
    }
  }

 private:
  using Interval = std::chrono::duration<double, std::nano>;
  Moment moment(std::uint64_t count, Moment since) const noexcept;
  Moment moment(std::uint64_t count) const noexcept { return moment(count, from_); }
  bool warms_up(Moment now, Start& start, Moment& due, net::LoadTurn& turn);

  Interval interval_{0};  // 0: no rate
  Limits limits_;
  Moment begin_;
  Moment from_;
  Moment to_;
  std::atomic<std::uint64_t> warmed_{0};
  std::atomic<std::uint64_t> measured_{0};
};

}  // namespace pail::client::load
