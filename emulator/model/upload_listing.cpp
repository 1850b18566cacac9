// Pages of parts and of uploads. Each is read from one moment of the index.
#include "emulator/model/model.hpp"
#include "emulator/model/rows.hpp"
#include "emulator/model/upload_token.hpp"

namespace pail::model {
namespace {

constexpr std::size_t number_bytes = 2;

unsigned number_of(std::string_view row) noexcept {
  row.remove_prefix(row.size() - number_bytes);
  return static_cast<unsigned char>(row[0]) * 256U + static_cast<unsigned char>(row[1]);
}

// Where the page begins. A marker inside a group has the whole group behind it.
std::string first_row(std::uint64_t bucket, const UploadQuery& query) {
  constexpr RowFamily uploads = RowFamily::uploads;
  const std::string& marker = query.key_marker;
  if (marker.empty() || marker < query.prefix) return rows_of_prefix(uploads, bucket, query.prefix);
  const std::string_view group = group_of(marker, query.prefix, query.delimiter);
  if (!group.empty()) return behind_prefix(rows_of_prefix(uploads, bucket, group));
  if (const auto token = upload_token(query.upload_id_marker)) {
    return behind(upload_row(bucket, marker, *token));
  }
  return behind_prefix(rows_of_key(uploads, bucket, marker));
}

void add_upload(UploadPage& page, EscapedRow row, Object object) {
  std::string id = upload_id(row.rest);
  page.next_key_marker = row.key;
  page.next_upload_id_marker = id;
  page.uploads.push_back({std::move(row.key), std::move(id), std::move(object)});
}

void add_prefix(UploadPage& page, std::string_view prefix) {
  page.common_prefixes.emplace_back(prefix);
  page.next_key_marker = prefix;
  page.next_upload_id_marker.clear();
}

}  // namespace

Result<PartPage> Model::list_parts(const Bucket& bucket, const Upload& upload, unsigned after,
                                   std::size_t parts_max) const {
  PartPage page;
  const std::string token = upload_token(upload.id).value_or("");
  const std::string rows = part_rows(bucket.id, token);
  if (parts_max == 0 || after >= part_number_max) return page;
  PAIL_TRY(const auto cursor, space_->range());
  cursor->seek(part_row(bucket.id, token, after + 1));
  for (; cursor->valid() && cursor->key().starts_with(rows); cursor->next()) {
    page.truncated = page.parts.size() == parts_max;
    if (page.truncated) break;
    PAIL_TRY(Object object, Object::open(cursor->entry()));
    page.parts.push_back({number_of(cursor->key()), std::move(object)});
  }
  return page;
}

Result<UploadPage> Model::list_uploads(const Bucket& bucket, const UploadQuery& query) const {
  UploadPage page;
  if (query.uploads_max == 0) return page;
  const std::string wanted = rows_of_prefix(RowFamily::uploads, bucket.id, query.prefix);
  PAIL_TRY(const auto cursor, space_->range());
  cursor->seek(first_row(bucket.id, query));
  while (cursor->valid() && cursor->key().starts_with(wanted)) {
    page.truncated = page.uploads.size() + page.common_prefixes.size() == query.uploads_max;
    if (page.truncated) break;
    EscapedRow row = escaped_row(cursor->key());
    const std::string_view group = group_of(row.key, query.prefix, query.delimiter);
    if (group.empty()) {
      PAIL_TRY(Object object, Object::open(cursor->entry()));
      add_upload(page, std::move(row), std::move(object));
      cursor->next();
    } else {
      add_prefix(page, group);
      cursor->seek(behind_prefix(rows_of_prefix(RowFamily::uploads, bucket.id, group)));
    }
  }
  return page;
}

}  // namespace pail::model
