#include "emulator/world/fault_draw.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "wire/split_mix.hpp"

namespace pail::world {
namespace {

using std::chrono::milliseconds;
using wire::mix_bits;

enum Stream : std::uint64_t { of_hits = 1, of_delays, of_angles };

// Box and Muller's.
double standard_normal(double radius, double angle) noexcept {
  return std::sqrt(-2 * std::log1p(-radius)) * std::cos(2 * std::numbers::pi * angle);
}

double drawn_length(const FaultDelay& delay, std::uint64_t seed, std::uint64_t number) noexcept {
  const auto a = static_cast<double>(delay.a.count());
  const auto b = static_cast<double>(delay.b.count());
  const double fraction = draw_fraction(seed, number, of_delays);
  switch (delay.shape) {
    case FaultDelay::Shape::uniform:
      return a + (b - a) * fraction;
    case FaultDelay::Shape::normal:
      return a + b * standard_normal(fraction, draw_fraction(seed, number, of_angles));
    case FaultDelay::Shape::exponential:
      return -a * std::log1p(-fraction);
    case FaultDelay::Shape::fixed:
      break;
  }
  return a;
}

}  // namespace

double draw_fraction(std::uint64_t seed, std::uint64_t number, std::uint64_t stream) noexcept {
  const std::uint64_t bits = mix_bits(mix_bits(mix_bits(seed) + number) + stream);
  return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

bool draw_hit(const FaultTrigger& trigger, std::uint64_t number) noexcept {
  return trigger.probability >= 1 ||
         draw_fraction(trigger.seed, number, of_hits) < trigger.probability;
}

milliseconds draw_delay(const FaultDelay& delay, std::uint64_t seed,
                        std::uint64_t number) noexcept {
  const double length = drawn_length(delay, seed, number);
  const auto longest = static_cast<double>(fault_delay_max.count());
  return milliseconds(std::llround(std::clamp(length, 0.0, longest)));
}

}  // namespace pail::world
