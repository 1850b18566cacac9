#include "emulator/model/moment.hpp"

#include "emulator/model/rows.hpp"
#include "emulator/model/version.hpp"

namespace pail::model {

Result<Moment> Moment::of(const store::Space& space) {
  PAIL_TRY(auto cursor, space.range());
  return Moment(std::move(cursor));
}

store::EntryPtr Moment::read(std::string_view row) {
  cursor_->seek(row);
  return cursor_->valid() && cursor_->key() == row ? cursor_->entry() : nullptr;
}

Head Moment::head(std::uint64_t bucket_id, std::string_view key) {
  Head head{read(object_row(bucket_id, key)), nullptr};
  if (!head.object) head.marker = read(marker_row(bucket_id, key));
  return head;
}

Result<std::optional<Older>> Moment::newest_older(std::uint64_t bucket_id, std::string_view key) {
  const std::string rows = rows_of_key(RowFamily::older, bucket_id, key);
  cursor_->seek(rows);
  if (!cursor_->valid() || !cursor_->key().starts_with(rows)) return std::optional<Older>();
  PAIL_TRY(Object version, Object::open(cursor_->entry()));
  return Older{std::string(cursor_->key()), std::move(version)};
}

Result<std::optional<Older>> Moment::find_older(std::uint64_t bucket_id, std::string_view key,
                                                std::string_view version_id) {
  if (version_id == null_version) return older_null(bucket_id, key);
  const auto sequence = sequence_of(version_id);
  if (!sequence) return std::optional<Older>();
  std::string row = older_row(bucket_id, key, *sequence);
  store::EntryPtr entry = read(row);
  if (!entry) return std::optional<Older>();
  PAIL_TRY(Object version, Object::open(std::move(entry)));
  // A place that became free is given out again, under another id.
  if (version.version_id() != version_id) return std::optional<Older>();
  return Older{std::move(row), std::move(version)};
}

Result<std::optional<Older>> Moment::older_null(std::uint64_t bucket_id, std::string_view key) {
  const std::string rows = rows_of_key(RowFamily::older, bucket_id, key);
  for (cursor_->seek(rows); cursor_->valid() && cursor_->key().starts_with(rows); cursor_->next()) {
    PAIL_TRY(Object version, Object::open(cursor_->entry()));
    if (version.version_id() != null_version) continue;
    return Older{std::string(cursor_->key()), std::move(version)};
  }
  return std::optional<Older>();
}

Result<std::optional<Found>> Moment::find(std::uint64_t bucket_id, std::string_view key,
                                          std::string_view version_id) {
  const Head newest = head(bucket_id, key);
  if (!newest.entry()) return std::optional<Found>();
  PAIL_TRY(Object current, Object::open(newest.entry()));
  if (current.version_id() == version_id) return Found{std::move(current), std::nullopt};
  PAIL_TRY(auto older, find_older(bucket_id, key, version_id));
  if (!older) return std::optional<Found>();
  return Found{std::move(older->version), std::move(older->row)};
}

}  // namespace pail::model
