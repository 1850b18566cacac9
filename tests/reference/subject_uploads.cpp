#include "tests/reference/subject.hpp"

namespace pail::testing {

wire::Result<model::Upload> Subject::upload_of(const UploadName& name) {
  PAIL_TRY(const auto bucket, model().bucket(name.bucket));
  return model().upload(bucket, name.key, ground_->uploads.id_of(name.id));
}

std::string Subject::begin_upload(const At& at, const TextPairs& tags, wire::Time now) {
  const auto bucket = model().bucket(at.bucket);
  if (!bucket) return text_of_error(bucket.error());
  model::ObjectAttributes attributes;
  attributes.tags = tags;
  const auto upload = model().create_upload(bucket.value(), at.key, attributes, now);
  return upload ? ground_->uploads.name_of(upload.value().id) : text_of_error(upload.error());
}

wire::Result<std::string> Subject::try_put_part(const UploadName& name, unsigned number,
                                                const Body& body, wire::Time now) {
  PAIL_TRY(const auto bucket, model().bucket(name.bucket));
  PAIL_TRY(const auto upload, upload_of(name));
  model::ObjectAttributes attributes;
  attributes.etag = body.etag;
  PAIL_TRY(const auto part,
           model().put_part(bucket, upload, number, attributes, incoming(*body.bytes), now));
  return std::string(part.etag());
}

std::string Subject::put_part(const UploadName& upload, unsigned number, const Body& body,
                              wire::Time now) {
  return text_of_result(try_put_part(upload, number, body, now));
}

// As CompleteMultipartUpload does it.
wire::Result<std::string> Subject::try_complete(const UploadName& name,
                                                const std::vector<Choice>& chosen, const Wish& wish,
                                                wire::Time now) {
  PAIL_TRY(const auto bucket, model().bucket(name.bucket));
  PAIL_TRY(const auto upload, upload_of(name));
  std::vector<model::ChosenPart> wanted;
  for (const Choice& choice : chosen) wanted.push_back({choice.number, choice.etag});
  PAIL_TRY(const auto parts, model().choose_parts(bucket, upload, wanted));
  model::ObjectAttributes attributes = upload.object.attributes();
  attributes.etag = multipart_etag(chosen);
  for (const model::Part& part : parts) {
    attributes.parts.push_back({part.number, part.object.size(), ""});
  }
  PAIL_TRY(const auto stored,
           model().complete_upload(bucket, upload, parts, attributes,
                                   {.must_be_absent = wish.absent, .if_match = wish.etag}, now));
  return text_of(seen(name.key, stored.object));
}

std::string Subject::complete(const UploadName& upload, const std::vector<Choice>& chosen,
                              const Wish& wish, wire::Time now) {
  return text_of_result(try_complete(upload, chosen, wish, now));
}

std::string Subject::abort(const UploadName& name) {
  const auto bucket = model().bucket(name.bucket);
  if (!bucket) return text_of_error(bucket.error());
  const auto aborted =
      model().abort_upload(bucket.value(), name.key, ground_->uploads.id_of(name.id));
  return aborted ? "aborted" : text_of_error(aborted.error());
}

}  // namespace pail::testing
