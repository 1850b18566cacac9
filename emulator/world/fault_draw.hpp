// The draws of fault rules: functions of a rule's seed and the number of the request, so that the
// same requests in the same order meet the same faults. Pure.
#pragma once

#include <chrono>
#include <cstdint>

#include "emulator/world/fault.hpp"

namespace pail::world {

// Ours: nobody waits for an answer for longer than an hour.
inline constexpr std::chrono::milliseconds fault_delay_max = std::chrono::hours(1);

// From 0 up to, and without, 1. `stream` tells draws of one request apart.
double draw_fraction(std::uint64_t seed, std::uint64_t number, std::uint64_t stream) noexcept;
// Whether the request of that number is hit.
bool draw_hit(const FaultTrigger& trigger, std::uint64_t number) noexcept;
// From 0 to fault_delay_max.
std::chrono::milliseconds draw_delay(const FaultDelay& delay, std::uint64_t seed,
                                     std::uint64_t number) noexcept;

}  // namespace pail::world
