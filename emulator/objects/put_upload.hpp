// Storing one object from a body that streams, as PutObject and PostObject do it: what the headers
// say is judged before the first byte, what the body must prove at its end, and nothing is visible
// before commit(). Spec: shared/spec/semantics.md §3, errors.md §9 steps 10 and 11.
#pragma once

#include <cstdint>

#include "emulator/body.hpp"
#include "emulator/objects/new_object.hpp"
#include "emulator/operation.hpp"

namespace pail::emulator::objects {

class PutUpload {
 public:
  // Reads call.headers; the call must outlive what comes back. Errors: what the headers ask for and
  // Pail has not, what is wrong in them, and conditions that do not hold now.
  static Result<PutUpload> open(Call& call, TagForm tags = TagForm::header);

  Result<void> write(net::Bytes piece);
  std::uint64_t size() const noexcept { return body_.size(); }
  // The body is complete. `how` is what is told of it. XAmzContentSHA256Mismatch, BadDigest, and
  // Model::put()'s errors.
  Result<model::Model::Stored> commit(Happened how);

 private:
  PutUpload(Call& call, model::ObjectAttributes attributes, model::WriteConditions conditions,
            BodyPromise promise);

  Call* call_;
  model::ObjectAttributes attributes_;
  model::WriteConditions conditions_;
  BodyDigests digests_;
  model::Incoming body_;
};

// Tells that an object was stored; its turn must be held.
void tell_stored(const Call& call, Happened how, const model::Model::Stored& stored);
// x-amz-version-id of a version just stored, where its bucket ever was versioned.
void write_version(wire::FieldBlock& fields, const model::Model::Stored& stored);
// What an answer says of an object just stored: ETag, version, encryption, checksum.
void write_stored(wire::FieldBlock& fields, const model::Model::Stored& stored);

}  // namespace pail::emulator::objects
