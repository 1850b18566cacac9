// What has happened in a world.
#include "emulator/control/handlers.hpp"
#include "emulator/control/journal_json.hpp"
#include "emulator/har.hpp"
#include "wire/text.hpp"

namespace pail::control {
namespace {

// Ours: a page that a person can read, and that a test rarely fills; `limit` asks for more.
constexpr std::uint64_t entries_default = 1000;

Outcome<std::uint64_t> number_of(const Call& call, std::string_view name, std::uint64_t otherwise) {
  const auto text = call.query.value(name);
  if (!text) return otherwise;
  if (const auto number = wire::parse_unsigned(*text)) return *number;
  return invalid(std::string(name) + ": must be a whole number");
}

}  // namespace

Answer get_journal(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(const world::JournalMatch match, match_of(call.query));
  PAIL_TRY(const std::uint64_t after, number_of(call, "after", 0));
  PAIL_TRY(const std::uint64_t limit, number_of(call, "limit", entries_default));
  const auto page = world->journal().find(match, after, limit);
  return json_reply(200, {{"entries", entries_json(page.entries)},
                          {"last_id", page.last_id},
                          {"dropped", page.dropped}});
}

Answer clear_journal(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  world->journal().clear();
  return empty_reply();
}

Answer get_har(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  PAIL_TRY(const world::JournalMatch match, match_of(call.query));
  const auto page = world->journal().find(match, 0, world::journal_entries_max);
  return json_reply(200, emulator::har_of(page.entries, call.options.version));
}

}  // namespace pail::control
