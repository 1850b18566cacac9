#include <algorithm>

#include "emulator/model/commit.hpp"
#include "emulator/model/little_endian.hpp"
#include "emulator/model/moment.hpp"
#include "emulator/model/rows.hpp"
#include "wire/encode.hpp"

namespace pail::model {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::size_t version_id_bytes = 32;                // as S3's
constexpr std::size_t random_bytes = 16;                    // nobody guesses an id
constexpr std::uint64_t mix_first = 0xff51afd7ed558ccdULL;  // MurmurHash3's finalizer
constexpr std::uint64_t mix_second = 0xc4ceb9fe1a85ec53ULL;

// What a sequence is hidden by: it looks random, and is known to whoever has the random bytes.
std::uint64_t mask_of(std::string_view random) noexcept {
  std::uint64_t mask = read_little_endian<std::uint64_t>(random) ^
                       read_little_endian<std::uint64_t>(random.substr(random_bytes / 2));
  mask = (mask ^ mask >> 33) * mix_first;
  mask = (mask ^ mask >> 33) * mix_second;
  return mask ^ mask >> 33;
}

bool is_id_character(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_';
}

Error no_such_version(std::string_view key, std::string_view version_id) {
  return Error(Errc::NoSuchVersion).with("Key", key).with("VersionId", version_id);
}

// A marker has no ETag that could match.
Result<void> judge_version(const WriteConditions& conditions, const std::optional<Found>& found,
                           std::string_view key) {
  const bool object = found && !found->version.is_delete_marker();
  return judge(conditions, object ? found->version.entry() : nullptr, key);
}

// The head goes, and the newest of the older versions, if there is one, takes its place in the row
// of its kind. Both rows of the head are part of the swap, even where one stays absent: then no
// other write that moves the head of this key can be committed in between.
Result<std::vector<store::Change>> without_head(Moment& moment, std::uint64_t bucket_id,
                                                std::string_view key) {
  const Head head = moment.head(bucket_id, key);
  PAIL_TRY(auto next, moment.newest_older(bucket_id, key));
  std::vector<store::Change> changes = {{object_row(bucket_id, key), head.object, nullptr},
                                        {marker_row(bucket_id, key), head.marker, nullptr}};
  if (!next) return changes;
  const store::EntryPtr& entry = next->version.entry();
  changes[next->version.is_delete_marker() ? 1 : 0].replacement = entry;
  changes.push_back({std::move(next->row), entry, nullptr});
  return changes;
}

// A version and the row it was read from.
struct Located {
  std::string row;
  Object version;
};

Result<Located> locate_current(Moment& moment, std::uint64_t bucket_id, std::string_view key) {
  const Head head = moment.head(bucket_id, key);
  if (!head.entry()) return no_such_key(key);
  PAIL_TRY(Object version, Object::open(head.entry()));
  return Located{head.object ? object_row(bucket_id, key) : marker_row(bucket_id, key),
                 std::move(version)};
}

Result<Located> locate(Moment& moment, std::uint64_t bucket_id, std::string_view key,
                       std::optional<std::string_view> version_id) {
  if (!version_id) return locate_current(moment, bucket_id, key);
  PAIL_TRY(auto found, moment.find(bucket_id, key, *version_id));
  if (!found) return no_such_version(key, *version_id);
  if (!found->older_row) return locate_current(moment, bucket_id, key);
  return Located{std::move(*found->older_row), std::move(found->version)};
}

store::EntryPtr revised(const Object& version, const Model::Revision& revision) {
  ObjectAttributes attributes = version.attributes();
  if (revision.tags) attributes.tags = *revision.tags;
  if (revision.acl) attributes.acl = *revision.acl;
  return encode_again(version, attributes);
}

}  // namespace

std::string make_version_id(std::uint64_t sequence, wire::Random& random) {
  std::string bytes(random_bytes, '\0');
  random.fill(std::as_writable_bytes(std::span(bytes)));
  append_little_endian(bytes, sequence ^ mask_of(bytes));
  std::string id = wire::to_base64(wire::as_bytes(bytes));
  std::replace(id.begin(), id.end(), '+', '.');
  std::replace(id.begin(), id.end(), '/', '_');
  return id;
}

bool is_version_id(std::string_view text) noexcept {
  return text.size() == version_id_bytes && std::all_of(text.begin(), text.end(), is_id_character);
}

std::optional<std::uint64_t> sequence_of(std::string_view version_id) noexcept {
  if (!is_version_id(version_id)) return std::nullopt;
  std::string text(version_id);
  std::replace(text.begin(), text.end(), '.', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  const auto bytes = wire::from_base64(text);
  if (!bytes) return std::nullopt;
  return read_little_endian<std::uint64_t>(bytes->substr(random_bytes)) ^ mask_of(*bytes);
}

Result<Object> Model::version(const Bucket& bucket, std::string_view key,
                              std::string_view version_id) const {
  PAIL_TRY(Moment moment, Moment::of(*space_));
  PAIL_TRY(auto found, moment.find(bucket.id, key, version_id));
  if (!found) return no_such_version(key, version_id);
  return std::move(found->version);
}

// The bucket's row plays no part: taking a version away means the same whatever the versioning, and
// can only make a bucket emptier.
Result<Model::Removed> Model::remove_version(const Bucket& bucket, const Deletion& deletion) {
  const std::string_view key = deletion.key;
  const std::string_view id = *deletion.version_id;
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(Moment moment, Moment::of(*space_));
    PAIL_TRY(auto found, moment.find(bucket.id, key, id));
    PAIL_TRY(judge_version(deletion.conditions, found, key));
    if (!found) return Removed{false, std::string(id), false};
    std::vector<store::Change> changes;
    if (found->older_row) {
      changes.push_back({std::move(*found->older_row), found->version.entry(), nullptr});
    } else {
      PAIL_TRY(changes, without_head(moment, bucket.id, key));
    }
    PAIL_TRY(const bool done, space_->swap(changes));
    if (done) return Removed{found->version.is_delete_marker(), std::string(id)};
  }
  return outrun(deletion.conditions, key);
}

// Which version is current does not change, so the row of the version alone is swapped.
Result<Object> Model::revise(const Bucket& bucket, std::string_view key,
                             std::optional<std::string_view> version_id, const Revision& revision) {
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(Moment moment, Moment::of(*space_));
    PAIL_TRY(Located found, locate(moment, bucket.id, key, version_id));
    if (found.version.is_delete_marker()) {
      return Error(Errc::MethodNotAllowed).with("ResourceType", "DeleteMarker");
    }
    const store::EntryPtr entry = revised(found.version, revision);
    const store::Change change[] = {{std::move(found.row), found.version.entry(), entry}};
    PAIL_TRY(const bool done, space_->swap(change));
    if (done) return Object::open(entry);
  }
  return outrun({}, key);
}

}  // namespace pail::model
