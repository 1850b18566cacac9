#include "emulator/world/world_row.hpp"

#include "emulator/access/image_json.hpp"

namespace pail::world {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::int64_t format = 1;

std::string text_of(const WorldRow& row) {
  json::object object{{"format", format},
                      {"world", row.world},
                      {"region", row.region},
                      {"identities", access::to_json(row.identities)}};
  if (row.taken) object["taken"] = row.taken->time_since_epoch().count();
  if (row.removed) object["removed"] = true;
  return json::serialize(object);
}

Error unreadable(std::string_view why) {
  return {Errc::InvalidArgument, "Row \"w\" cannot be read: " + std::string(why)};
}

// Secrets may be any bytes.
Result<json::object> parse(std::string_view text) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  json::error_code failed;
  json::value value = json::parse({text.data(), text.size()}, failed, {}, options);
  if (failed || !value.is_object()) return unreadable("it is no JSON object.");
  return std::move(value.get_object());
}

std::string text_member(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(value->get_string());
}

}  // namespace

Result<std::optional<WorldRow>> read_world_row(const store::Space& space) {
  PAIL_TRY(const store::EntryPtr entry, space.read(world_row));
  if (!entry) return std::optional<WorldRow>();
  PAIL_TRY(const json::object object, parse(entry->text()));
  const json::value* const number = object.if_contains("format");
  if (number == nullptr || *number != format) {
    return unreadable("another version of pail wrote it.");
  }
  WorldRow row{.world = text_member(object, "world"), .region = text_member(object, "region")};
  const json::value* const taken = object.if_contains("taken");
  if (taken != nullptr && taken->is_int64()) {
    row.taken = wire::Time(std::chrono::microseconds(taken->get_int64()));
  }
  row.removed = object.contains("removed");
  const json::value* const identities = object.if_contains("identities");
  if (identities == nullptr || !identities->is_object()) return unreadable("no identities.");
  PAIL_TRY(row.identities, access::image_from_json(identities->get_object()));
  return std::optional<WorldRow>(std::move(row));
}

// Whoever writes it holds the world still: a compare that is lost is read anew.
Result<void> write_world_row(store::Space& space, const WorldRow& row) {
  const store::EntryPtr replacement = store::make_entry(text_of(row));
  for (bool done = false; !done;) {
    PAIL_TRY(store::EntryPtr expected, space.read(world_row));
    const store::Change change{std::string(world_row), std::move(expected), replacement};
    PAIL_TRY(done, space.swap({&change, 1}));
  }
  return wire::ok();
}

}  // namespace pail::world
