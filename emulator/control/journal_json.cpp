#include "emulator/control/journal_json.hpp"

#include <boost/json/object.hpp>

#include "emulator/control/clock_json.hpp"
#include "wire/text.hpp"

namespace pail::control {
namespace {

namespace json = boost::json;
using world::JournalEntry;
using world::JournalMatch;

constexpr unsigned status_min = 100;
constexpr unsigned status_max = 599;

struct TextFilter {
  std::string_view name;
  std::string JournalMatch::*member;
};
constexpr TextFilter text_filters[] = {{"operation", &JournalMatch::operation},
                                       {"bucket", &JournalMatch::bucket},
                                       {"key", &JournalMatch::key},
                                       {"key_prefix", &JournalMatch::key_prefix},
                                       {"access_key", &JournalMatch::access_key},
                                       {"code", &JournalMatch::code},
                                       {"kind", &JournalMatch::kind}};

// A kind that is none would fit nothing, ever.
bool is_kind(std::string_view text) {
  using Kind = JournalEntry::Kind;
  return text.empty() || text == name(Kind::request) || text == name(Kind::notification) ||
         text == name(Kind::lifecycle);
}
constexpr std::string_view kinds = "must be one of request notification lifecycle";

json::array headers_json(std::string_view lines) {
  json::array list;
  world::for_each_header(lines, [&list](std::string_view name, std::string_view value) {
    list.push_back(
        json::object{{"name", wire::utf8_of_bytes(name)}, {"value", wire::utf8_of_bytes(value)}});
  });
  return list;
}

json::array texts_json(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

json::object entry_json(const JournalEntry& entry) {
  return {{"id", entry.id},
          {"kind", name(entry.kind)},
          {"time", iso_text(entry.time)},
          {"request_id", entry.request_id},
          {"peer", entry.peer},
          {"method", wire::utf8_of_bytes(entry.method)},
          {"target", wire::utf8_of_bytes(entry.target)},
          {"headers", headers_json(entry.headers)},
          {"operation", entry.operation},
          {"bucket", wire::utf8_of_bytes(entry.bucket)},
          {"key", wire::utf8_of_bytes(entry.key)},
          {"version_id", wire::utf8_of_bytes(entry.version_id)},
          {"identity", entry.identity},
          {"access_key", wire::utf8_of_bytes(entry.access_key)},
          {"scheme", entry.scheme},
          {"verdict", entry.verdict},
          {"reason", wire::utf8_of_bytes(entry.reason)},
          {"status", entry.status},
          {"code", entry.code},
          {"response_headers", headers_json(entry.response_headers)},
          {"bytes_in", entry.bytes_in},
          {"bytes_out", entry.bytes_out},
          {"duration_us", entry.duration.count()},
          {"faults", texts_json(entry.faults)},
          {"detail", wire::utf8_of_bytes(entry.detail)}};
}

}  // namespace

JournalMatch read_match(wire::ObjectReader& reader) {
  JournalMatch match;
  for (const TextFilter& filter : text_filters) {
    match.*filter.member = reader.text(filter.name).value_or("");
  }
  if (!is_kind(match.kind)) reader.refuse("kind", kinds);
  match.status = reader.whole<unsigned>("status", status_min, status_max).value_or(0);
  return match;
}

Outcome<JournalMatch> match_of(const wire::Query& query) {
  JournalMatch match;
  for (const TextFilter& filter : text_filters) {
    match.*filter.member = query.value(filter.name).value_or("");
  }
  if (!is_kind(match.kind)) return invalid("kind: " + std::string(kinds));
  if (!query.has("status")) return match;
  const auto status = wire::parse_unsigned(*query.value("status"));
  if (!status || *status < status_min || *status > status_max) {
    return invalid("status: must be a whole number from 100 to 599");
  }
  match.status = static_cast<unsigned>(*status);
  return match;
}

json::array entries_json(const std::vector<world::Journal::EntryPtr>& entries) {
  json::array list;
  list.reserve(entries.size());
  for (const auto& entry : entries) list.push_back(entry_json(*entry));
  return list;
}

}  // namespace pail::control
