// Across: what the server copies by itself, in one request or in parts.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/ops/tagging.hpp"
#include "client/transfer/crew.hpp"
#include "client/transfer/multipart.hpp"
#include "client/transfer/object_ranges.hpp"
#include "client/transfer/reporter.hpp"
#include "wire/text.hpp"

namespace pail::client::transfer {
namespace {

// Ours: nothing passes through here, so that parts are as large as a server copies in a few
// seconds.
constexpr std::uint64_t copy_part_bytes = 64 * mebibyte;

// Ours, aws's too: more goes as a document once the copy is there, since S3 takes 8 KiB of headers.
constexpr std::size_t tags_in_header_max = 2048;

struct ContentField {
  std::string_view name;
  std::string ObjectInfo::*value;
};
constexpr std::array<ContentField, 5> content_fields = {{
    {"Cache-Control", &ObjectInfo::cache_control},
    {"Content-Disposition", &ObjectInfo::content_disposition},
    {"Content-Encoding", &ObjectInfo::content_encoding},
    {"Content-Language", &ObjectInfo::content_language},
    {"Expires", &ObjectInfo::expires},
}};

bool has_field(const NewObject& object, std::string_view name) {
  return std::any_of(object.headers.begin(), object.headers.end(),
                     [&](const auto& field) { return wire::iequals(field.name, name); });
}

bool says_what_it_is(const NewObject& object) {
  return !object.content_type.empty() || !object.metadata.empty();
}

bool has_content_field(const NewObject& object) {
  return std::any_of(content_fields.begin(), content_fields.end(),
                     [&](const ContentField& field) { return has_field(object, field.name); });
}

// What one request would have copied by itself; not so storage class and ACL. Fields that the
// caller gives are his.
void take_over(const ObjectInfo& source, NewObject& object) {
  if (says_what_it_is(object)) return;
  object.content_type = source.content_type;
  object.metadata = source.metadata;
  for (const auto& [name, value] : content_fields) {
    if (!(source.*value).empty() && !has_field(object, name)) {
      object.headers.push_back({std::string(name), source.*value});
    }
  }
}

Task<std::vector<wire::NamedText>> tags_of(Client& s3, Place from, const ObjectInfo& source) {
  if (source.tag_count == 0) co_return std::vector<wire::NamedText>();
  co_return co_await s3.call(ops::get_object_tagging(from.bucket, from.key, source.version_id));
}

Task<Uploaded> copy_whole(Client& s3, Place from, std::uint64_t size, Place to,
                          UploadOptions options) {
  const ops::CopySource source(from.bucket, from.key, from.version_id);
  ops::CopyOptions how;
  static_cast<NewObject&>(how) = static_cast<const NewObject&>(options.put);
  how.replace_metadata = says_what_it_is(options.put);
  how.replace_tags = !options.put.tags.empty();
  Reporter reporter(options.watcher, size);
  PAIL_CO_TRY(ops::Copied copied,
              co_await s3.call(ops::copy_object(source, to.bucket, to.key, how)));
  reporter.moved(size);
  reporter.finish();
  Uploaded uploaded;
  uploaded.etag = std::move(copied.etag);
  uploaded.version_id = std::move(copied.version_id);
  uploaded.size = size;
  co_return uploaded;
}

class PartsCopy {
 public:
  PartsCopy(Client& s3, const Place& from, const ObjectInfo& source, Place to,
            UploadOptions options)
      : source_(from.bucket, from.key, source.version_id),
        options_(std::move(options)),
        s3_(s3),
        to_(std::move(to)),
        late_tags_(too_long_for_a_header(options_.put.tags)),
        upload_(s3, to_, options_),
        plan_(PartPlan::of(source.size,
                           options_.part_bytes == 0 ? copy_part_bytes : options_.part_bytes)),
        reporter_(options_.watcher, source.size) {
    source_.if_match = source.etag;
  }

  Task<Uploaded> run();

 private:
  // Those that go as a document; empty: they go with the upload's beginning.
  static std::vector<wire::NamedText> too_long_for_a_header(std::vector<wire::NamedText>& tags) {
    std::size_t bytes = 0;  // each may become three in the header, beside '=' and '&'
    for (const auto& [name, value] : tags) bytes += 3 * (name.size() + value.size()) + 2;
    return bytes <= tags_in_header_max ? std::vector<wire::NamedText>() : std::exchange(tags, {});
  }
  Task<void> copy_parts();
  Task<void> tag(const Uploaded& copied);

  ops::CopySource source_;
  UploadOptions options_;
  Client& s3_;
  Place to_;
  std::vector<wire::NamedText> late_tags_;
  Multipart upload_;
  PartPlan plan_;
  Reporter reporter_;
};

Task<Uploaded> PartsCopy::run() {
  PAIL_CO_TRY(check_part_bytes(options_.part_bytes));
  PAIL_CO_TRY(co_await upload_.begin());
  const unsigned parallel = std::max(1U, options_.parallel);
  const Result<void> sent = co_await all_of(parallel, [this] { return copy_parts(); });
  if (!sent) co_return co_await upload_.give_up(sent.error());
  Result<Uploaded> completed = co_await upload_.complete();
  if (!completed) co_return co_await upload_.give_up(completed.error());
  PAIL_CO_TRY(co_await tag(completed.assume_value()));
  reporter_.finish();
  co_return completed;
}

Task<void> PartsCopy::tag(const Uploaded& copied) {
  if (late_tags_.empty()) co_return wire::ok();
  co_return co_await s3_.call(
      ops::put_object_tagging(to_.bucket, to_.key, late_tags_, copied.version_id));
}

Task<void> PartsCopy::copy_parts() {
  while (const auto part = plan_.next()) {
    PAIL_CO_TRY(co_await upload_.put_copy(*part, source_));
    reporter_.moved(part->bytes);
  }
  co_return wire::ok();
}

}  // namespace

Task<Uploaded> copy(Client& s3, Place from, Place to, UploadOptions options) {
  PAIL_CO_TRY(const ObjectRanges source, co_await ObjectRanges::find(s3, from, {}));
  const ObjectInfo& info = source.info();
  // One request takes such a field only in the place of all the source's.
  if (has_content_field(options.put)) take_over(info, options.put);
  if (info.size <= options.parts_beyond.value_or(wire::limits::put_bytes_max)) {
    co_return co_await copy_whole(s3, std::move(from), info.size, std::move(to),
                                  std::move(options));
  }
  take_over(info, options.put);
  if (options.put.tags.empty()) {
    PAIL_CO_TRY(options.put.tags, co_await tags_of(s3, from, info));
  }
  PartsCopy parts(s3, from, info, std::move(to), std::move(options));
  co_return co_await in_order(parts.run());
}

}  // namespace pail::client::transfer
