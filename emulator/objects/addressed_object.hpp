// The object or version that a request names by its key and ?versionId=, as every operation on one
// finds it. Pure but for the model. Spec: shared/spec/semantics.md §13, errors.md §4 and §11.
#pragma once

#include "emulator/operation.hpp"

namespace pail::emulator::objects {

// No id, "null", or one that S3 could have given out; InvalidArgument otherwise. For the copy
// source too, whose id stands elsewhere.
Result<void> check_version_id(std::optional<std::string_view> version_id);
// Of the request; as above.
Result<void> check_version_id(const Call& call);

// check_version_id(); NoSuchKey, with the headers of a delete marker where one is current;
// NoSuchVersion; both are AccessDenied for callers that may not list the bucket. MethodNotAllowed
// (Method, ResourceType, and headers) for a delete marker named by its id.
Result<model::Object> find_addressed(const Call& call);

// Changes tags or ACL of what is addressed. `how` is what is told of it. Errors as
// find_addressed(), but MethodNotAllowed also where a delete marker is current.
Result<model::Object> revise_addressed(const Call& call, const model::Model::Revision& revision,
                                       Happened how);

// x-amz-version-id, unless the bucket was never versioned.
void write_version_id(wire::FieldBlock& fields, const model::Bucket& bucket,
                      std::string_view version_id);

}  // namespace pail::emulator::objects
