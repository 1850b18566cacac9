// Multipart uploads: semantics.md §9.
#include <algorithm>

#include "tests/reference/reference.hpp"

namespace pail::testing {
namespace {

constexpr std::size_t part_bytes_min = 5'242'880;

}  // namespace

const Reference::Upload* Reference::find_upload(const Bucket& bucket, const UploadName& name) {
  for (const Upload& upload : bucket.uploads) {
    if (upload.key == name.key && upload.id == name.id) return &upload;
  }
  return nullptr;
}

Reference::Upload* Reference::find_upload(Bucket& bucket, const UploadName& name) {
  for (Upload& upload : bucket.uploads) {
    if (upload.key == name.key && upload.id == name.id) return &upload;
  }
  return nullptr;
}

std::string Reference::begin_upload(const At& at, const TextPairs& tags, wire::Time now) {
  Bucket* const bucket = find(at.bucket);
  if (!bucket) return "NoSuchBucket";
  Upload upload{.key = at.key,
                .id = "u" + std::to_string(++counters_->uploads),
                .born = ++born_,
                .began_on_object = current(*bucket, at.key) != nullptr,
                .tags = tags,
                .time = now,
                .parts = {}};
  bucket->uploads_given.push_back({.key = at.key, .id = upload.id, .born = upload.born});
  bucket->uploads.push_back(upload);
  return upload.id;
}

std::string Reference::put_part(const UploadName& name, unsigned number, const Body& body,
                                wire::Time now) {
  Bucket* const bucket = find(name.bucket);
  if (!bucket) return "NoSuchBucket";
  Upload* const upload = find_upload(*bucket, name);
  if (!upload) return "NoSuchUpload";
  upload->parts[number] = {body, now};
  return body.etag;
}

// In the order of §9: ascending, all there, none too small.
std::string Reference::refusal(const Upload& upload, const std::vector<Choice>& chosen) {
  for (std::size_t i = 1; i < chosen.size(); ++i) {
    if (chosen[i].number <= chosen[i - 1].number) return "InvalidPartOrder";
  }
  for (const Choice& choice : chosen) {
    const auto part = upload.parts.find(choice.number);
    if (part == upload.parts.end() || part->second.body.etag != choice.etag) {
      return "InvalidPart " + std::to_string(choice.number);
    }
  }
  for (std::size_t i = 0; i + 1 < chosen.size(); ++i) {
    const std::size_t size = upload.parts.at(chosen[i].number).body.bytes->size();
    if (size < part_bytes_min) {
      return "EntityTooSmall " + std::to_string(chosen[i].number) + " " + std::to_string(size);
    }
  }
  return "";
}

// Without versions nothing tells of an object that came and went meanwhile.
bool Reference::changed_since(const Upload& upload, const Bucket& bucket) {
  const auto found = bucket.keys.find(upload.key);
  if (found == bucket.keys.end()) return upload.began_on_object;
  return found->second.front().born > upload.born;
}

Reference::Version Reference::joined(const Upload& upload, const std::vector<Choice>& chosen) {
  Version version{.tags = upload.tags};
  std::string all;
  for (const Choice& choice : chosen) {
    const std::string& bytes = *upload.parts.at(choice.number).body.bytes;
    all += bytes;
    version.parts += std::to_string(choice.number) + ":" + std::to_string(bytes.size()) + ",";
  }
  version.body = {std::make_shared<const std::string>(std::move(all)), multipart_etag(chosen)};
  return version;
}

std::string Reference::complete(const UploadName& name, const std::vector<Choice>& chosen,
                                const Wish& wish, wire::Time now) {
  Bucket* const bucket = find(name.bucket);
  if (!bucket) return "NoSuchBucket";
  const Upload* const upload = find_upload(*bucket, name);
  if (!upload) return "NoSuchUpload";
  if (std::string refused = refusal(*upload, chosen); !refused.empty()) return refused;
  if (std::string refused = refusal(*bucket, name.key, wish); !refused.empty()) return refused;
  // A wish granted by what happened since: §7 has the client look again.
  if ((wish.absent || wish.etag) && changed_since(*upload, *bucket)) {
    return std::string("ConditionalRequestConflict ") + (wish.etag ? "If-Match" : "If-None-Match");
  }
  Version version = joined(*upload, chosen);
  version.time = now;
  std::erase_if(bucket->uploads, [&](const Upload& one) { return one.id == name.id; });
  return text_of(seen(name.key, store(*bucket, name.key, std::move(version))));
}

std::string Reference::abort(const UploadName& name) {
  Bucket* const bucket = find(name.bucket);
  if (!bucket) return "NoSuchBucket";
  if (!find_upload(*bucket, name)) return "NoSuchUpload";
  std::erase_if(bucket->uploads, [&](const Upload& one) { return one.id == name.id; });
  return "aborted";
}

UploadName Reference::upload_there(const std::string& bucket, unsigned back) const {
  const Bucket* const found = find(bucket);
  if (!found || back >= found->uploads.size()) return {bucket, "a", "u0"};
  const Upload& upload = found->uploads[found->uploads.size() - 1 - back];
  return {bucket, upload.key, upload.id};
}

UploadName Reference::upload_given(const std::string& bucket, unsigned back) const {
  const Bucket* const found = find(bucket);
  if (!found || back >= found->uploads_given.size()) return {bucket, "a", "u0"};
  const Given& given = found->uploads_given[found->uploads_given.size() - 1 - back];
  return {bucket, given.key, given.id};
}

std::vector<Choice> Reference::parts_of(const UploadName& name) const {
  std::vector<Choice> parts;
  const Bucket* const bucket = find(name.bucket);
  const Upload* const upload = bucket ? find_upload(*bucket, name) : nullptr;
  if (!upload) return parts;
  for (const auto& [number, part] : upload->parts) parts.push_back({number, part.body.etag});
  return parts;
}

}  // namespace pail::testing
