// PutPublicAccessBlock. Spec: shared/spec/semantics.md §17.
#include "emulator/documents/configuration.hpp"
#include "emulator/documents/public_access.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const documents::PublicAccessBlock block,
           documents::parse_public_access_block(document));
  PAIL_TRY(documents::check_digests(call, digests));
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::public_access_block,
                                documents::stored_form(block)));
  return empty_reply(200);
}

Result<Begin> begin(Call& call) {
  return documents::collect_configuration(call, wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_public_access_block;
const Operation put_public_access_block{.name = "PutPublicAccessBlock",
                                        .method = "PUT",
                                        .level = Level::bucket,
                                        .selector = "publicAccessBlock",
                                        .action = "s3:PutBucketPublicAccessBlock",
                                        .begin = begin};

}  // namespace pail::emulator::ops
