// --now and --clock-offset: a command's own idea of the time, for tests of everything that depends
// on it.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "wire/clock.hpp"

namespace pail::cli {

struct ClockOptions {
  std::string now;  // "" for the machine's time
  std::int64_t offset_s = 0;
};

void add_clock_options(CLI::App& command, ClockOptions& options);
// The machine's clock, or one that stands at --now; shifted by --clock-offset. Ends the command
// with exit_usage when --now is not a date.
std::shared_ptr<const wire::Clock> make_clock(const ClockOptions& options);

}  // namespace pail::cli
