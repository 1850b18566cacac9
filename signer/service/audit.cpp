#include "signer/service/audit.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;

constexpr unsigned millisecond_digits = 3;

void add(json::object& line, std::string_view name, std::string_view value) {
  if (!value.empty()) line[name] = wire::utf8_of_bytes(value);
}

std::string_view decision_of(const AuditEntry& entry) noexcept {
  if (!entry.allowed) return "deny";
  return entry.reason.empty() ? "allow" : "error";
}

}  // namespace

std::string audit_line(const AuditEntry& entry) {
  json::object line;
  add(line, "time", wire::format_iso_fraction(entry.time, millisecond_digits));
  add(line, "request_id", entry.request_id);
  add(line, "peer", entry.peer);
  add(line, "subject", entry.subject);
  add(line, "caller", entry.caller);
  add(line, "known_by", entry.known_by);
  add(line, "path", entry.path);
  add(line, "act", entry.act);
  add(line, "bucket", entry.bucket);
  add(line, "key", entry.key);
  add(line, "content_type", entry.content_type);
  if (entry.size) line["size"] = *entry.size;
  if (entry.lifetime) line["seconds"] = entry.lifetime->count();
  add(line, "decision", decision_of(entry));
  add(line, "rule", entry.rule);
  line["status"] = entry.status;
  add(line, "reason", entry.reason);
  add(line, "callback", entry.callback);
  return json::serialize(line) + "\n";
}

}  // namespace pail::signer::service
