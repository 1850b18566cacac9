#include "client/transfer/manifest.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstdio>
#include <tuple>
#include <utility>

#include "client/descriptor.hpp"
#include "client/file_io.hpp"
#include "wire/json_reader.hpp"

namespace pail::client::transfer {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;
using wire::ObjectReader;

constexpr std::string_view upload_name = "upload";
constexpr std::string_view download_name = "download";
constexpr std::int64_t number_max = INT64_MAX;
// Ours: 10,000 parts with their checksums are 400 KiB.
constexpr std::size_t manifest_bytes_max = 4 * 1024 * 1024;
constexpr std::size_t read_bytes = 64 * 1024;
constexpr mode_t private_file_mode = 0600;  // names and an upload's id are nobody else's

json::array to_array(const std::vector<Segment>& segments) {
  json::array array;
  for (const Segment& segment : segments) {
    array.push_back({{"first", segment.first}, {"part_bytes", segment.part_bytes}});
  }
  return array;
}

json::array to_array(const std::vector<PartDone>& done) {
  json::array array;
  for (const PartDone& part : done) {
    array.push_back({{"part", part.number}, {"checksum", part.checksum}});
  }
  return array;
}

Segment read_segment(ObjectReader& reader) {
  Segment segment;
  segment.first = reader.required_whole<unsigned>("first", 1, part_number_max);
  segment.part_bytes = reader.required_whole<std::uint64_t>("part_bytes", 1, part_bytes_max);
  return segment;
}

PartDone read_part(ObjectReader& reader) {
  PartDone part;
  part.number = reader.required_whole<unsigned>("part", 1, part_number_max);
  part.checksum = reader.required_text("checksum");
  return part;
}

// An array of objects, each by `read`.
template <class Read>
auto read_list(ObjectReader& reader, std::string_view name, Read read)
    -> Result<std::vector<std::invoke_result_t<Read, ObjectReader&>>> {
  std::vector<std::invoke_result_t<Read, ObjectReader&>> items;
  const json::array* const list = reader.list(name);
  if (list == nullptr) return items;
  for (const json::value& value : *list) {
    if (!value.is_object()) {
      return Error(Errc::InvalidArgument, std::string(name) + ": must hold objects");
    }
    ObjectReader item(value.get_object(), std::string(name) + ".");
    items.push_back(read(item));
    PAIL_TRY(item.finish());
  }
  return items;
}

void read_kind(ObjectReader& reader, Manifest& manifest) {
  const std::string kind = reader.required_text("transfer");
  if (kind == download_name) {
    manifest.kind = Manifest::Kind::download;
  } else if (kind == upload_name) {
    manifest.upload_id = reader.required_text("upload_id");
  } else {
    reader.refuse("transfer", "must be upload or download");
  }
}

void read_checksum_name(ObjectReader& reader, Manifest& manifest) {
  const auto algorithm = wire::checksum_from_name(reader.required_text("checksum"));
  if (!algorithm) reader.refuse("checksum", "must be the name of an algorithm");
  manifest.checksum = algorithm.value_or(manifest.checksum);
}

// Nothing when the file is not there.
Result<std::optional<std::string>> read_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return std::nullopt;
  if (!file) return file_error("open", path, errno);
  std::string text;
  while (text.size() <= manifest_bytes_max) {
    const std::size_t before = text.size();
    text.resize(before + read_bytes);
    const ssize_t got = ::read(file.number(), text.data() + before, read_bytes);
    if (got < 0) return file_error("read", path, errno);
    text.resize(before + static_cast<std::size_t>(got));
    if (got == 0) return text;
  }
  return Error(Errc::InvalidArgument, path + " is too long for the manifest of a transfer.");
}

}  // namespace

bool Manifest::is_of(const Manifest& other) const {
  const auto what = [](const Manifest& m) {
    return std::tie(m.kind, m.bucket, m.key, m.file, m.size, m.edition, m.checksum);
  };
  return what(*this) == what(other);
}

std::string to_json(const Manifest& manifest) {
  const bool up = manifest.kind == Manifest::Kind::upload;
  json::object object;
  object["transfer"] = up ? upload_name : download_name;
  object["bucket"] = manifest.bucket;
  object["key"] = manifest.key;
  object["file"] = manifest.file;
  object["size"] = manifest.size;
  object["edition"] = manifest.edition;
  object["checksum"] = wire::name(manifest.checksum);
  object["segments"] = to_array(manifest.segments);
  if (up) {
    object["upload_id"] = manifest.upload_id;
  } else {
    object["done"] = to_array(manifest.done);
  }
  return json::serialize(object) + "\n";
}

Result<Manifest> parse_manifest(std::string_view text) {
  PAIL_TRY(const json::object object, wire::parse_json_object(text));
  ObjectReader reader(object);
  Manifest manifest;
  read_kind(reader, manifest);
  manifest.bucket = reader.required_text("bucket");
  manifest.key = reader.required_text("key");
  manifest.file = reader.required_text("file");
  manifest.size = reader.required_whole<std::uint64_t>("size", 0, number_max);
  manifest.edition = reader.required_text("edition");
  read_checksum_name(reader, manifest);
  PAIL_TRY(manifest.segments, read_list(reader, "segments", read_segment));
  if (manifest.kind == Manifest::Kind::download) {
    PAIL_TRY(manifest.done, read_list(reader, "done", read_part));
  }
  PAIL_TRY(reader.finish());
  return manifest;
}

Result<std::optional<Manifest>> load_manifest(const std::string& path) {
  PAIL_TRY(const auto text, read_file(path));
  if (!text) return std::nullopt;
  Result<Manifest> manifest = parse_manifest(*text);
  if (manifest) return std::optional(std::move(manifest.assume_value()));
  return Error(Errc::InvalidArgument,
               path + " is not the manifest of a transfer: " + wire::sentence(manifest.error()));
}

Result<void> save_manifest(const std::string& path, const Manifest& manifest) {
  const std::string fresh = path + ".new";
  {
    const Descriptor file(
        ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, private_file_mode));
    if (!file) return file_error("write", fresh, errno);
    PAIL_TRY(write_all(file.number(), wire::as_bytes(to_json(manifest)), fresh));
  }
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return file_error("write", path, errno);
  return wire::ok();
}

void remove_manifest(const std::string& path) noexcept {
  ::unlink(path.c_str());
}

}  // namespace pail::client::transfer
