// PutBucketCors. Spec: shared/spec/semantics.md §21.
#include "emulator/documents/configuration.hpp"
#include "emulator/documents/cors.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const auto rules, documents::parse_cors(document));
  PAIL_TRY(documents::check_digests(call, digests));
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::cors,
                                documents::cors_document(rules)));
  return empty_reply(200);
}

Result<Begin> begin(Call& call) {
  return documents::collect_configuration(call, documents::cors_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_bucket_cors;
const Operation put_bucket_cors{.name = "PutBucketCors",
                                .method = "PUT",
                                .level = Level::bucket,
                                .selector = "cors",
                                .action = "s3:PutBucketCORS",
                                .begin = begin};

}  // namespace pail::emulator::ops
