#include <utility>

#include "emulator/model/model.hpp"
#include "emulator/model/moment.hpp"
#include "emulator/model/rows.hpp"

namespace pail::model {
namespace {

// The rows of one family. Several share a cursor, so that all are of one moment; each remembers
// where it is.
class Lane {
 public:
  // `rows`: what all of them start with.
  Lane(store::Cursor& cursor, std::string rows) : cursor_(&cursor), rows_(std::move(rows)) {}
  void seek(std::string_view row) {
    cursor_->seek(row);
    valid_ = cursor_->valid() && cursor_->key().starts_with(rows_);
    if (!valid_) return;
    row_ = cursor_->key();
    entry_ = cursor_->entry();
  }
  void next() { seek(behind(row_)); }
  bool valid() const noexcept { return valid_; }
  const std::string& row() const noexcept { return row_; }
  std::string_view key() const noexcept { return key_of_row(row_); }  // where keys stand unescaped
  const store::EntryPtr& entry() const noexcept { return entry_; }

 private:
  store::Cursor* cursor_;
  std::string rows_;
  std::string row_;
  store::EntryPtr entry_;
  bool valid_ = false;
};

// Where a page goes on: behind `after`; or among the versions of that key, behind all that are not
// older than `below`.
struct Start {
  std::string_view after;
  std::optional<std::uint64_t> below;
};

// A null version that is gone leaves no trace of where it was: then the page goes on behind the
// key, for showing its versions once more might never end.
Result<Start> start_of(Moment& moment, std::uint64_t bucket_id, const VersionQuery& query) {
  Start start{query.key_marker, query.sequence_marker};
  if (!query.version_id_marker) return start;
  start.below.reset();
  if (*query.version_id_marker != null_version) {
    start.below = sequence_of(*query.version_id_marker);
    return start;
  }
  PAIL_TRY(const auto null, moment.find(bucket_id, query.key_marker, null_version));
  if (null) start.below = null->version.sequence();
  return start;
}

// Every key that has versions has a head, so the rows of heads say which keys there are; the older
// versions of each are looked up as its turn comes.
class Walk {
 public:
  Walk(store::Cursor& cursor, std::uint64_t bucket_id, const VersionQuery& query, Start start)
      : bucket_id_(bucket_id),
        query_(query),
        start_(start),
        objects_(cursor, object_row(bucket_id, query.prefix)),
        markers_(cursor, marker_row(bucket_id, query.prefix)),
        older_(cursor, rows_of_prefix(RowFamily::older, bucket_id, query.prefix)) {}

  Result<VersionPage> page();

 private:
  std::string first_row(RowFamily family) const;
  Lane* next_head() noexcept;
  bool has_room();
  bool add_group(const std::string& group);
  Result<bool> add_key(const std::string& key, const store::EntryPtr& head);
  Result<bool> add_version(const std::string& key, const store::EntryPtr& entry, bool latest);
  void seek_older(const std::string& rows, const std::string& key);
  std::optional<std::uint64_t> limit_of(std::string_view key) const noexcept;

  std::uint64_t bucket_id_;
  const VersionQuery& query_;
  Start start_;
  Lane objects_;
  Lane markers_;
  Lane older_;
  bool older_begun_ = false;
  VersionPage page_;
};

// As ListQuery::after has it: a marker inside a group has the whole group behind it.
std::string Walk::first_row(RowFamily family) const {
  const std::string rows = rows_of(family, bucket_id_);
  if (start_.after.empty() || start_.after < query_.prefix) return rows + query_.prefix;
  const std::string_view group = group_of(start_.after, query_.prefix, query_.delimiter);
  if (!group.empty()) return behind_prefix(rows + std::string(group));
  const std::string row = rows + std::string(start_.after);
  return start_.below ? row : behind(row);
}

Lane* Walk::next_head() noexcept {
  if (!objects_.valid()) return markers_.valid() ? &markers_ : nullptr;
  if (!markers_.valid()) return &objects_;
  return objects_.key() < markers_.key() ? &objects_ : &markers_;
}

bool Walk::has_room() {
  page_.truncated = page_.versions.size() + page_.common_prefixes.size() == query_.versions_max;
  return !page_.truncated;
}

bool Walk::add_group(const std::string& group) {
  if (!has_room()) return false;
  page_.common_prefixes.push_back(group);
  page_.next_key_marker = group;
  page_.next_version_id_marker.clear();
  objects_.seek(behind_prefix(object_row(bucket_id_, group)));
  markers_.seek(behind_prefix(marker_row(bucket_id_, group)));
  return true;
}

std::optional<std::uint64_t> Walk::limit_of(std::string_view key) const noexcept {
  return key == start_.after ? start_.below : std::nullopt;
}

Result<bool> Walk::add_version(const std::string& key, const store::EntryPtr& entry, bool latest) {
  PAIL_TRY(Object version, Object::open(entry));
  const auto limit = limit_of(key);
  if (limit && version.sequence() >= *limit) return true;
  if (!has_room()) return false;
  page_.next_key_marker = key;
  page_.next_version_id_marker = version.version_id();
  page_.versions.push_back({key, std::move(version), latest});
  return true;
}

// To the first of them that is wanted, without a seek when the lane stands there or beyond.
void Walk::seek_older(const std::string& rows, const std::string& key) {
  if (const auto limit = limit_of(key)) {
    older_.seek(older_row(bucket_id_, key, *limit));
  } else if (!older_begun_ || (older_.valid() && older_.row() < rows)) {
    older_.seek(rows);
  }
  older_begun_ = true;
}

Result<bool> Walk::add_key(const std::string& key, const store::EntryPtr& head) {
  PAIL_TRY(bool room, add_version(key, head, true));
  const std::string rows = rows_of_key(RowFamily::older, bucket_id_, key);
  for (seek_older(rows, key); room && older_.valid() && older_.row().starts_with(rows);) {
    PAIL_TRY(room, add_version(key, older_.entry(), false));
    if (room) older_.next();
  }
  return room;
}

Result<VersionPage> Walk::page() {
  objects_.seek(first_row(RowFamily::objects));
  markers_.seek(first_row(RowFamily::markers));
  bool room = true;
  while (Lane* const head = room ? next_head() : nullptr) {
    const std::string key(head->key());
    const std::string_view group = group_of(key, query_.prefix, query_.delimiter);
    if (!group.empty()) {
      room = add_group(std::string(group));
      continue;
    }
    PAIL_TRY(room, add_key(key, head->entry()));
    if (room) head->next();
  }
  return std::move(page_);
}

}  // namespace

Result<VersionPage> Model::list_versions(const Bucket& bucket, const VersionQuery& query) const {
  if (query.versions_max == 0) return VersionPage{};  // not truncated, as in list()
  PAIL_TRY(Moment moment, Moment::of(*space_));
  PAIL_TRY(const Start start, start_of(moment, bucket.id, query));
  return Walk(moment.cursor(), bucket.id, query, start).page();
}

}  // namespace pail::model
