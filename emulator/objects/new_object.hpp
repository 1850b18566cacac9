// What the headers of a request that makes an object say about it: PutObject, PostObject,
// CopyObject and CreateMultipartUpload read the same ones by the same rules. Pure. Spec:
// shared/spec/semantics.md §3, §15-17, §23.
#pragma once

#include "emulator/operation.hpp"

namespace pail::emulator::objects {

// How x-amz-tagging is written: a form's field of that meaning holds a document.
enum class TagForm : bool { header, document };

// Metadata, storage class, redirect, tags, ACL and owner; no ETag and no checksum. Errors: what the
// headers ask for and Pail has not, and what is wrong in them.
Result<model::ObjectAttributes> read_new_object(const Call& call, TagForm tags = TagForm::header);

}  // namespace pail::emulator::objects
