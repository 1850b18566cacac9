#include <boost/json.hpp>

#include "emulator/archive/format.hpp"
#include "wire/date.hpp"

namespace pail::archive {
namespace {

namespace json = boost::json;

constexpr std::string_view warning =
    "This archive holds everything of a Pail world: its objects, and the secret keys of its "
    "users. Keep it as you keep those.";

wire::Result<std::uint64_t> number(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains({name.data(), name.size()});
  if (value != nullptr && value->is_int64() && value->get_int64() >= 0) {
    return static_cast<std::uint64_t>(value->get_int64());
  }
  if (value != nullptr && value->is_uint64()) return value->get_uint64();
  return damaged(std::string(manifest_name) + " has no number '" + std::string(name) + "'");
}

std::string text(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

wire::Result<void> check_format(const json::object& object) {
  PAIL_TRY(const std::uint64_t format, number(object, "format"));
  if (format == 0) return damaged(std::string(manifest_name) + " has no format");
  if (format <= format_version) return wire::ok();
  return damaged("it was written by a newer Pail: its format is " + std::to_string(format) +
                 ", and this one reads formats up to " + std::to_string(format_version));
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  return json::serialize(json::object{{"format", format_version},
                                      {"warning", warning},
                                      {"world", manifest.world},
                                      {"region", manifest.region},
                                      {"exported", wire::format_iso_extended(manifest.exported)},
                                      {"entries", manifest.entries},
                                      {"entry_files", manifest.entry_files},
                                      {"blobs", manifest.blobs},
                                      {"blob_bytes", manifest.blob_bytes}}) +
         "\n";
}

wire::Result<Manifest> parse_manifest(std::string_view text_of_it) {
  json::error_code failed;
  const json::value value = json::parse({text_of_it.data(), text_of_it.size()}, failed);
  if (failed || !value.is_object()) {
    return damaged(std::string(manifest_name) + " is no JSON object");
  }
  const json::object& object = value.get_object();
  PAIL_TRY(check_format(object));
  Manifest manifest{.world = text(object, "world"), .region = text(object, "region")};
  PAIL_TRY(manifest.entries, number(object, "entries"));
  PAIL_TRY(manifest.entry_files, number(object, "entry_files"));
  PAIL_TRY(manifest.blobs, number(object, "blobs"));
  PAIL_TRY(manifest.blob_bytes, number(object, "blob_bytes"));
  return manifest;
}

}  // namespace pail::archive
