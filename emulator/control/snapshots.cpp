// Named moments of a world.
#include <boost/json/array.hpp>

#include "emulator/control/clock_json.hpp"
#include "emulator/control/handlers.hpp"

namespace pail::control {
namespace {

namespace json = boost::json;

json::object snapshot_json(const world::Snapshot& snapshot) {
  return {{"name", snapshot.name}, {"taken", iso_text(snapshot.taken)}};
}

Problem unknown_snapshot(const Call& call, const world::World& world, std::string_view name) {
  std::vector<std::string> known;
  for (const auto& snapshot : call.worlds().snapshots(world)) known.push_back(snapshot.name);
  return unknown("UnknownSnapshot", "snapshot", name, known);
}

}  // namespace

Answer take_snapshot(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(expect_nothing(call.body));
  const bool known = call.worlds().snapshot(*world, call.item).has_value();
  PAIL_TRY(const world::Snapshot taken, call.worlds().take_snapshot(*world, call.item));
  return json_reply(known ? 200 : 201, snapshot_json(taken));
}

Answer list_snapshots(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  json::array list;
  for (const auto& snapshot : call.worlds().snapshots(*world)) {
    list.push_back(snapshot_json(snapshot));
  }
  return json_reply(200, {{"snapshots", std::move(list)}});
}

Answer get_snapshot(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  const auto snapshot = call.worlds().snapshot(*world, call.item);
  if (!snapshot) return unknown_snapshot(call, *world, call.item);
  return json_reply(200, snapshot_json(*snapshot));
}

Answer drop_snapshot(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(const bool dropped, call.worlds().drop_snapshot(*world, call.item));
  if (!dropped) return unknown_snapshot(call, *world, call.item);
  return empty_reply();
}

Answer restore_snapshot(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(const auto document, wire::parse_json_object(call.body));
  wire::ObjectReader reader(document);
  const std::string name = reader.required_text("snapshot");
  PAIL_TRY(reader.finish());
  if (!call.worlds().snapshot(*world, name)) return unknown_snapshot(call, *world, name);
  PAIL_TRY(call.worlds().restore(*world, name));
  return empty_reply();
}

}  // namespace pail::control
