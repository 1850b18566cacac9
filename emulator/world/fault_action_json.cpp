// Reading; writing is in fault_json_write.cpp.
#include "emulator/world/fault_action_json.hpp"

#include <array>
#include <boost/json/value.hpp>

#include "emulator/world/fault_draw.hpp"
#include "emulator/world/json_members.hpp"

namespace pail::world {
namespace {

using wire::Result;
using Text = std::string_view;

constexpr std::int64_t bytes_max = INT64_MAX;
// Ours: ten years either way leave every date within what formats can say.
constexpr std::int64_t offset_max = 315'576'000;
constexpr std::int64_t retry_after_max = 86'400;  // ours: a day

// The value of one of a few names.
template <class T, std::size_t N>
Result<T> named(Text path, const std::string& text,
                const std::array<std::pair<Text, T>, N>& values) {
  std::string why = "must be one of";
  for (const auto& [name, value] : values) {
    if (name == text) return value;
    why.append(" ").append(name);
  }
  return wrong_member(path, why);
}

Result<void> read_code(Text path, const std::string& text, FaultError& error) {
  const auto code = wire::errc_from_text(text);
  if (!code) return wrong_member(path, "S3 has no error code \"" + text + "\"");
  error.code = *code;
  return wire::ok();
}

// "SlowDown", or an object. Retry-After is a header: too late for an error inside a 200.
Result<FaultError> read_error(const json::value& value, const std::string& path,
                              bool has_headers = true) {
  FaultError error;
  if (value.is_string()) {
    PAIL_TRY(const std::string text, text_value(value, path));
    PAIL_TRY(read_code(path, text, error));
    return error;
  }
  PAIL_TRY(Members members, Members::of(value, path));
  std::string code = "InternalError";
  PAIL_TRY(members.read_text("code", code));
  PAIL_TRY(read_code(members.path_of("code"), code, error));
  PAIL_TRY(members.read_text("message", error.message));
  if (has_headers) {
    std::optional<std::int64_t> seconds;
    PAIL_TRY(members.read_number("retry_after_seconds", seconds, 0, retry_after_max));
    if (seconds) error.retry_after = std::chrono::seconds(*seconds);
  }
  PAIL_TRY(members.check_all_known());
  return error;
}

Result<std::chrono::milliseconds> read_length(Members& members, Text name) {
  std::chrono::milliseconds length{-1};
  PAIL_TRY(members.read_number(name, length, 0, fault_delay_max.count()));
  if (length.count() < 0) return wrong_member(members.path_of(name), "is missing");
  return length;
}

Result<FaultDelay> read_delay(const json::value& value, const std::string& path) {
  using Shape = FaultDelay::Shape;
  static constexpr std::array<std::pair<Text, Shape>, 3> shapes = {
      {{"uniform", Shape::uniform},
       {"normal", Shape::normal},
       {"exponential", Shape::exponential}}};
  FaultDelay delay;
  if (!value.is_object()) {
    PAIL_TRY(const auto length, whole_number(value, path, 0, fault_delay_max.count()));
    delay.a = std::chrono::milliseconds(length);
    return delay;
  }
  PAIL_TRY(Members members, Members::of(value, path));
  std::string shape;
  PAIL_TRY(members.read_text("distribution", shape));
  PAIL_TRY(delay.shape, named(members.path_of("distribution"), shape, shapes));
  const bool uniform = delay.shape == Shape::uniform;
  PAIL_TRY(delay.a, read_length(members, uniform ? "min" : "mean"));
  if (delay.shape != Shape::exponential) {
    PAIL_TRY(delay.b, read_length(members, uniform ? "max" : "deviation"));
  }
  if (uniform && delay.b < delay.a) return wrong_member(members.path_of("max"), "is below min");
  PAIL_TRY(members.check_all_known());
  return delay;
}

Result<FaultBandwidth> read_bandwidth(const json::value& value, const std::string& path) {
  FaultBandwidth bandwidth;
  if (!value.is_object()) {
    PAIL_TRY(const std::int64_t both, whole_number(value, path, 1, bytes_max));
    bandwidth.up = bandwidth.down = static_cast<std::uint64_t>(both);
    return bandwidth;
  }
  PAIL_TRY(Members members, Members::of(value, path));
  PAIL_TRY(members.read_number("up", bandwidth.up, 1, bytes_max));
  PAIL_TRY(members.read_number("down", bandwidth.down, 1, bytes_max));
  PAIL_TRY(members.check_all_known());
  if (bandwidth == FaultBandwidth{}) return wrong_member(path, "needs up or down");
  return bandwidth;
}

Result<FaultClose> read_close(const json::value& value, const std::string& path) {
  using When = FaultClose::When;
  static constexpr std::array<std::pair<Text, When>, 3> moments = {
      {{"before_response", When::before_response},
       {"after_request_bytes", When::after_request_bytes},
       {"after_response_bytes", When::after_response_bytes}}};
  static constexpr std::array<std::pair<Text, bool>, 2> ways = {{{"fin", false}, {"rst", true}}};
  FaultClose close;
  PAIL_TRY(Members members, Members::of(value, path));
  std::string when = "before_response";
  PAIL_TRY(members.read_text("when", when));
  PAIL_TRY(close.when, named(members.path_of("when"), when, moments));
  if (close.when != When::before_response) {
    PAIL_TRY(members.read_number("bytes", close.bytes, 0, bytes_max));
  }
  std::string how = "fin";
  PAIL_TRY(members.read_text("how", how));
  PAIL_TRY(close.reset, named(members.path_of("how"), how, ways));
  PAIL_TRY(members.check_all_known());
  return close;
}

Result<FaultStall> read_stall(const json::value& value, const std::string& path) {
  FaultStall stall;
  if (!value.is_object()) {
    PAIL_TRY(const auto length, whole_number(value, path, 0, fault_delay_max.count()));
    stall.length = std::chrono::milliseconds(length);
    return stall;
  }
  PAIL_TRY(Members members, Members::of(value, path));
  PAIL_TRY(stall.length, read_length(members, "length"));
  PAIL_TRY(members.read_number("after_bytes", stall.after_bytes, 0, bytes_max));
  PAIL_TRY(members.check_all_known());
  return stall;
}

Result<std::uint64_t> read_offset(const json::value& value, const std::string& path) {
  std::uint64_t offset = 0;
  PAIL_TRY(Members members, Members::of(value, path));
  PAIL_TRY(members.read_number("offset", offset, 0, bytes_max));
  PAIL_TRY(members.check_all_known());
  return offset;
}

Result<FaultRedirect> read_redirect(const json::value& value, const std::string& path) {
  FaultRedirect redirect;
  PAIL_TRY(Members members, Members::of(value, path));
  PAIL_TRY(members.read_number("status", redirect.status, 301, 307));
  if (redirect.status != 301 && redirect.status != 307) {
    return wrong_member(members.path_of("status"), "must be 301 or 307");
  }
  PAIL_TRY(members.read_text("endpoint", redirect.endpoint));
  PAIL_TRY(members.read_text("region", redirect.region));
  PAIL_TRY(members.check_all_known());
  return redirect;
}

// Calls `read` for the member, when it is there.
template <class T, class F>
Result<void> read_part(Members& members, Text name, std::optional<T>& out, F read) {
  const json::value* const value = members.find(name);
  if (value == nullptr) return wire::ok();
  PAIL_TRY(out, read(*value, members.path_of(name)));
  return wire::ok();
}

// An error, or "reset"; true is short for the commonest.
Result<void> read_failure_after_commit(Members& members, FaultAction& action) {
  const json::value* const value = members.find("commit_then_fail");
  if (value == nullptr) return wire::ok();
  const std::string path = members.path_of("commit_then_fail");
  if (*value == "reset") {
    action.commit_then_reset = true;
  } else if (*value == true) {
    action.commit_then_fail = FaultError{};
  } else {
    PAIL_TRY(action.commit_then_fail, read_error(*value, path));
  }
  return wire::ok();
}

Result<void> read_wrong_etag(Members& members, FaultAction& action) {
  const json::value* const value = members.find("wrong_etag");
  if (value == nullptr) return wire::ok();
  if (!value->is_bool()) {
    return wrong_member(members.path_of("wrong_etag"), "must be true or false");
  }
  action.wrong_etag = value->get_bool();
  return wire::ok();
}

Result<void> read_answers(Members& members, FaultAction& action) {
  const auto error = [](const json::value& value, const std::string& path) {
    return read_error(value, path);
  };
  const auto error_in_200 = [](const json::value& value, const std::string& path) {
    return read_error(value, path, false);
  };
  PAIL_TRY(read_part(members, "error", action.error, error));
  PAIL_TRY(members.read_number("status", action.status, 200, 599));
  PAIL_TRY(read_part(members, "corrupt_response", action.corrupt_response_at, read_offset));
  PAIL_TRY(read_wrong_etag(members, action));
  PAIL_TRY(read_part(members, "error_in_200", action.error_in_200, error_in_200));
  PAIL_TRY(read_failure_after_commit(members, action));
  return read_part(members, "redirect", action.redirect, read_redirect);
}

}  // namespace

Result<FaultAction> read_action(const json::value& then) {
  FaultAction action;
  PAIL_TRY(Members members, Members::of(then, "then"));
  PAIL_TRY(read_answers(members, action));
  PAIL_TRY(read_part(members, "delay_ms", action.delay, read_delay));
  PAIL_TRY(read_part(members, "bandwidth_bytes_per_second", action.bandwidth, read_bandwidth));
  PAIL_TRY(read_part(members, "close", action.close, read_close));
  PAIL_TRY(read_part(members, "stall_ms", action.stall, read_stall));
  std::optional<std::int64_t> offset;
  PAIL_TRY(members.read_number("clock_offset_seconds", offset, -offset_max, offset_max));
  if (offset) action.clock_offset = std::chrono::seconds(*offset);
  PAIL_TRY(members.check_all_known());
  return action;
}

}  // namespace pail::world
