// A world's time.
#include "emulator/control/clock_json.hpp"
#include "emulator/control/handlers.hpp"

namespace pail::control {
namespace {

constexpr wire::Time epoch{};
constexpr wire::Time last{std::chrono::seconds(static_cast<std::int64_t>(seconds_max))};

}  // namespace

Answer get_clock(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  return json_reply(200, clock_json(*world));
}

Answer set_clock(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(const auto document, wire::parse_json_object(call.body));
  wire::ObjectReader reader(document);
  const world::ClockSetting setting = read_clock(reader);
  PAIL_TRY(reader.finish());
  world->set_clock(setting);
  return json_reply(200, clock_json(*world));
}

Answer advance_clock(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(const auto document, wire::parse_json_object(call.body));
  wire::ObjectReader reader(document);
  const std::chrono::microseconds by = read_seconds(reader);
  const wire::Time then = world->now() + by;
  if (then < epoch || then > last) reader.refuse("seconds", "leads out of the years 1970 to 9999");
  PAIL_TRY(reader.finish());
  world->advance_clock(by);
  return json_reply(200, clock_json(*world));
}

}  // namespace pail::control
