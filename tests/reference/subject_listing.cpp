#include "tests/reference/subject.hpp"

namespace pail::testing {

wire::Result<std::string> Subject::try_list(const std::string& bucket, const Paging& paging) {
  PAIL_TRY(const auto found, model().bucket(bucket));
  PAIL_TRY(const auto page, model().list(found, {paging.prefix, paging.delimiter, paging.key_marker,
                                                 paging.entries_max}));
  SeenPage shown{{}, page.common_prefixes, page.truncated, page.last, ""};
  for (const model::ListedObject& listed : page.objects) {
    shown.entries.push_back(seen(listed.key, listed.object));
    if (listed.key == page.last) shown.next_id = shown.entries.back().id;
  }
  return text_of(shown);
}

std::string Subject::list(const std::string& bucket, const Paging& paging) {
  return text_of_result(try_list(bucket, paging));
}

wire::Result<std::string> Subject::try_list_versions(const std::string& bucket,
                                                     const Paging& paging) {
  PAIL_TRY(const auto found, model().bucket(bucket));
  model::VersionQuery query{.prefix = paging.prefix,
                            .delimiter = paging.delimiter,
                            .key_marker = paging.key_marker,
                            .versions_max = paging.entries_max};
  if (paging.id_marker) query.version_id_marker = ground_->versions.id_of(*paging.id_marker);
  PAIL_TRY(const auto page, model().list_versions(found, query));
  SeenPage shown{{},
                 page.common_prefixes,
                 page.truncated,
                 page.next_key_marker,
                 ground_->versions.name_of(page.next_version_id_marker)};
  for (const model::ListedVersion& listed : page.versions) {
    shown.entries.push_back(seen(listed.key, listed.version));
    shown.entries.back().latest = listed.is_latest;
  }
  return text_of(shown);
}

std::string Subject::list_versions(const std::string& bucket, const Paging& paging) {
  return text_of_result(try_list_versions(bucket, paging));
}

wire::Result<std::string> Subject::try_list_parts(const UploadName& name, unsigned after,
                                                  std::size_t parts_max) {
  PAIL_TRY(const auto bucket, model().bucket(name.bucket));
  PAIL_TRY(const auto upload, upload_of(name));
  PAIL_TRY(const auto page, model().list_parts(bucket, upload, after, parts_max));
  SeenPage shown;
  shown.truncated = page.truncated;
  for (const model::Part& part : page.parts) {
    shown.entries.push_back({.id = std::to_string(part.number),
                             .etag = std::string(part.object.etag()),
                             .size = part.object.size(),
                             .time = part.object.last_modified()});
  }
  return text_of(shown);
}

std::string Subject::list_parts(const UploadName& upload, unsigned after, std::size_t parts_max) {
  return text_of_result(try_list_parts(upload, after, parts_max));
}

wire::Result<std::string> Subject::try_list_uploads(const std::string& bucket,
                                                    const Paging& paging) {
  PAIL_TRY(const auto found, model().bucket(bucket));
  model::UploadQuery query{paging.prefix, paging.delimiter, paging.key_marker, "",
                           paging.entries_max};
  if (paging.id_marker) query.upload_id_marker = ground_->uploads.id_of(*paging.id_marker);
  PAIL_TRY(const auto page, model().list_uploads(found, query));
  SeenPage shown{{},
                 page.common_prefixes,
                 page.truncated,
                 page.next_key_marker,
                 ground_->uploads.name_of(page.next_upload_id_marker)};
  for (const model::Upload& upload : page.uploads) {
    shown.entries.push_back({.key = upload.key,
                             .id = ground_->uploads.name_of(upload.id),
                             .time = upload.object.last_modified(),
                             .tags = seen(upload.key, upload.object).tags});
  }
  return text_of(shown);
}

std::string Subject::list_uploads(const std::string& bucket, const Paging& paging) {
  return text_of_result(try_list_uploads(bucket, paging));
}

}  // namespace pail::testing
