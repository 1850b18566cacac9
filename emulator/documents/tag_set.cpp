#include "emulator/documents/tag_set.hpp"

#include <algorithm>

#include "emulator/documents/configuration.hpp"
#include "emulator/invalid_argument.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using model::Pairs;
using wire::Errc;
using wire::Error;

constexpr std::string_view tagging_header = "x-amz-tagging";
constexpr std::string_view document_root = "Tagging";
constexpr std::string_view system_prefix = "aws:";
constexpr std::size_t key_characters_max = 128;    // S3
constexpr std::size_t value_characters_max = 256;  // S3

Error malformed_header(std::string_view header) {
  return invalid_argument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters "
      "without tag name duplicates.",
      tagging_header, header);
}

Error invalid_tag(std::string_view message, std::string_view key) {
  return Error(Errc::InvalidTag, message).with("TagKey", key);
}

// Letters and digits of all scripts are allowed, and S3 does not say by which tables: here
// everything beyond ASCII counts as one.
bool is_tag_byte(char c) noexcept {
  constexpr std::string_view marks = " +-=._:/@";
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || marks.find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80;
}

bool is_tag_text(std::string_view text, std::size_t characters_max) noexcept {
  const auto characters = std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned>(c) & 0xc0) != 0x80; });
  return static_cast<std::size_t>(characters) <= characters_max &&
         std::all_of(text.begin(), text.end(), is_tag_byte);
}

Result<void> check_tag(std::string_view key, std::string_view value, TagOwner owner) {
  if (key.starts_with(system_prefix)) {
    return invalid_tag(owner == TagOwner::bucket
                           ? "System tags cannot be added/updated by requester"
                           : "Your TagKey cannot be prefixed with aws:",
                       key);
  }
  if (key.empty() || !is_tag_text(key, key_characters_max)) {
    return invalid_tag("The TagKey you have provided is invalid", key);
  }
  if (is_tag_text(value, value_characters_max)) return wire::ok();
  return invalid_tag("The TagValue you have provided is invalid", key).with("TagValue", value);
}

bool has_key(const Pairs& tags, std::string_view key) noexcept {
  return std::any_of(tags.begin(), tags.end(), [&](const auto& tag) { return tag.first == key; });
}

// Ours: the wording for a bucket; nothing recorded tells S3's.
Result<void> check_count(std::size_t count, TagOwner owner) {
  if (owner == TagOwner::object && count > object_tags_max) {
    return Error(Errc::BadRequest, "Object tags cannot be greater than 10");
  }
  if (owner == TagOwner::bucket && count > bucket_tags_max) {
    return Error(Errc::BadRequest, "Bucket tag count cannot be greater than 50");
  }
  return wire::ok();
}

Pairs sorted(Pairs tags) {
  std::sort(tags.begin(), tags.end());
  return tags;
}

// One "key=value"; a key alone has the empty value.
Result<void> add_from_header(Pairs& tags, std::string_view piece, std::string_view header) {
  const std::size_t equals = std::min(piece.find('='), piece.size());
  const auto key = wire::query_decode(piece.substr(0, equals));
  const auto value = wire::query_decode(piece.substr(std::min(equals + 1, piece.size())));
  const bool readable = key && value && wire::is_utf8(*key) && wire::is_utf8(*value);
  if (!readable || has_key(tags, *key)) return malformed_header(header);
  PAIL_TRY(check_tag(*key, *value, TagOwner::object));
  tags.emplace_back(*key, *value);
  return wire::ok();
}

// The only one of its name among children that are all known.
Result<std::string> only_text(const wire::XmlNode& tag, std::string_view name) {
  const auto found = tag.children(name);
  if (found.size() != 1 || !found.front().children().empty()) return Errc::MalformedXML;
  return std::string(found.front().text());
}

Result<void> add_from_document(Pairs& tags, const wire::XmlNode& tag, TagOwner owner) {
  if (tag.name() != "Tag" || tag.children().size() != 2) return Errc::MalformedXML;
  PAIL_TRY(std::string key, only_text(tag, "Key"));
  PAIL_TRY(std::string value, only_text(tag, "Value"));
  if (has_key(tags, key)) return invalid_tag("Cannot provide multiple Tags with the same key", key);
  PAIL_TRY(check_tag(key, value, owner));
  tags.emplace_back(std::move(key), std::move(value));
  return wire::ok();
}

Result<Pairs> tags_below(const wire::XmlNode& root, TagOwner owner) {
  const auto sets = root.children();
  if (sets.size() != 1 || sets.front().name() != "TagSet") return Errc::MalformedXML;
  return parse_tag_set(sets.front(), owner);
}

template <class List>
std::string document_of(const List& tags) {
  wire::XmlWriter xml;
  xml.open(document_root, wire::s3_namespace).open("TagSet");
  for (const auto& [key, value] : tags) {
    xml.open("Tag").element("Key", key).element("Value", value).close();
  }
  xml.close().close();
  return xml.take();
}

}  // namespace

Result<Pairs> parse_tagging_header(std::string_view header) {
  Pairs tags;
  for (std::string_view rest = header; !rest.empty();) {
    const std::string_view piece = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
    if (piece.empty()) continue;
    PAIL_TRY(add_from_header(tags, piece, header));
    PAIL_TRY(check_count(tags.size(), TagOwner::object));
  }
  return sorted(std::move(tags));
}

Result<Pairs> parse_tag_set(const wire::XmlNode& set, TagOwner owner) {
  const auto nodes = set.children();
  PAIL_TRY(check_count(nodes.size(), owner));
  Pairs tags;
  for (const wire::XmlNode& node : nodes) {
    PAIL_TRY(add_from_document(tags, node, owner));
  }
  return sorted(std::move(tags));
}

Result<Pairs> parse_tagging(std::string_view document, TagOwner owner) {
  PAIL_TRY(const auto xml, parse_configuration(document, document_root));
  return tags_below(xml.root(), owner);
}

Result<Pairs> parse_tagging_field(std::string_view field) {
  PAIL_TRY(const auto xml, wire::XmlDocument::parse(field));
  if (xml.root().name() != document_root) return Pairs();
  return tags_below(xml.root(), TagOwner::object);
}

std::string tagging_document(const Pairs& tags) {
  return document_of(tags);
}

std::string tagging_document(const model::Object::PairViews& tags) {
  return document_of(tags);
}

}  // namespace pail::emulator::documents
