#include "emulator/documents/delete_request.hpp"

#include <algorithm>

#include "wire/limits.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;

Result<void> read_entry_part(const wire::XmlNode& part, DeleteEntry& entry) {
  if (part.name() == "Key") {
    entry.key = part.text();
  } else if (part.name() == "VersionId") {
    entry.version_id = part.text();
  } else if (part.name() == "ETag") {
    entry.etag = part.text();
  } else if (part.name() == "LastModifiedTime" || part.name() == "Size") {
    entry.names_time_or_size = true;
  } else {
    return Errc::MalformedXML;
  }
  return wire::ok();
}

Result<DeleteEntry> read_entry(const wire::XmlNode& object) {
  DeleteEntry entry;
  if (object.children("Key").size() != 1) return Errc::MalformedXML;
  for (const wire::XmlNode& part : object.children()) {
    PAIL_TRY(read_entry_part(part, entry));
  }
  return entry;
}

Result<bool> read_boolean(const wire::XmlNode& node) {
  if (node.text() != "true" && node.text() != "false") return Errc::MalformedXML;
  return node.text() == "true";
}

Result<DeleteRequest> read_request(const wire::XmlNode& root) {
  DeleteRequest request;
  if (root.name() != "Delete") return Errc::MalformedXML;
  for (const wire::XmlNode& child : root.children()) {
    if (child.name() == "Object") {
      PAIL_TRY(request.entries.emplace_back(), read_entry(child));
    } else if (child.name() == "Quiet") {
      PAIL_TRY(request.quiet, read_boolean(child));
    } else {
      return Errc::MalformedXML;
    }
  }
  return request;
}

}  // namespace

Result<DeleteRequest> parse_delete_request(std::string_view document) {
  if (document.empty()) return Errc::MissingRequestBodyError;
  PAIL_TRY(const auto xml, wire::XmlDocument::parse(document));
  PAIL_TRY(DeleteRequest request, read_request(xml.root()));
  const auto& entries = request.entries;
  if (entries.empty() || entries.size() > wire::limits::delete_objects_max) {
    return Errc::MalformedXML;
  }
  if (std::any_of(entries.begin(), entries.end(), [](const auto& e) { return e.key.empty(); })) {
    return Errc::UserKeyMustBeSpecified;
  }
  return request;
}

}  // namespace pail::emulator::documents
