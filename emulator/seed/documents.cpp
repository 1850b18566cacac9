#include "emulator/seed/documents.hpp"

#include <boost/json/serialize.hpp>
#include <fstream>

#include "wire/limits.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::seed {
namespace {

namespace json = boost::json;

wire::Result<std::filesystem::path> path_of(const Member& name) {
  PAIL_TRY(const std::string text, name.text());
  const std::filesystem::path& folder = name.document().seed().folder;
  if (folder.empty()) return name.mistake("a seed that comes over HTTP cannot name files");
  return folder / text;
}

wire::Result<std::string> contents_of(const Member& name) {
  PAIL_TRY(const std::filesystem::path path, file_of(name));
  if (std::filesystem::file_size(path) > wire::limits::xml_body_bytes_max) {
    return name.mistake("the file is larger than any document S3 takes");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return name.mistake("the file cannot be read");
  return text;
}

// The member "file" of an object that has no other.
std::optional<Member> named_file(const Member& member) {
  if (!member.value().is_object() || member.value().get_object().size() != 1) return std::nullopt;
  const json::value* const file = member.value().get_object().if_contains("file");
  if (file == nullptr) return std::nullopt;
  return Member(member.document(), *file, member.path() + ".file");
}

wire::Result<void> write_element(wire::XmlWriter& xml, const std::string& name,
                                 const Member& content);

wire::Result<void> write_inside(wire::XmlWriter& xml, const Member& content) {
  PAIL_TRY(const auto members, content.members());
  for (const auto& [name, member] : members) {
    if (!name.starts_with('@')) continue;
    PAIL_TRY(const std::string value, member.text());
    xml.attribute(std::string_view(name).substr(1), value);
  }
  for (const auto& [name, member] : members) {
    if (name.starts_with('@')) continue;
    if (!member.value().is_array()) {
      PAIL_TRY(write_element(xml, name, member));
      continue;
    }
    PAIL_TRY(const auto items, member.items());
    for (const Member& item : items) {
      PAIL_TRY(write_element(xml, name, item));
    }
  }
  return wire::ok();
}

wire::Result<void> write_element(wire::XmlWriter& xml, const std::string& name,
                                 const Member& content) {
  const json::value& value = content.value();
  const bool plain = !name.empty() && name.find_first_of("<>&\"'/ \t\r\n=") == std::string::npos;
  if (!plain) return content.mistake("this is no name of an element");
  if (value.is_null() || value.is_array()) return content.mistake("this says nothing in XML");
  if (value.is_object()) {
    xml.open(name);
    PAIL_TRY(write_inside(xml, content));
    xml.close();
  } else if (value.is_string()) {
    PAIL_TRY(const std::string text, content.text());
    xml.element(name, text);
  } else {
    xml.element(name, json::serialize(value));
  }
  return wire::ok();
}

}  // namespace

wire::Result<std::filesystem::path> file_of(const Member& name) {
  PAIL_TRY(std::filesystem::path path, path_of(name));
  std::error_code failed;
  if (std::filesystem::is_regular_file(path, failed)) return path;
  PAIL_TRY(const std::string text, name.text());
  return name.mistake("no such file '" + text + "'");
}

wire::Result<std::filesystem::path> folder_of(const Member& name) {
  PAIL_TRY(std::filesystem::path path, path_of(name));
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) return path;
  PAIL_TRY(const std::string text, name.text());
  return name.mistake("no such folder '" + text + "'");
}

wire::Result<std::string> policy_text(const Member& member) {
  if (const auto file = named_file(member)) return contents_of(*file);
  if (member.value().is_object()) return std::string(json::serialize(member.value()));
  return member.text();
}

wire::Result<std::string> xml_text(const Member& member, std::string_view root) {
  if (const auto file = named_file(member)) return contents_of(*file);
  if (!member.value().is_object()) return member.text();
  wire::XmlWriter xml;
  xml.open(root, wire::s3_namespace);
  PAIL_TRY(write_inside(xml, member));
  return xml.close().take();
}

}  // namespace pail::emulator::seed
