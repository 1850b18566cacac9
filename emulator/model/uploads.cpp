// Beginning, filling and giving up multipart uploads. Parts are stored as objects of their own in
// rows that nothing lists; completion.cpp makes one object of them.
#include "emulator/model/bucket_record.hpp"
#include "emulator/model/erase.hpp"
#include "emulator/model/object_record.hpp"
#include "emulator/model/rows.hpp"
#include "emulator/model/upload_token.hpp"

namespace pail::model {
namespace {

using wire::Errc;
using wire::Error;

// The object current now, which completion asks after (Upload::object).
Result<std::string> current_etag(const Model& model, const Bucket& bucket, std::string_view key) {
  const auto current = model.get(bucket, key);
  if (current) return std::string(current.value().etag());
  if (current.error().code() == Errc::NoSuchKey) return std::string();
  return current.error();
}

}  // namespace

// The bucket's row is compared, so that no upload begins in a bucket that has just gone. Its seal
// (bucket_record.hpp) may stay: uploads do not keep a bucket from being deleted.
Result<Upload> Model::create_upload(const Bucket& bucket, std::string_view key,
                                    const ObjectAttributes& attributes, wire::Time now) {
  const std::string token = make_upload_token(now, *random_);
  ObjectAttributes kept = attributes;
  PAIL_TRY(kept.etag, current_etag(*this, bucket, key));
  PAIL_TRY(Object object, Object::open(encode_object(kept, {}, {.last_modified = now})));
  store::Change changes[] = {{bucket_row(bucket.name), bucket.entry, nullptr, true},
                             {upload_row(bucket.id, key, token), nullptr, object.entry()}};
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(const bool done, space_->swap(changes));
    if (done) return Upload{std::string(key), upload_id(token), std::move(object)};
    PAIL_TRY(const Bucket current, this->bucket(bucket.name));
    if (current.id != bucket.id) return Error(Errc::NoSuchBucket).with("BucketName", bucket.name);
    changes[0].expected = current.entry;
  }
  return Errc::ServiceUnavailable;
}

Result<Upload> Model::upload(const Bucket& bucket, std::string_view key,
                             std::string_view id) const {
  const auto token = upload_token(id);
  if (!token) return no_such_upload(id);
  PAIL_TRY(store::EntryPtr entry, space_->read(upload_row(bucket.id, key, *token)));
  if (!entry) return no_such_upload(id);
  PAIL_TRY(Object object, Object::open(std::move(entry)));
  return Upload{std::string(key), std::string(id), std::move(object)};
}

// The upload's row is compared too: no part comes into an upload that was completed or given up.
Result<Object> Model::put_part(const Bucket& bucket, const Upload& upload, unsigned number,
                               const ObjectAttributes& attributes, Incoming body, wire::Time now) {
  const auto token = upload_token(upload.id);
  if (!token) return no_such_upload(upload.id);
  PAIL_TRY(const StoredBody stored, std::move(body).close());
  PAIL_TRY(Object part, Object::open(encode_object(attributes, stored, {.last_modified = now})));
  store::Change changes[] = {
      {upload_row(bucket.id, upload.key, *token), upload.object.entry(), nullptr, true},
      {part_row(bucket.id, *token, number), nullptr, part.entry()}};
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(changes[1].expected, space_->read(changes[1].key));
    PAIL_TRY(const bool done, space_->swap(changes));
    if (done) return part;
    PAIL_TRY(const Upload current, this->upload(bucket, upload.key, upload.id));
    changes[0].expected = current.object.entry();
  }
  return Errc::ServiceUnavailable;
}

// The upload goes first: from then on no part can come, and what is left is nobody's.
Result<void> Model::abort_upload(const Bucket& bucket, std::string_view key, std::string_view id) {
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(const Upload current, upload(bucket, key, id));
    const std::string token = upload_token(id).value();
    const store::Change change[] = {
        {upload_row(bucket.id, key, token), current.object.entry(), nullptr}};
    PAIL_TRY(const bool done, space_->swap(change));
    if (done) return erase_rows(*space_, part_rows(bucket.id, token));
  }
  return Errc::ServiceUnavailable;
}

}  // namespace pail::model
