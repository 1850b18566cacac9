// Calls about the server itself.
#include "emulator/control/handlers.hpp"
#include "emulator/control/openapi.hpp"

namespace pail::control {

Answer get_health(const Call& call) {
  return json_reply(200, {{"status", "ok"},
                          {"version", call.options.version},
                          {"worlds", call.worlds().size()},
                          {"uptime_ms", call.emulator.uptime().count()}});
}

Answer get_openapi(const Call&) {
  return json_reply(200, std::string(openapi_document()));
}

Answer get_metrics(const Call& call) {
  net::Reply reply;
  reply.fields.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  reply.body = call.emulator.metrics();
  return reply;
}

}  // namespace pail::control
