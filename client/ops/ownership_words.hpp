// ObjectOwnership as the header of CreateBucket and the document of its own write it.
#pragma once

#include "client/ops/buckets.hpp"
#include "client/ops/reading.hpp"

namespace pail::client::ops {

inline constexpr Words<ObjectOwnership, 3> ownership_words{
    {{"BucketOwnerEnforced", ObjectOwnership::bucket_owner_enforced},
     {"BucketOwnerPreferred", ObjectOwnership::bucket_owner_preferred},
     {"ObjectWriter", ObjectOwnership::object_writer}}};

}  // namespace pail::client::ops
