#include "emulator/condition_tags.hpp"

#include "emulator/documents/tag_set.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

constexpr std::string_view requested = "s3:requestobjecttag/";
constexpr std::string_view requested_keys = "s3:requestobjecttagkeys";
constexpr std::string_view existing = "s3:existingobjecttag/";

// A form has a document in this field; no such header is URL-encoded tags.
wire::Result<model::Pairs> parse_requested(std::string_view text) {
  return text.starts_with('<') ? documents::parse_tagging_field(text)
                               : documents::parse_tagging_header(text);
}

// None when they cannot be read: the operation refuses them.
model::Pairs requested_tags(const RequestFacts& facts) {
  if (facts.request_tags != nullptr) return *facts.request_tags;
  const auto text = facts.headers.find("x-amz-tagging");
  if (!text) return {};
  auto tags = parse_requested(*text);
  return tags ? std::move(tags.value()) : model::Pairs();
}

// None when there is no such object.
model::Pairs existing_tags(const RequestFacts& facts) {
  const PolicyObject& object = facts.object;
  if (object.bucket == nullptr || object.key.empty()) return {};
  const auto found = facts.version_id.empty()
                         ? object.model->get(*object.bucket, object.key)
                         : object.model->version(*object.bucket, object.key, facts.version_id);
  if (!found) return {};
  const auto views = found.value().tags();
  return {views.begin(), views.end()};
}

void append_of(const model::Pairs& tags, std::string_view key, std::vector<std::string>& values) {
  for (const auto& [name, value] : tags) {
    if (wire::iequals(name, key)) values.push_back(value);
  }
}

}  // namespace

bool append_tags(const RequestFacts& facts, std::string_view key,
                 std::vector<std::string>& values) {
  if (key == requested_keys) {
    for (auto& [name, value] : requested_tags(facts)) values.push_back(std::move(name));
  } else if (key.starts_with(requested)) {
    append_of(requested_tags(facts), key.substr(requested.size()), values);
  } else if (key.starts_with(existing)) {
    append_of(existing_tags(facts), key.substr(existing.size()), values);
  } else {
    return false;
  }
  return true;
}

}  // namespace pail::emulator
