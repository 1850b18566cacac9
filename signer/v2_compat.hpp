// What boto3 signs under Signature Version 2 where S3 signs something else. Spec:
// shared/spec/sigv2.md §12; the rest was measured with boto3 1.26, but for what later releases do,
// which is from memory.
//
//  - A bare bucket, requested as /bucket, is signed as /bucket/ in path style (all releases), with
//    the sub-resource behind the slash in later ones. In virtual-host style earlier ones sign a
//    bucket's sub-resource without the slash that S3 puts there.
//  - Earlier releases sign the query of the operation's template as part of the path, whatever it
//    is, and the sub-resource again: ListObjectsV2 is /bucket?list-type=2, GetBucketAcl is
//    /bucket?acl?acl.
//  - boto3's list of sub-resources is shorter than S3's: ?encryption and others are left out.
//
// Whoever lets these through accepts a signature for /bucket on /bucket?encryption too. Pure.
#pragma once

#include <string>
#include <vector>

#include "signer/message.hpp"

namespace pail::signer::v2 {

// The resources boto3 may have signed for `message`, S3's own left out; eight at most.
std::vector<std::string> resources_of_boto(const Message& message);

}  // namespace pail::signer::v2
