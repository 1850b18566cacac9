// Rules as JSON. What a reader would take for granted is left out.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/world/fault_action_json.hpp"
#include "emulator/world/faults.hpp"

namespace pail::world {
namespace {

namespace json = boost::json;

json::value written(const FaultError& error) {
  const std::string_view code = wire::info(error.code).code;
  if (!error.message && !error.retry_after) return json::string(code);
  json::object out{{"code", code}};
  if (error.message) out["message"] = *error.message;
  if (error.retry_after) out["retry_after_seconds"] = error.retry_after->count();
  return out;
}

json::value written(const FaultDelay& delay) {
  const auto a = delay.a.count();
  const auto b = delay.b.count();
  switch (delay.shape) {
    case FaultDelay::Shape::uniform:
      return {{"distribution", "uniform"}, {"min", a}, {"max", b}};
    case FaultDelay::Shape::normal:
      return {{"distribution", "normal"}, {"mean", a}, {"deviation", b}};
    case FaultDelay::Shape::exponential:
      return {{"distribution", "exponential"}, {"mean", a}};
    case FaultDelay::Shape::fixed:
      break;
  }
  return a;
}

json::value written(const FaultBandwidth& bandwidth) {
  if (bandwidth.up == bandwidth.down) return bandwidth.up;
  json::object out;
  if (bandwidth.up != 0) out["up"] = bandwidth.up;
  if (bandwidth.down != 0) out["down"] = bandwidth.down;
  return out;
}

std::string_view name(FaultClose::When when) {
  switch (when) {
    case FaultClose::When::after_request_bytes:
      return "after_request_bytes";
    case FaultClose::When::after_response_bytes:
      return "after_response_bytes";
    case FaultClose::When::before_response:
      break;
  }
  return "before_response";
}

json::value written(const FaultClose& close) {
  json::object out{{"when", name(close.when)}};
  if (close.when != FaultClose::When::before_response) out["bytes"] = close.bytes;
  out["how"] = close.reset ? "rst" : "fin";
  return out;
}

json::value written(const FaultStall& stall) {
  if (!stall.after_bytes) return stall.length.count();
  return {{"length", stall.length.count()}, {"after_bytes", *stall.after_bytes}};
}

json::value written(const FaultRedirect& redirect) {
  json::object out{{"status", redirect.status}};
  if (!redirect.endpoint.empty()) out["endpoint"] = redirect.endpoint;
  if (!redirect.region.empty()) out["region"] = redirect.region;
  return out;
}

json::object written(const FaultMatch& match) {
  json::object out;
  if (match.operation) out["operation"] = *match.operation;
  if (match.bucket) out["bucket"] = *match.bucket;
  if (match.key_prefix) out["key_prefix"] = *match.key_prefix;
  if (match.access_key) out["access_key"] = *match.access_key;
  return out;
}

json::object written(const FaultTrigger& when) {
  json::object out;
  if (when.skip != 0) out["skip"] = when.skip;
  if (when.times) out["times"] = *when.times;
  if (when.probability < 1) out["probability"] = when.probability;
  if (when.seed != 0) out["seed"] = when.seed;
  return out;
}

json::object written(const FaultRule& rule) {
  json::object out;
  if (!rule.profile.empty()) out["profile"] = rule.profile;
  out["match"] = written(rule.match);
  out["when"] = written(rule.when);
  out["then"] = written(rule.then);
  return out;
}

}  // namespace

json::object written(const FaultAction& action) {
  json::object out;
  if (action.error) out["error"] = written(*action.error);
  if (action.status) out["status"] = *action.status;
  if (action.delay) out["delay_ms"] = written(*action.delay);
  if (action.bandwidth) out["bandwidth_bytes_per_second"] = written(*action.bandwidth);
  if (action.close) out["close"] = written(*action.close);
  if (action.stall) out["stall_ms"] = written(*action.stall);
  if (action.corrupt_response_at) {
    out["corrupt_response"] = json::object{{"offset", *action.corrupt_response_at}};
  }
  if (action.wrong_etag) out["wrong_etag"] = true;
  if (action.error_in_200) out["error_in_200"] = written(*action.error_in_200);
  if (action.commit_then_fail) out["commit_then_fail"] = written(*action.commit_then_fail);
  if (action.commit_then_reset) out["commit_then_fail"] = "reset";
  if (action.clock_offset) out["clock_offset_seconds"] = action.clock_offset->count();
  if (action.redirect) out["redirect"] = written(*action.redirect);
  return out;
}

std::string to_json(const FaultRule& rule) {
  return json::serialize(written(rule));
}

std::string to_json(const ActiveFault& fault) {
  json::object out{{"id", fault.id}, {"matched", fault.matched}, {"hits", fault.hits}};
  for (auto& member : written(fault.rule)) out.insert(member);
  return json::serialize(out);
}

}  // namespace pail::world
