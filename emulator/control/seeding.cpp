#include "emulator/control/seeding.hpp"

#include "emulator/control/handlers.hpp"
#include "emulator/seed/seed.hpp"

namespace pail::control {

Outcome<boost::json::object> apply_seed(const Call& call, world::World& world, std::string text) {
  const emulator::seed::Seed seed{.text = std::move(text), .name = "seed"};
  PAIL_TRY(const auto report, emulator::seed::apply(call.emulator, world, seed));
  return boost::json::object{{"buckets_made", report.buckets_made},
                             {"objects_put", report.objects_put},
                             {"identities_made", report.identities_made},
                             {"unchanged", report.unchanged}};
}

Answer seed_world(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(const auto report, apply_seed(call, *world, std::string(call.body)));
  return json_reply(200, report);
}

}  // namespace pail::control
