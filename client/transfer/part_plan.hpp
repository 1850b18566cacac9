// How a body is cut into parts: one after the other, as they are asked for, so that their size can
// grow on the way. Pure.
//
// The rule. Parts begin at 8 MiB. Where the size is known and 10,000 parts of the limit would not
// hold it, they begin at the least whole MiB that does; where it is not known, every thousandth
// part doubles the next, so that 10,000 hold 8 TiB. And a part that was done in less than a quarter
// of a second doubles those not given out yet, up to 64 MiB: then what each part costs beside its
// bytes (a request, a signature, a line of the completion) is felt.
//
// What was given out never changes: segments() says it in a line or two, and a plan made from them
// gives the same parts again.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "wire/limits.hpp"

namespace pail::client::transfer {

using wire::limits::part_bytes_max;
using wire::limits::part_bytes_min;
using wire::limits::part_number_max;

inline constexpr std::uint64_t mebibyte = 1024 * 1024;
// Ours; see the rule.
inline constexpr std::uint64_t part_bytes_grown_max = 64 * mebibyte;
inline constexpr std::chrono::milliseconds quick_part{250};

struct Part {
  unsigned number = 1;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

// From part `first` on, each of so many bytes.
struct Segment {
  unsigned first = 1;
  std::uint64_t part_bytes = 0;

  bool operator==(const Segment&) const = default;
};

class PartPlan {
 public:
  // Of `total` bytes; `part_bytes` 0: by the rule, else so many, or more where 10,000 would not do.
  static PartPlan of(std::uint64_t total, std::uint64_t part_bytes);
  // Of nobody knows how many.
  static PartPlan of_stream(std::uint64_t part_bytes);
  // The same, but that no part is larger than another: for who holds them in memory.
  static PartPlan of_even_stream(std::uint64_t part_bytes);
  // The parts of an earlier plan, made with the same arguments, of which some up to `last_done` are
  // done: up to there nothing grows. nullopt: these are no segments, or not of so many bytes.
  static std::optional<PartPlan> again(std::uint64_t total, std::uint64_t part_bytes,
                                       std::vector<Segment> segments, unsigned last_done);

  // The next part; of a stream, the last may turn out shorter. None: that was all.
  std::optional<Part> next();
  // It was done in so long. True: segments() has changed.
  bool took(const Part& part, std::chrono::milliseconds time);

  const std::vector<Segment>& segments() const noexcept { return segments_; }

 private:
  enum class Growth : std::uint8_t { none, by_number, by_speed };

  PartPlan(std::uint64_t total, Growth growth) : total_(total), growth_(growth) {}
  void grow();

  std::uint64_t total_;  // of a stream: the greatest there is
  Growth growth_;
  std::vector<Segment> segments_;
  std::size_t segment_ = 0;  // that of the next part
  unsigned next_number_ = 1;
  std::uint64_t next_offset_ = 0;
  unsigned fixed_until_ = 0;  // parts up to this number keep their size
};

}  // namespace pail::client::transfer
