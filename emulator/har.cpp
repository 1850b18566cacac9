#include "emulator/har.hpp"

#include <boost/json.hpp>

#include "wire/date.hpp"
#include "wire/query.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

namespace json = boost::json;
using world::JournalEntry;

constexpr int unknown_size = -1;  // HAR's word for it

// JSON is UTF-8; a header or a target may be any bytes.
json::string text(std::string_view bytes) {
  const std::string decoded = wire::utf8_of_bytes(bytes);
  return json::string(decoded.data(), decoded.size());
}

json::object pair(std::string_view name, std::string_view value) {
  return {{"name", text(name)}, {"value", text(value)}};
}

std::string_view header(std::string_view lines, std::string_view wanted) {
  std::string_view found;
  world::for_each_header(lines, [&](std::string_view name, std::string_view value) {
    if (found.empty() && wire::iequals(name, wanted)) found = value;
  });
  return found;
}

json::array headers_of(std::string_view lines) {
  json::array headers;
  world::for_each_header(lines, [&headers](std::string_view name, std::string_view value) {
    headers.push_back(pair(name, value));
  });
  return headers;
}

json::array parameters_of(std::string_view target) {
  json::array parameters;
  const std::size_t at = target.find('?');
  if (at == std::string_view::npos) return parameters;
  const auto query = wire::Query::parse(target.substr(at + 1));
  if (!query) return parameters;  // the url has it as it came
  for (const wire::QueryParam& each : query.value().all()) {
    parameters.push_back(pair(each.name, each.value));
  }
  return parameters;
}

json::object request_of(const JournalEntry& entry) {
  std::string_view host = header(entry.headers, "host");
  if (host.empty()) host = "localhost";
  return {{"method", text(entry.method)},
          {"url", text((entry.tls ? "https://" : "http://") + std::string(host) + entry.target)},
          {"httpVersion", "HTTP/1.1"},
          {"cookies", json::array()},
          {"headers", headers_of(entry.headers)},
          {"queryString", parameters_of(entry.target)},
          {"headersSize", unknown_size},
          {"bodySize", entry.bytes_in}};
}

json::object response_of(const JournalEntry& entry) {
  const std::string_view type = header(entry.response_headers, "content-type");
  return {{"status", entry.status},
          {"statusText", ""},
          {"httpVersion", "HTTP/1.1"},
          {"cookies", json::array()},
          {"headers", headers_of(entry.response_headers)},
          {"content",
           {{"size", entry.bytes_out}, {"mimeType", type.empty() ? "x-unknown" : text(type)}}},
          {"redirectURL", text(header(entry.response_headers, "location"))},
          {"headersSize", unknown_size},
          {"bodySize", entry.bytes_out}};
}

// What HAR has no member for; what is not known is left out.
json::object extras_of(const JournalEntry& entry) {
  json::object extras = {{"id", entry.id}};
  const std::pair<std::string_view, const std::string&> texts[] = {{"requestId", entry.request_id},
                                                                   {"operation", entry.operation},
                                                                   {"bucket", entry.bucket},
                                                                   {"key", entry.key},
                                                                   {"versionId", entry.version_id},
                                                                   {"identity", entry.identity},
                                                                   {"accessKey", entry.access_key},
                                                                   {"scheme", entry.scheme},
                                                                   {"verdict", entry.verdict},
                                                                   {"reason", entry.reason},
                                                                   {"code", entry.code},
                                                                   {"peer", entry.peer}};
  for (const auto& [name, value] : texts) {
    if (!value.empty()) extras[json::string_view(name.data(), name.size())] = text(value);
  }
  json::array faults(entry.faults.begin(), entry.faults.end());
  if (!faults.empty()) extras["faults"] = std::move(faults);
  return extras;
}

// All of the time is the server's: it neither sees the request on its way nor the answer.
json::object entry_of(const JournalEntry& entry) {
  const double ms = std::chrono::duration<double, std::milli>(entry.duration).count();
  return {{"startedDateTime", text(wire::format_iso_fraction(entry.time, 3))},
          {"time", ms},
          {"request", request_of(entry)},
          {"response", response_of(entry)},
          {"cache", json::object()},
          {"timings", {{"send", 0}, {"wait", ms}, {"receive", 0}}},
          {"_pail", extras_of(entry)}};
}

}  // namespace

std::string har_of(std::span<const world::Journal::EntryPtr> entries, std::string_view version) {
  json::array list;
  for (const auto& entry : entries) {
    if (entry->kind == JournalEntry::Kind::request) list.push_back(entry_of(*entry));
  }
  json::object log = {{"version", "1.2"},
                      {"creator", {{"name", "Pail"}, {"version", text(version)}}}};
  log["entries"] = std::move(list);
  json::object file;
  file["log"] = std::move(log);
  return json::serialize(file);
}

}  // namespace pail::emulator
