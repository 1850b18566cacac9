// Reading; writing is in fault_json_write.cpp.
#include "emulator/world/fault_action_json.hpp"

#include "emulator/world/fault_draw.hpp"

namespace pail::world {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using wire::ObjectReader;
using Text = std::string_view;

constexpr std::int64_t bytes_max = INT64_MAX;
// Ours: ten years either way leave every date within what formats can say.
constexpr std::int64_t offset_max = 315'576'000;
constexpr std::int64_t retry_after_max = 86'400;  // ours: a day

// The value of one of a few names.
template <class T, std::size_t N>
T named(ObjectReader& reader, Text name, const std::string& text,
        const std::pair<Text, T> (&values)[N]) {
  std::string why = "must be one of";
  for (const auto& [known, value] : values) {
    if (known == text) return value;
    why.append(" ").append(known);
  }
  reader.refuse(name, why);
  return T{};
}

bool is_object(ObjectReader& reader, Text name) {
  const auto* const value = reader.find(name);
  return value != nullptr && value->is_object();
}

wire::Errc read_code(ObjectReader& reader, Text name) {
  const std::string text = reader.text(name).value_or("InternalError");
  const auto code = wire::errc_from_text(text);
  if (!code) reader.refuse(name, "S3 has no error code \"" + text + "\"");
  return code.value_or(wire::Errc::InternalError);
}

FaultError read_error_in_200(ObjectReader& reader) {
  return {.code = read_code(reader, "code"), .message = reader.text("message")};
}

// Retry-After is a header: too late for an error inside a 200.
FaultError read_error(ObjectReader& reader) {
  FaultError error = read_error_in_200(reader);
  error.retry_after = reader.whole<seconds>("retry_after_seconds", 0, retry_after_max);
  return error;
}

// "SlowDown", or an object.
std::optional<FaultError> read_error_as(ObjectReader& reader, Text name,
                                        FaultError (*read)(ObjectReader&)) {
  const auto* const value = reader.find(name);
  if (value == nullptr || !value->is_string()) return reader.within(name, read);
  return FaultError{.code = read_code(reader, name)};
}

milliseconds read_length(ObjectReader& reader, Text name) {
  return reader.required_whole<milliseconds>(name, 0, fault_delay_max.count());
}

FaultDelay read_drawn_delay(ObjectReader& reader) {
  using Shape = FaultDelay::Shape;
  static constexpr std::pair<Text, Shape> shapes[] = {
      {"uniform", Shape::uniform}, {"normal", Shape::normal}, {"exponential", Shape::exponential}};
  FaultDelay delay;
  delay.shape = named(reader, "distribution", reader.required_text("distribution"), shapes);
  const bool uniform = delay.shape == Shape::uniform;
  delay.a = read_length(reader, uniform ? "min" : "mean");
  if (delay.shape == Shape::exponential) return delay;
  delay.b = read_length(reader, uniform ? "max" : "deviation");
  if (uniform && delay.b < delay.a) reader.refuse("max", "is below min");
  return delay;
}

FaultBandwidth read_two_bandwidths(ObjectReader& reader) {
  return {.up = reader.whole<std::uint64_t>("up", 1, bytes_max).value_or(0),
          .down = reader.whole<std::uint64_t>("down", 1, bytes_max).value_or(0)};
}

FaultStall read_placed_stall(ObjectReader& reader) {
  return {.length = read_length(reader, "length"),
          .after_bytes = reader.whole<std::uint64_t>("after_bytes", 0, bytes_max)};
}

// These three may be a number, or an object.
std::optional<FaultDelay> read_delay(ObjectReader& reader, Text name) {
  if (is_object(reader, name)) return reader.within(name, read_drawn_delay);
  if (reader.find(name) == nullptr) return std::nullopt;
  return FaultDelay{.a = read_length(reader, name)};
}

std::optional<FaultBandwidth> read_bandwidth(ObjectReader& reader, Text name) {
  if (is_object(reader, name)) {
    const auto bandwidth = reader.within(name, read_two_bandwidths);
    if (bandwidth == FaultBandwidth{}) reader.refuse(name, "needs up or down");
    return bandwidth;
  }
  const auto both = reader.whole<std::uint64_t>(name, 1, bytes_max);
  if (!both) return std::nullopt;
  return FaultBandwidth{*both, *both};
}

std::optional<FaultStall> read_stall(ObjectReader& reader, Text name) {
  if (is_object(reader, name)) return reader.within(name, read_placed_stall);
  if (reader.find(name) == nullptr) return std::nullopt;
  return FaultStall{.length = read_length(reader, name)};
}

FaultClose read_close(ObjectReader& reader) {
  using When = FaultClose::When;
  static constexpr std::pair<Text, When> moments[] = {
      {"before_response", When::before_response},
      {"after_request_bytes", When::after_request_bytes},
      {"after_response_bytes", When::after_response_bytes}};
  static constexpr std::pair<Text, bool> ways[] = {{"fin", false}, {"rst", true}};
  FaultClose close;
  close.when = named(reader, "when", reader.text("when").value_or("before_response"), moments);
  if (close.when != When::before_response) {
    close.bytes = reader.whole<std::uint64_t>("bytes", 0, bytes_max).value_or(0);
  }
  close.reset = named(reader, "how", reader.text("how").value_or("fin"), ways);
  return close;
}

std::uint64_t read_offset(ObjectReader& reader) {
  return reader.whole<std::uint64_t>("offset", 0, bytes_max).value_or(0);
}

FaultRedirect read_redirect(ObjectReader& reader) {
  FaultRedirect redirect;
  redirect.status = reader.whole<unsigned>("status", 301, 307).value_or(redirect.status);
  if (redirect.status != 301 && redirect.status != 307) {
    reader.refuse("status", "must be 301 or 307");
  }
  redirect.endpoint = reader.text("endpoint").value_or("");
  redirect.region = reader.text("region").value_or("");
  return redirect;
}

// An error, or "reset"; true is short for the commonest.
void read_failure_after_commit(ObjectReader& reader, Text name, FaultAction& action) {
  const auto* const value = reader.find(name);
  if (value == nullptr) return;
  if (*value == "reset") {
    action.commit_then_reset = true;
  } else if (*value == true) {
    action.commit_then_fail = FaultError{};
  } else {
    action.commit_then_fail = read_error_as(reader, name, read_error);
  }
}

}  // namespace

FaultAction read_action(ObjectReader& reader) {
  FaultAction action;
  action.error = read_error_as(reader, "error", read_error);
  action.status = reader.whole<unsigned>("status", 200, 599);
  action.corrupt_response_at = reader.within("corrupt_response", read_offset);
  action.wrong_etag = reader.flag("wrong_etag").value_or(false);
  action.error_in_200 = read_error_as(reader, "error_in_200", read_error_in_200);
  read_failure_after_commit(reader, "commit_then_fail", action);
  action.redirect = reader.within("redirect", read_redirect);
  action.delay = read_delay(reader, "delay_ms");
  action.bandwidth = read_bandwidth(reader, "bandwidth_bytes_per_second");
  action.close = reader.within("close", read_close);
  action.stall = read_stall(reader, "stall_ms");
  action.clock_offset = reader.whole<seconds>("clock_offset_seconds", -offset_max, offset_max);
  return action;
}

}  // namespace pail::world
