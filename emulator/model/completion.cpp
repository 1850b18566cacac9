// Making one object of the parts of an upload. Spec: shared/spec/semantics.md §9, §7.
#include <algorithm>
#include <utility>

#include "emulator/model/commit.hpp"
#include "emulator/model/erase.hpp"
#include "emulator/model/moment.hpp"
#include "emulator/model/rows.hpp"
#include "emulator/model/upload_token.hpp"

namespace pail::model {
namespace {

using wire::Errc;
using wire::Error;

Error invalid_part(const Upload& upload, unsigned number, std::string_view etag) {
  return Error(Errc::InvalidPart)
      .with("ETag", etag)
      .with("PartNumber", std::to_string(number))
      .with("UploadId", upload.id);
}

Result<void> check_order(const Upload& upload, const std::vector<ChosenPart>& chosen) {
  const auto descends = [](const ChosenPart& a, const ChosenPart& b) {
    return a.number >= b.number;
  };
  if (std::adjacent_find(chosen.begin(), chosen.end(), descends) == chosen.end()) return wire::ok();
  return Error(Errc::InvalidPartOrder).with("UploadId", upload.id);
}

Result<void> check_sizes(const std::vector<Part>& parts) {
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.object.size() >= part_bytes_min) continue;
    return Error(Errc::EntityTooSmall)
        .with("ETag", part.object.etag())
        .with("MinSizeAllowed", std::to_string(part_bytes_min))
        .with("PartNumber", std::to_string(part.number))
        .with("ProposedSize", std::to_string(part.object.size()));
  }
  return wire::ok();
}

// What must still be true when the object appears, in the swap that makes it appear: the upload is
// open, and these are its parts. All of them go.
class Ending {
 public:
  Ending(const Model& model, const store::Space& space, const Bucket& bucket, const Upload& upload,
         std::string_view token, const std::vector<Part>& parts)
      : model_(model),
        space_(space),
        bucket_(bucket),
        upload_(upload),
        token_(token),
        parts_(parts) {}

  Result<void> operator()(std::vector<store::Change>& changes) {
    const bool first = std::exchange(first_, false);
    store::EntryPtr entry = upload_.object.entry();
    if (!first) {
      PAIL_TRY(const Upload current, model_.upload(bucket_, upload_.key, upload_.id));
      entry = current.object.entry();
    }
    changes.push_back({upload_row(bucket_.id, upload_.key, token_), std::move(entry), nullptr});
    for (const Part& part : parts_) {
      std::string row = part_row(bucket_.id, token_, part.number);
      PAIL_TRY(auto stored, first ? part.object.entry() : again(part, row));
      changes.push_back({std::move(row), std::move(stored), nullptr});
    }
    return wire::ok();
  }

 private:
  // A part sent again with the same bytes is as good as the one that was chosen.
  Result<store::EntryPtr> again(const Part& part, std::string_view row) const {
    PAIL_TRY(store::EntryPtr entry, space_.read(row));
    if (!entry) return invalid_part(upload_, part.number, part.object.etag());
    PAIL_TRY(const Object now, Object::open(entry));
    if (now.etag() == part.object.etag()) return entry;
    return invalid_part(upload_, part.number, part.object.etag());
  }

  const Model& model_;
  const store::Space& space_;
  const Bucket& bucket_;
  const Upload& upload_;
  std::string_view token_;
  const std::vector<Part>& parts_;
  bool first_ = true;
};

// Whether the key is another than when the upload began. Of an object that came and went meanwhile
// in a bucket without versions nothing tells.
Result<bool> changed_since(const Upload& upload, const Head& head) {
  if (!head.entry()) return !upload.object.etag().empty();
  PAIL_TRY(const Object newest, Object::open(head.entry()));
  return newest.last_modified() > upload.object.last_modified();
}

// A condition was written down by somebody who knew the key as it was when the upload began: where
// it holds by what happened since, S3 has the client look again.
Result<void> check_conflict(const store::Space& space, const Bucket& bucket, const Upload& upload,
                            const WriteConditions& conditions) {
  if (!conditions.any()) return wire::ok();
  PAIL_TRY(Moment moment, Moment::of(space));
  const Head head = moment.head(bucket.id, upload.key);
  PAIL_TRY(judge(conditions, head.object, upload.key));
  PAIL_TRY(const bool changed, changed_since(upload, head));
  if (changed) return outrun(conditions, upload.key);
  return wire::ok();
}

}  // namespace

Result<std::vector<Part>> Model::choose_parts(const Bucket& bucket, const Upload& upload,
                                              const std::vector<ChosenPart>& chosen) const {
  PAIL_TRY(check_order(upload, chosen));
  const std::string token = upload_token(upload.id).value_or("");
  std::vector<Part> parts;
  parts.reserve(chosen.size());
  for (const ChosenPart& choice : chosen) {
    // No row could tell a greater number from a smaller one.
    if (choice.number > part_number_max) return invalid_part(upload, choice.number, choice.etag);
    PAIL_TRY(store::EntryPtr entry, space_->read(part_row(bucket.id, token, choice.number)));
    if (!entry) return invalid_part(upload, choice.number, choice.etag);
    PAIL_TRY(Object object, Object::open(std::move(entry)));
    if (object.etag() != choice.etag) return invalid_part(upload, choice.number, choice.etag);
    parts.push_back({choice.number, std::move(object)});
  }
  PAIL_TRY(check_sizes(parts));
  return parts;
}

// Parts that were not chosen stay out of the swap, and more may come until it. They are erased
// behind it: once the upload's row is gone none can come any more, nobody can ask for those that
// are left, and where the process dies in between, tidy() finds them. That the object stands is
// not their affair, so their errors are nobody's either.
Result<Model::Stored> Model::complete_upload(const Bucket& bucket, const Upload& upload,
                                             const std::vector<Part>& parts,
                                             const ObjectAttributes& attributes,
                                             const WriteConditions& conditions, wire::Time now) {
  const std::string token = upload_token(upload.id).value_or("");
  PAIL_TRY(check_conflict(*space_, bucket, upload, conditions));
  Incoming whole(*space_);
  for (const Part& part : parts) whole.share(part.object);
  PAIL_TRY(const StoredBody body, std::move(whole).close());
  ObjectAttributes traced = attributes;
  traced.upload_id = upload.id;
  const NewVersion version{upload.key, traced,
                           body,       conditions,
                           now,        Ending(*this, *space_, bucket, upload, token, parts)};
  PAIL_TRY(Stored stored, commit(*space_, *random_, bucket, version));
  static_cast<void>(erase_rows(*space_, part_rows(bucket.id, token)));
  return stored;
}

Result<Object> Model::completed_upload(const Bucket& bucket, std::string_view key,
                                       std::string_view id) const {
  auto current = get(bucket, key);
  const bool missing = !current && current.error().code() == Errc::NoSuchKey;
  const bool other = current && (id.empty() || current.value().upload_id() != id);
  if (missing || other) return no_such_upload(id);
  return current;
}

}  // namespace pail::model
