// PutObject. What can be refused from the head is refused before the body is read; what the body
// must prove is judged at its end, before anything is visible. Spec: shared/spec/semantics.md §3,
// errors.md §9 steps 10 and 11.
#include "emulator/body.hpp"
#include "emulator/objects/header_actions.hpp"
#include "emulator/objects/lifecycle_headers.hpp"
#include "emulator/objects/put_upload.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;

class ObjectBody final : public net::Upload {
 public:
  ObjectBody(Call& call, objects::PutUpload put) : call_(call), put_(std::move(put)) {}

  Result<void> write(net::Bytes piece) override { return put_.write(piece); }

  Result<Reply> finish() override {
    if (put_.size() != call_.body_length) return Errc::IncompleteBody;
    PAIL_TRY(const auto stored, put_.commit(Happened::put));
    Reply reply = empty_reply(200);
    objects::write_stored(reply.fields, stored);
    objects::write_expiration(reply.fields, *call_.bucket, call_.address.key, stored.object);
    return reply;
  }

 private:
  Call& call_;
  objects::PutUpload put_;
};

Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::PutUpload put, objects::PutUpload::open(call));
  PAIL_TRY(check_upload_length(call));
  return Begin(std::make_unique<ObjectBody>(call, std::move(put)));
}

}  // namespace

extern const Operation put_object;
const Operation put_object{.name = "PutObject",
                           .method = "PUT",
                           .level = Level::object,
                           .action = "s3:PutObject",
                           .header_actions = objects::object_header_actions,
                           .stores_body = true,
                           .begin = begin};

}  // namespace pail::emulator::ops
