#include "emulator/lifecycle/acts.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace pail::emulator::lifecycle {
namespace {

using wire::Result;

constexpr std::string_view expire_object = "S3.EXPIRE.OBJECT";

std::string_view transition_name(std::string_view storage_class) noexcept {
  using Row = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Row, 6> names = {
      Row{"STANDARD_IA", "S3.TRANSITION_SIA.OBJECT"},
      Row{"ONEZONE_IA", "S3.TRANSITION_ZIA.OBJECT"},
      Row{"INTELLIGENT_TIERING", "S3.TRANSITION_INT.OBJECT"},
      Row{"GLACIER_IR", "S3.TRANSITION_GIR.OBJECT"},
      Row{"GLACIER", "S3.TRANSITION.OBJECT"},
      Row{"DEEP_ARCHIVE", "S3.TRANSITION_GDA.OBJECT"}};
  const auto* const found = std::find_if(
      names.begin(), names.end(), [&](const Row& row) { return row.first == storage_class; });
  return found == names.end() ? std::string_view{} : found->second;
}

}  // namespace

Turn Acts::turn(std::string_view key) {
  return events_ ? events_->turn(key) : Turn();
}

void Acts::tell(const Happening& happening) {
  if (events_) events_->happened(happening);
}

std::string_view Acts::shown_id(std::string_view version_id) const noexcept {
  return bucket_.versioning == model::Versioning::unversioned ? std::string_view{} : version_id;
}

void Acts::note(const Told& told) {
  world::JournalEntry entry;
  entry.kind = world::JournalEntry::Kind::lifecycle;
  entry.time = told.when;
  entry.operation = told.operation;
  entry.bucket = bucket_.name;
  entry.key = told.key;
  entry.version_id = told.version_id;
  entry.detail = told.rule.id;
  world_.journal().add(entry);
}

Result<std::optional<Acts::Expired>> Acts::expire(std::string_view key, const model::Object& object,
                                                  const Due& due) {
  const Turn mine = turn(key);
  PAIL_TRY(const auto removed, model_.expire({bucket_, key, object, true}, due.when));
  if (!removed) return std::nullopt;
  ++report_.expired;
  if (!removed->delete_marker) {
    note({expire_object, key, {}, due.when, *due.rule});
    tell({.what = Happened::expired, .key = key});
    return Expired{};
  }
  note({"S3.CREATE.DELETEMARKER", key, removed->version_id, due.when, *due.rule});
  tell({.what = Happened::expired_hidden, .key = key, .version_id = removed->version_id});
  auto marker = model_.version(bucket_, key, removed->version_id);
  if (!marker) return std::nullopt;  // gone already: what there is now is judged anew
  return Expired{std::move(marker.value())};
}

Result<std::optional<model::Object>> Acts::transition(const model::Model::Judged& judged,
                                                      const DueTransition& due) {
  const Turn mine = turn(judged.key);
  PAIL_TRY(auto version, model_.reclassify(judged, due.storage_class));
  if (!version) return std::nullopt;
  ++report_.transitioned;
  const std::string_view id = shown_id(version->version_id());
  note({transition_name(due.storage_class), judged.key, id, due.when, *due.rule});
  tell({.what = Happened::transitioned,
        .key = judged.key,
        .version_id = id,
        .etag = version->etag(),
        .size = version->size(),
        .storage_class = due.storage_class});
  return version;
}

Result<bool> Acts::remove(std::string_view key, const model::Object& version, bool current,
                          const Due& due) {
  const Turn mine = turn(key);
  PAIL_TRY(const bool done, model_.erase({bucket_, key, version, current}));
  if (!done) return false;
  note({expire_object, key, version.version_id(), due.when, *due.rule});
  tell({.what = Happened::expired, .key = key, .version_id = version.version_id()});
  return true;
}

Result<bool> Acts::remove_noncurrent(std::string_view key, const model::Object& version,
                                     const Due& due) {
  PAIL_TRY(const bool done, remove(key, version, false, due));
  if (done) ++report_.versions_removed;
  return done;
}

Result<bool> Acts::remove_marker(std::string_view key, const model::Object& marker,
                                 const Due& due) {
  PAIL_TRY(const bool done, remove(key, marker, true, due));
  if (done) ++report_.markers_removed;
  return done;
}

Result<void> Acts::abort(const model::Upload& upload, const Due& due) {
  auto aborted = model_.abort_upload(bucket_, upload.key, upload.id);
  if (!aborted && aborted.error().code() == wire::Errc::NoSuchUpload) return wire::ok();
  PAIL_TRY(aborted);
  ++report_.uploads_aborted;
  note({"S3.DELETE.UPLOAD", upload.key, {}, due.when, *due.rule});
  return wire::ok();
}

}  // namespace pail::emulator::lifecycle
