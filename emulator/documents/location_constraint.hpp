// Where a new bucket shall live: CreateBucket's document and the rules of its LocationConstraint.
// Pure. Spec: shared/spec/semantics.md §25.
#pragma once

#include <string>
#include <string_view>

#include "emulator/documents/tag_set.hpp"
#include "emulator/operation.hpp"

namespace pail::emulator::documents {

// A <CreateBucketConfiguration>.
struct NewBucketDocument {
  std::string location_constraint;  // "" for none
  model::Pairs tags;
};
// All empty when there is no document. MalformedXML, InvalidTag; NotImplemented for the elements of
// directory buckets.
Result<NewBucketDocument> parse_new_bucket(std::string_view document);
// The location to record for a bucket made at the endpoint of `region` ("EU" stays that name of
// eu-west-1). InvalidLocationConstraint, IllegalLocationConstraintException.
Result<std::string> location_for(std::string_view constraint, std::string_view region);
// The region a recorded location lies in.
std::string_view region_of_location(std::string_view location) noexcept;

}  // namespace pail::emulator::documents
