// Worlds: making, looking, emptying, dropping.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/control/clock_json.hpp"
#include "emulator/control/handlers.hpp"
#include "emulator/control/seeding.hpp"

namespace pail::control {
namespace {

namespace json = boost::json;

struct Wanted {
  world::NewWorld world;
  std::optional<json::object> seed;
};

Outcome<Wanted> read_wanted(std::string_view body) {
  PAIL_TRY(const json::object document, wire::parse_json_object(body));
  wire::ObjectReader reader(document);
  Wanted wanted;
  wanted.world.name = reader.text("name").value_or("");
  wanted.world.from = reader.text("from").value_or("");
  wanted.world.region = reader.text("region");
  wanted.world.clock = reader.within("clock", read_clock);
  if (const auto* const seed = reader.object("seed")) wanted.seed = *seed;
  PAIL_TRY(reader.finish());
  return wanted;
}

// What the client can know by itself gets a status of its own; the rest is Worlds' to say.
Outcome<void> judge(const Call& call, const world::NewWorld& wanted) {
  if (!wanted.name.empty() && call.worlds().find(wanted.name)) {
    return Problem(409, "WorldExists", "There is a world '" + wanted.name + "' already.");
  }
  if (wanted.from.empty()) return wire::ok();
  const std::size_t at = wanted.from.find('@');
  PAIL_TRY(const WorldPtr source, find_world(call, wanted.from.substr(0, at)));
  if (at == std::string::npos) return wire::ok();
  const std::string name = wanted.from.substr(at + 1);
  if (call.worlds().snapshot(*source, name)) return wire::ok();
  std::vector<std::string> known;
  for (const auto& snapshot : call.worlds().snapshots(*source)) known.push_back(snapshot.name);
  return unknown("UnknownSnapshot", "snapshot", name, known);
}

std::string endpoint_of(const Call& call) {
  if (!call.options.endpoint.empty()) return call.options.endpoint;
  return (call.request.tls ? "https://" : "http://") +
         std::string(call.request.headers.get("Host"));
}

// The world's own name, which tells unsigned requests apart, at the endpoint's port.
std::string host_endpoint_of(const std::string& world, std::string_view endpoint) {
  const std::size_t colon = endpoint.rfind(':');
  const std::string_view port = endpoint.substr(std::min(colon, endpoint.size()));
  const bool has_port = port.find_first_not_of(":0123456789") == std::string_view::npos;
  const std::string_view scheme = endpoint.starts_with("https:") ? "https://" : "http://";
  return std::string(scheme) + world + ".pail.localhost" + std::string(has_port ? port : "");
}

json::object world_json(const Call& call, const world::World& world) {
  const std::string endpoint = endpoint_of(call);
  const auto root = world.contents()->directory().first();
  return {{"name", world.name()},
          {"region", world.region()},
          {"endpoint", endpoint},
          {"host_endpoint", host_endpoint_of(world.name(), endpoint)},
          {"access_key", root->key->access_key()},
          {"clock", clock_json(world)}};
}

json::array keys_json(const std::vector<world::WorldKey>& keys) {
  json::array list;
  for (const world::WorldKey& key : keys) {
    list.push_back(json::object{{"arn", key.arn},
                                {"access_key", key.keys.access_key},
                                {"secret_key", key.keys.secret_key}});
  }
  return list;
}

json::object created_json(const Call& call, const world::Worlds::Created& created) {
  json::object answer = world_json(call, *created.world);
  answer["access_key"] = created.keys.front().keys.access_key;
  answer["secret_key"] = created.keys.front().keys.secret_key;
  answer["keys"] = keys_json(created.keys);
  return answer;
}

}  // namespace

Answer create_world(const Call& call) {
  PAIL_TRY(const Wanted wanted, read_wanted(call.body));
  PAIL_TRY(judge(call, wanted.world));
  PAIL_TRY(const auto created, call.worlds().create(wanted.world));
  json::object answer = created_json(call, created);
  if (wanted.seed) {
    auto report = apply_seed(call, *created.world, json::serialize(*wanted.seed));
    if (!report) {
      PAIL_TRY(call.worlds().remove(created.world->name()));
      return report.error();
    }
    answer["seeded"] = std::move(report.value());
  }
  net::Reply reply = json_reply(201, answer);
  reply.fields.add("Location", std::string(path_prefix) + "worlds/" + created.world->name());
  return reply;
}

Answer list_worlds(const Call& call) {
  json::array list;
  for (const auto& world : call.worlds().list()) list.push_back(world_json(call, *world));
  return json_reply(200, {{"worlds", std::move(list)}});
}

Answer get_world(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  return json_reply(200, world_json(call, *world));
}

Answer remove_world(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  if (world->name() == world::default_world_name) {
    return Problem(409, "DefaultWorld", "The default world stays. POST reset empties it.");
  }
  PAIL_TRY(call.worlds().remove(world->name()));
  return empty_reply();
}

Answer reset_world(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(expect_nothing(call.body));
  PAIL_TRY(call.worlds().reset(*world));
  return empty_reply();
}

}  // namespace pail::control
