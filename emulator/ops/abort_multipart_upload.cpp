// AbortMultipartUpload: the upload and its parts go. Spec: shared/spec/semantics.md §9.
#include "emulator/objects/refused_headers.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  // For directory buckets, as the conditions of DeleteObject on size and time.
  PAIL_TRY(objects::refuse_headers(call.headers, {"x-amz-if-match-initiated-time"}));
  const std::string_view id = call.query.value("uploadId").value_or(std::string_view{});
  PAIL_TRY(call.model.abort_upload(*call.bucket, call.address.key, id));
  return Begin(empty_reply(204));
}

}  // namespace

extern const Operation abort_multipart_upload;
const Operation abort_multipart_upload{.name = "AbortMultipartUpload",
                                       .method = "DELETE",
                                       .level = Level::object,
                                       .selector = "uploadId",
                                       .action = "s3:AbortMultipartUpload",
                                       .begin = begin};

}  // namespace pail::emulator::ops
