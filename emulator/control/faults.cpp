// The rules of what a world does wrong. Their JSON is the room world's (fault.hpp).
#include <boost/json/serialize.hpp>

#include "emulator/control/handlers.hpp"

namespace pail::control {
namespace {

using world::ActiveFault;

Problem unknown_fault(const Call& call, world::World& world) {
  std::vector<std::string> known;
  for (const ActiveFault& fault : world.faults().list()) known.push_back(fault.id);
  return unknown("UnknownFault", "fault", call.item, known);
}

// ["..."] of texts that are JSON already.
template <class List>
std::string json_list(const List& list) {
  std::string text = "[";
  for (const auto& item : list) text += (text.size() > 1 ? "," : "") + world::to_json(item);
  return text + "]";
}

// The rules of those ids. One that somebody else has taken away meanwhile is not among them.
std::vector<ActiveFault> those(world::World& world, const std::vector<std::string>& ids) {
  std::vector<ActiveFault> faults;
  for (const std::string& id : ids) {
    if (auto fault = world.faults().find(id)) faults.push_back(std::move(*fault));
  }
  return faults;
}

}  // namespace

Answer add_faults(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(auto rules, world::parse_faults(call.body));
  std::vector<std::string> ids;
  for (world::FaultRule& rule : rules) {
    PAIL_TRY(ids.emplace_back(), world->faults().add(std::move(rule)));
  }
  return json_reply(201, "{\"faults\":" + json_list(those(*world, ids)) + "}");
}

Answer list_faults(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  return json_reply(200, "{\"faults\":" + json_list(world->faults().list()) + "}");
}

Answer clear_faults(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  world->faults().clear();
  return empty_reply();
}

Answer get_fault(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  const auto fault = world->faults().find(call.item);
  if (!fault) return unknown_fault(call, *world);
  return json_reply(200, world::to_json(*fault));
}

Answer replace_fault(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(world::FaultRule rule, world::parse_fault(call.body));
  PAIL_TRY(const bool replaced, world->faults().replace(call.item, std::move(rule)));
  if (!replaced) return unknown_fault(call, *world);
  return get_fault(call);
}

Answer remove_fault(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  if (!world->faults().remove(call.item)) return unknown_fault(call, *world);
  return empty_reply();
}

Answer list_profiles(const Call&) {
  std::string list;
  for (const std::string_view name : world::fault_profiles()) {
    PAIL_TRY(const auto rules, world::fault_profile(name));
    list += (list.empty() ? "" : ",") + std::string("{\"name\":") +
            boost::json::serialize(boost::json::string(name.data(), name.size())) +
            ",\"rules\":" + json_list(rules) + "}";
  }
  return json_reply(200, "{\"profiles\":[" + list + "]}");
}

}  // namespace pail::control
