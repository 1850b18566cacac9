// What ends in several steps leaves rows behind when the process dies between them: a bucket goes
// before its uploads, an upload before its parts.
#include <set>

#include "emulator/model/bucket_record.hpp"
#include "emulator/model/erase.hpp"
#include "emulator/model/rows.hpp"
#include "emulator/model/upload_token.hpp"

namespace pail::model {
namespace {

using Names = std::set<std::string, std::less<>>;

// Visits one row of each group of rows below `prefix`; a group has the first `group_bytes` bytes of
// its rows in common.
template <class Visit>
Result<void> each_group(store::Cursor& cursor, const std::string& prefix, std::size_t group_bytes,
                        Visit visit) {
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix);) {
    const std::string group(cursor.key().substr(0, group_bytes));
    PAIL_TRY(visit(group));
    cursor.seek(behind_prefix(group));
  }
  return wire::ok();
}

// What all rows of uploads start with, in the buckets there are.
Result<Names> buckets_now(store::Cursor& cursor) {
  Names names;
  const std::string rows = bucket_row({});
  for (cursor.seek(rows); cursor.valid() && cursor.key().starts_with(rows); cursor.next()) {
    PAIL_TRY(const Bucket bucket, decode_bucket(name_of_row(cursor.key()), cursor.entry()));
    names.insert(rows_of(RowFamily::uploads, bucket.id));
  }
  return names;
}

// What the rows of parts start with, of all uploads in those buckets.
Names uploads_now(store::Cursor& cursor, const Names& buckets) {
  Names names;
  for (const std::string& rows : buckets) {
    for (cursor.seek(rows); cursor.valid() && cursor.key().starts_with(rows); cursor.next()) {
      std::string parts(1, static_cast<char>(RowFamily::parts));
      parts.append(rows, 1).append(escaped_row(cursor.key()).rest);
      names.insert(std::move(parts));
    }
  }
  return names;
}

}  // namespace

// All is looked up in one moment, in which the parts of an upload never come before it.
Result<void> Model::tidy() {
  PAIL_TRY(const auto cursor, space_->range());
  PAIL_TRY(const Names buckets, buckets_now(*cursor));
  const Names uploads = uploads_now(*cursor, buckets);
  const auto erase_unless = [this](const Names& kept) {
    return [this, &kept](const std::string& group) -> Result<void> {
      if (kept.count(group) != 0) return wire::ok();
      return erase_rows(*space_, group);
    };
  };
  const std::size_t bucket_bytes = rows_of(RowFamily::uploads, 0).size();
  PAIL_TRY(each_group(*cursor, std::string(1, static_cast<char>(RowFamily::uploads)), bucket_bytes,
                      erase_unless(buckets)));
  return each_group(*cursor, std::string(1, static_cast<char>(RowFamily::parts)),
                    bucket_bytes + upload_token_bytes, erase_unless(uploads));
}

}  // namespace pail::model
