#include "emulator/control/clock_json.hpp"

#include <cmath>

#include "wire/date.hpp"

namespace pail::control {
namespace {

namespace json = boost::json;
using std::chrono::microseconds;
using world::ClockSetting;

constexpr double microseconds_per_second = 1e6;

// Whole where it is whole: 86400, not 8.64E4.
json::value seconds_json(microseconds length) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(length);
  if (whole == length) return whole.count();
  return static_cast<double>(length.count()) / microseconds_per_second;
}

ClockSetting read_standing(wire::ObjectReader& reader) {
  const auto time = wire::parse_iso_extended(reader.required_text("now"));
  if (time) return ClockSetting::standing(*time);
  reader.refuse("now", "must be a date like 2013-02-06T00:57:45Z");
  return {};
}

}  // namespace

microseconds read_seconds(wire::ObjectReader& reader) {
  const double seconds = reader.required_number("seconds");
  if (std::abs(seconds) <= seconds_max) {
    return microseconds(std::llround(seconds * microseconds_per_second));
  }
  reader.refuse("seconds", "must be less than 8,000 years");
  return microseconds(0);
}

ClockSetting read_clock(wire::ObjectReader& reader) {
  const std::string mode = reader.required_text("mode");
  if (mode == "offset") return ClockSetting::shifted(read_seconds(reader));
  if (mode == "fixed") return read_standing(reader);
  if (mode != "system") reader.refuse("mode", "must be one of system offset fixed");
  return {};
}

json::object clock_json(const world::World& world) {
  const ClockSetting setting = world.clock();
  const wire::Time now = setting.mode == ClockSetting::Mode::fixed ? setting.now : world.now();
  switch (setting.mode) {
    case ClockSetting::Mode::offset:
      return {
          {"mode", "offset"}, {"seconds", seconds_json(setting.offset)}, {"now", iso_text(now)}};
    case ClockSetting::Mode::fixed:
      return {{"mode", "fixed"}, {"now", iso_text(now)}};
    case ClockSetting::Mode::system:
      break;
  }
  return {{"mode", "system"}, {"now", iso_text(now)}};
}

std::string iso_text(wire::Time time) {
  const bool whole = time == std::chrono::floor<std::chrono::seconds>(time);
  return whole ? wire::format_iso_extended(time) : wire::format_iso_fraction(time, 6);
}

}  // namespace pail::control
