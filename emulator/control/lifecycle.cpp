// Lifecycle rules, on demand.
#include "emulator/control/handlers.hpp"

namespace pail::control {

Answer run_lifecycle(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(expect_nothing(call.body));
  PAIL_TRY(const auto report, call.emulator.run_lifecycle(*world));
  return json_reply(200, {{"expired", report.expired},
                          {"versions_removed", report.versions_removed},
                          {"markers_removed", report.markers_removed},
                          {"uploads_aborted", report.uploads_aborted},
                          {"transitioned", report.transitioned}});
}

}  // namespace pail::control
