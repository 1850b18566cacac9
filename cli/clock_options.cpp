#include "cli/clock_options.hpp"

#include <CLI/App.hpp>

#include "cli/fail.hpp"
#include "wire/date.hpp"

namespace pail::cli {
namespace {

// Ours: a century. Enough for any test; far from where adding it to a date would overflow.
constexpr std::int64_t offset_s_max = 3'153'600'000;

class ShiftedClock final : public wire::Clock {
 public:
  ShiftedClock(std::shared_ptr<const wire::Clock> base, std::chrono::seconds by) noexcept
      : base_(std::move(base)), by_(by) {}
  wire::Time now() const noexcept override { return base_->now() + by_; }

 private:
  std::shared_ptr<const wire::Clock> base_;
  std::chrono::seconds by_;
};

wire::Time read_date(const std::string& text) {
  if (const auto time = wire::parse_iso_extended(text)) return *time;
  if (const auto time = wire::parse_request_date(text, wire::SystemClock().now())) return *time;
  fail_usage("--now: not a date: '" + text + "'. Write it as 2013-02-06T00:57:45Z.");
}

}  // namespace

void add_clock_options(CLI::App& command, ClockOptions& options) {
  command
      .add_option("--now", options.now,
                  "Let the clock stand at this moment, e.g. 2013-02-06T00:57:45Z")
      ->option_text("DATE")
      ->group("Time");
  command
      .add_option("--clock-offset", options.offset_s,
                  "Let the clock be ahead by so many seconds (negative: behind)")
      ->check(CLI::Range(-offset_s_max, offset_s_max))
      ->option_text("SECONDS")
      ->group("Time");
}

std::shared_ptr<const wire::Clock> make_clock(const ClockOptions& options) {
  std::shared_ptr<const wire::Clock> clock;
  if (options.now.empty()) {
    clock = std::make_shared<wire::SystemClock>();
  } else {
    clock = std::make_shared<wire::ManualClock>(read_date(options.now));
  }
  if (options.offset_s == 0) return clock;
  return std::make_shared<ShiftedClock>(std::move(clock), std::chrono::seconds(options.offset_s));
}

}  // namespace pail::cli
