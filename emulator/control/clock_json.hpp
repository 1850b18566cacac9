// A world's clock as the API writes it:
//   {"mode":"system"} / {"mode":"offset","seconds":-960} / {"mode":"fixed","now":"2013-..."}
// In answers "now" is always there: what the world's clock says.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <string>

#include "emulator/world/world.hpp"
#include "wire/json_reader.hpp"

namespace pail::control {

// Ours: years one can write with four digits. Beyond them S3's dates end, too.
inline constexpr double seconds_max = 253'402'300'799;  // 9999-12-31T23:59:59Z

world::ClockSetting read_clock(wire::ObjectReader& reader);
// Between seconds_max and as much below zero.
std::chrono::microseconds read_seconds(wire::ObjectReader& reader);
boost::json::object clock_json(const world::World& world);

// 2013-02-06T00:57:45Z, with six digits of a second where there is a fraction.
std::string iso_text(wire::Time time);

}  // namespace pail::control
