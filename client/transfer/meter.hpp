// How far a transfer is and how fast it goes, for a Watcher. Pure: the time is given, counted from
// the beginning.
#pragma once

#include <deque>

#include "client/transfer/transfer.hpp"

namespace pail::client::transfer {

class Meter {
 public:
  using Elapsed = std::chrono::milliseconds;
  // The rate is that of so long a time: long enough not to flicker, short enough to follow.
  static constexpr Elapsed window{5'000};
  static constexpr Elapsed interval{100};  // between two reports

  explicit Meter(std::uint64_t total = 0) : total_(total) {}

  // More is known to come.
  void expect(std::uint64_t bytes) noexcept { total_ += bytes; }
  void moved(std::uint64_t bytes) noexcept { counted_ += bytes; }
  // Found done already: of the whole, but of no rate.
  void found(std::uint64_t bytes) noexcept;

  // Whether it is time to report again.
  bool is_due(Elapsed now) const noexcept;
  // To be called at each report.
  Standing standing(Elapsed now);

 private:
  struct Sample {
    Elapsed time;
    std::uint64_t done;
  };

  double rate(Elapsed now) const;

  std::uint64_t total_;
  std::uint64_t counted_ = 0;
  std::uint64_t found_ = 0;
  std::optional<Elapsed> reported_;
  std::deque<Sample> samples_{{Elapsed{0}, 0}};
};

}  // namespace pail::client::transfer
