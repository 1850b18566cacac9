// One call of the control API, as its handler sees it, and how handlers answer. Views live until
// the exchange is over.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/control/control.hpp"
#include "emulator/control/problem.hpp"
#include "emulator/world/world.hpp"
#include "net/exchange.hpp"
#include "wire/json_reader.hpp"
#include "wire/query.hpp"

namespace pail::control {

using WorldPtr = std::shared_ptr<world::World>;

struct Call {
  emulator::Emulator& emulator;
  const Options& options;
  const net::Request& request;
  wire::Query query;
  std::string world;      // what stands for {world} in the path; "default" where it has none
  std::string item = {};  // what stands for its second name: of a snapshot, of a fault
  std::string_view body = {};

  world::Worlds& worlds() const noexcept { return emulator.worlds(); }
};

// UnknownWorld when there is none of that name.
Outcome<WorldPtr> find_world(const Call& call, std::string_view name);
inline Outcome<WorldPtr> find_world(const Call& call) {
  return find_world(call, call.world);
}
// InvalidArgument, for calls whose document has no members.
wire::Result<void> expect_nothing(std::string_view body);

net::Reply json_reply(unsigned status, std::string text);
net::Reply json_reply(unsigned status, const boost::json::object& object);
net::Reply empty_reply();  // 204
net::Reply problem_reply(const Problem& problem);
// {"error":{"code","message"}}
boost::json::object problem_json(const Problem& problem);

}  // namespace pail::control
