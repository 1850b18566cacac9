#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <set>

#include "emulator/seed/description.hpp"
#include "emulator/seed/documents.hpp"
#include "wire/content_type.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator::seed {
namespace {

// Beside Content-Type and x-amz-storage-class, which have members of their own: what S3 stores with
// an object and shows again, so that a later run can compare.
constexpr auto stored_headers = std::to_array<std::string_view>(
    {"Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires",
     "x-amz-website-redirect-location"});
constexpr std::string_view json_type = "application/json";

// A header's value as a client's would arrive. No client could send a line break.
wire::Result<void> check_header_text(const Member& member, std::string& text) {
  text = wire::trim(text);
  if (text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos) return wire::ok();
  return member.mistake("a header cannot hold a line break");
}

wire::Result<void> read_header_pairs(Fields& fields, std::string_view name, Pairs& pairs) {
  const auto member = fields.find(name);
  if (!member) return wire::ok();
  PAIL_TRY(pairs, member->pairs());
  std::set<std::string> names;
  for (auto& [header, value] : pairs) {
    PAIL_TRY(check_header_text(*member, header));
    PAIL_TRY(check_header_text(*member, value));
    if (!names.insert(wire::lower(header)).second) {
      return member->mistake("'" + header + "' is there twice: case makes no difference");
    }
  }
  return wire::ok();
}

wire::Result<void> check_stored(const Member& version, const Pairs& headers) {
  for (const auto& [name, value] : headers) {
    const std::string& header = name;
    if (std::none_of(stored_headers.begin(), stored_headers.end(),
                     [&](std::string_view stored) { return wire::iequals(stored, header); })) {
      return version.document().mistake(version.path() + ".headers." + header,
                                        "this is no header that S3 stores with an object");
    }
  }
  return wire::ok();
}

wire::Result<Body> body_of_text(std::string text) {
  Body body{.size = text.size()};
  body.text = std::move(text);
  return body;
}

wire::Result<Body> body_of_base64(const Member& member) {
  PAIL_TRY(const std::string text, member.text());
  auto bytes = wire::from_base64(text);
  if (!bytes) return member.mistake("this is no Base64");
  return body_of_text(std::move(*bytes));
}

wire::Result<Body> body_of_file(const Member& member) {
  PAIL_TRY(std::filesystem::path file, file_of(member));
  std::error_code failed;
  Body body{.size = std::filesystem::file_size(file, failed)};
  if (failed) return member.mistake(failed.message());
  body.file = std::move(file);
  return body;
}

wire::Result<Body> body_of_number(const Member& member) {
  PAIL_TRY(Fields fields, Fields::of(member));
  PAIL_TRY(const Member size, fields.need("size"));
  PAIL_TRY(const Member drawn_from, fields.need("random"));
  Body body;
  PAIL_TRY(body.size, size.number());
  PAIL_TRY(body.drawn_from, drawn_from.number());
  PAIL_TRY(fields.done());
  return body;
}

wire::Result<Body> body_of(std::string_view form, const Member& member) {
  if (form == "base64") return body_of_base64(member);
  if (form == "file") return body_of_file(member);
  if (form == "bytes") return body_of_number(member);
  if (form == "json") return body_of_text(boost::json::serialize(member.value()));
  PAIL_TRY(std::string text, member.text());
  return body_of_text(std::move(text));
}

// The one form it is given in.
wire::Result<void> read_body(const Member& member, Fields& fields, Version& version) {
  std::string_view given;
  for (const std::string_view form : {"text", "base64", "json", "file", "bytes"}) {
    const auto found = fields.find(form);
    if (!found) continue;
    if (!given.empty()) return found->mistake("it has a body already: " + std::string(given));
    given = form;
    PAIL_TRY(version.body, body_of(form, *found));
  }
  if (given.empty()) {
    return member.mistake("it has no body: text, base64, json, file or bytes");
  }
  if (version.content_type == wire::unknown_content_type && given == "json") {
    version.content_type = json_type;
  }
  if (version.body.size <= wire::limits::put_bytes_max) return wire::ok();
  return member.mistake("S3 takes at most 5 GiB in one PUT, and a seed makes one of each object");
}

wire::Result<void> read_version(const Member& member, Fields& fields, std::string_view key,
                                Version& version) {
  version.content_type = wire::content_type_of(key);
  PAIL_TRY(read_body(member, fields, version));
  PAIL_TRY(fields.maybe("content_type", version.content_type));
  PAIL_TRY(fields.maybe("storage_class", version.storage_class));
  PAIL_TRY(fields.maybe("acl", version.acl));
  for (std::string* const text : {&version.content_type, &version.storage_class, &version.acl}) {
    PAIL_TRY(check_header_text(member, *text));
  }
  PAIL_TRY(fields.maybe("tags", version.tags));
  PAIL_TRY(read_header_pairs(fields, "metadata", version.metadata));
  PAIL_TRY(read_header_pairs(fields, "headers", version.headers));
  return check_stored(member, version.headers);
}

wire::Result<std::vector<Version>> read_versions(const Member& versions, std::string_view key) {
  PAIL_TRY(const auto items, versions.items());
  if (items.empty()) return versions.mistake("there has to be one at least");
  std::vector<Version> all;
  for (const Member& item : items) {
    Version version{.at = {item.path()}};
    PAIL_TRY(Fields fields, Fields::of(item));
    if (const auto marker = fields.find("delete_marker")) {
      PAIL_TRY(version.delete_marker, marker->flag());
    }
    if (!version.delete_marker) {
      PAIL_TRY(read_version(item, fields, key, version));
    }
    PAIL_TRY(fields.done());
    all.push_back(std::move(version));
  }
  return all;
}

wire::Result<Object> read_object(const Member& member, bool versioned) {
  PAIL_TRY(Fields fields, Fields::of(member));
  Object object{.at = {member.path()}, .key = {}, .versions = {}};
  PAIL_TRY(fields.read("key", object.key));
  if (object.key.empty()) return member.mistake("a key has one character at least");
  if (const auto versions = fields.find("versions")) {
    if (!versioned) return versions->mistake("its bucket needs \"versioning\": \"Enabled\"");
    PAIL_TRY(object.versions, read_versions(*versions, object.key));
  } else {
    PAIL_TRY(read_version(member, fields, object.key,
                          object.versions.emplace_back(Version{.at = {member.path()}})));
  }
  PAIL_TRY(fields.done());
  return object;
}

}  // namespace

wire::Result<std::vector<Object>> read_objects(const std::vector<Member>& members, bool versioned) {
  std::vector<Object> objects;
  std::set<std::string> keys;
  for (const Member& member : members) {
    PAIL_TRY(Object object, read_object(member, versioned));
    if (!keys.insert(object.key).second) {
      return member.mistake("there is an object '" + object.key + "' already");
    }
    objects.push_back(std::move(object));
  }
  return objects;
}

}  // namespace pail::emulator::seed
