#include "emulator/control/call.hpp"

#include <boost/json/serialize.hpp>

namespace pail::control {

namespace json = boost::json;

Outcome<WorldPtr> find_world(const Call& call, std::string_view name) {
  if (auto found = call.worlds().find(name)) return found;
  std::vector<std::string> known;
  for (const auto& world : call.worlds().list()) known.push_back(world->name());
  return unknown("UnknownWorld", "world", name, known);
}

wire::Result<void> expect_nothing(std::string_view body) {
  PAIL_TRY(const json::object object, wire::parse_json_object(body));
  return wire::ObjectReader(object).finish();
}

net::Reply json_reply(unsigned status, std::string text) {
  net::Reply reply;
  reply.status = status;
  // no-store: the next look may see something else, and secrets are in some of these.
  reply.fields.add("Content-Type", "application/json").add("Cache-Control", "no-store");
  reply.body = std::move(text += '\n');
  return reply;
}

net::Reply json_reply(unsigned status, const json::object& object) {
  return json_reply(status, json::serialize(object));
}

net::Reply empty_reply() {
  net::Reply reply;
  reply.status = 204;
  return reply;
}

json::object problem_json(const Problem& problem) {
  return {{"error", {{"code", problem.code}, {"message", problem.message}}}};
}

net::Reply problem_reply(const Problem& problem) {
  net::Reply reply = json_reply(problem.status, problem_json(problem));
  if (!problem.allow.empty()) reply.fields.add("Allow", problem.allow);
  return reply;
}

}  // namespace pail::control
