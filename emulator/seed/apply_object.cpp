#include <algorithm>
#include <set>

#include "emulator/header_text.hpp"
#include "emulator/seed/stage.hpp"
#include "wire/content_type.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::seed {
namespace {

constexpr std::string_view metadata_prefix = "x-amz-meta-";
constexpr std::string_view standard = "STANDARD";
// Shown by HEAD as they were stored.
constexpr std::string_view stored_headers[] = {
    "Cache-Control",    "Content-Disposition",
    "Content-Encoding", "Content-Language",
    "Expires",          "x-amz-website-redirect-location"};

std::string tagging_header(const Pairs& tags) {
  std::string text;
  for (const auto& [key, value] : tags) {
    text += (text.empty() ? "" : "&") + wire::percent_encode(key, false) + "=" +
            wire::percent_encode(value, false);
  }
  return text;
}

Ask put_of(const std::string& target, const Version& version) {
  Ask put{.method = "PUT", .target = target, .headers = version.headers};
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) put.headers.emplace_back(name, value);
  };
  add("Content-Type", version.content_type);
  add("x-amz-storage-class", version.storage_class);
  add("x-amz-acl", version.acl);
  add("x-amz-tagging", tagging_header(version.tags));
  for (const auto& [name, value] : version.metadata) {
    put.headers.emplace_back(std::string(metadata_prefix) + name, value);
  }
  return put;
}

std::string_view value_in(const Pairs& pairs, std::string_view name) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) {
    return wire::iequals(pair.first, name);
  });
  return found == pairs.end() ? std::string_view{} : std::string_view(found->second);
}

using Texts = std::set<std::pair<std::string, std::string>>;

Texts metadata_of(const wire::FieldBlock& fields) {
  Texts metadata;
  for (std::string_view rest = fields.text(); !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(line.size() + 2);
    if (!wire::istarts_with(line, metadata_prefix)) continue;
    const std::size_t colon = line.find(':');
    metadata.emplace(
        wire::lower(line.substr(metadata_prefix.size(), colon - metadata_prefix.size())),
        utf8_of_header(wire::trim(line.substr(colon + 1))));
  }
  return metadata;
}

Texts as_stored(const Pairs& metadata) {
  Texts texts;
  for (const auto& [name, value] : metadata) {
    texts.emplace(wire::lower(name), utf8_of_header(value));
  }
  return texts;
}

bool has_headers_of(const Answer& head, const Version& version) {
  const auto shown = [&](std::string_view name) { return head.fields.find(name).value_or(""); };
  const auto either = [](std::string_view text, std::string_view otherwise) {
    return text.empty() ? otherwise : text;
  };
  return shown("Content-Type") == either(version.content_type, wire::unknown_content_type) &&
         either(shown("x-amz-storage-class"), standard) ==
             either(version.storage_class, standard) &&
         std::all_of(std::begin(stored_headers), std::end(stored_headers),
                     [&](std::string_view name) {
                       return shown(name) == value_in(version.headers, name);
                     }) &&
         metadata_of(head.fields) == as_stored(version.metadata);
}

wire::Result<bool> has_tags_of(Requests& requests, const std::string& target,
                               const Version& version) {
  PAIL_TRY(const Answer answer,
           requests.send({.method = "GET",
                          .target = target + (target.find('?') == std::string::npos ? "?" : "&") +
                                    "tagging"}));
  const auto document = wire::XmlDocument::parse(answer.body);
  if (!answer.good() || !document) return false;
  Texts tags;
  for (const wire::XmlNode& tag : document.value().root().child("TagSet").children("Tag")) {
    tags.emplace(tag.child_text("Key"), tag.child_text("Value"));
  }
  return tags == Texts(version.tags.begin(), version.tags.end());
}

// Whether what is there is what is described; ACLs do not count.
wire::Result<bool> is_there(Requests& requests, const std::string& target, const Version& version) {
  PAIL_TRY(const Answer head, requests.send({.method = "HEAD", .target = target}));
  if (!head.good() || head.length != version.body.size || !has_headers_of(head, version)) {
    return false;
  }
  PAIL_TRY(const std::string md5, md5_of(version.body));
  if (head.fields.find("ETag") != "\"" + md5 + "\"") return false;
  return has_tags_of(requests, target, version);
}

// The newest versions of a key, as many as are described at most: id, or "" for a delete marker.
wire::Result<std::vector<std::string>> newest(Requests& requests, const Bucket& bucket,
                                              const Object& object) {
  PAIL_TRY(const Answer listing,
           requests.send({.method = "GET",
                          .target = target_of(bucket.name) + "?versions&prefix=" +
                                    wire::percent_encode(object.key, false)}));
  std::vector<std::string> ids;
  const auto document = wire::XmlDocument::parse(listing.body);
  if (!listing.good() || !document) return ids;
  for (const wire::XmlNode& node : document.value().root().children()) {
    const bool version = node.name() == "Version";
    if ((!version && node.name() != "DeleteMarker") || node.child_text("Key") != object.key) {
      continue;
    }
    ids.emplace_back(version ? node.child_text("VersionId") : std::string_view());
    if (ids.size() == object.versions.size()) break;
  }
  return ids;
}

wire::Result<bool> has_versions(Requests& requests, const Bucket& bucket, const Object& object) {
  PAIL_TRY(const std::vector<std::string> ids, newest(requests, bucket, object));
  if (ids.size() != object.versions.size()) return false;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Version& version = object.versions[ids.size() - 1 - i];
    if (version.delete_marker != ids[i].empty()) return false;
    if (version.delete_marker) continue;
    const std::string target =
        target_of(bucket.name, object.key) + "?versionId=" + wire::percent_encode(ids[i], false);
    PAIL_TRY(const bool there, is_there(requests, target, version));
    if (!there) return false;
  }
  return true;
}

wire::Result<bool> is_as_described(Requests& requests, const Bucket& bucket, const Object& object) {
  if (object.versions.size() > 1 || object.versions.front().delete_marker) {
    return has_versions(requests, bucket, object);
  }
  return is_there(requests, target_of(bucket.name, object.key), object.versions.front());
}

// No version comes of it, so it is not worth comparing.
wire::Result<void> set_acl(Stage& stage, Requests& requests, const std::string& target,
                           const Object& object) {
  const Version& newest = object.versions.back();
  if (newest.acl.empty()) return wire::ok();
  return stage.expect(
      requests.send(
          {.method = "PUT", .target = target + "?acl", .headers = {{"x-amz-acl", newest.acl}}}),
      newest.at, object.key);
}

wire::Result<void> store(Stage& stage, Requests& requests, const std::string& target,
                         const Object& object) {
  for (const Version& version : object.versions) {
    const auto answer = version.delete_marker
                            ? requests.send({.method = "DELETE", .target = target})
                            : requests.send(put_of(target, version), &version.body);
    PAIL_TRY(stage.expect(answer, version.at, object.key));
    ++stage.report.objects_put;
  }
  return wire::ok();
}

}  // namespace

wire::Result<void> apply_object(Stage& stage, Requests& requests, const Bucket& bucket,
                                const Object& object) {
  const std::string target = target_of(bucket.name, object.key);
  if (stage.is_rehearsal) {
    for (const Version& version : object.versions) {
      if (version.delete_marker) continue;
      PAIL_TRY(stage.expect(requests.propose(put_of(target, version), version.body.size),
                            version.at, object.key));
    }
    return wire::ok();
  }
  const auto same = is_as_described(requests, bucket, object);
  if (!same) return stage.mistake(object.at, same.error().message().value_or(""));
  if (!same.value()) return store(stage, requests, target, object);
  stage.report.unchanged += object.versions.size();
  return set_acl(stage, requests, target, object);
}

}  // namespace pail::emulator::seed
