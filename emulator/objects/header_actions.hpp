// Which headers need a permission beside the operation's own: rows for Operation::header_actions.
// Spec: shared/spec/operations.csv (iam_actions).
#pragma once

#include <array>

#include "emulator/operation.hpp"

namespace pail::emulator::objects {

// Of everything that stores an object.
inline constexpr std::array<HeaderAction, 10> object_header_actions = {{
    {"x-amz-acl", "s3:PutObjectAcl"},
    {"x-amz-grant-full-control", "s3:PutObjectAcl"},
    {"x-amz-grant-read", "s3:PutObjectAcl"},
    {"x-amz-grant-read-acp", "s3:PutObjectAcl"},
    {"x-amz-grant-write", "s3:PutObjectAcl"},
    {"x-amz-grant-write-acp", "s3:PutObjectAcl"},
    {"x-amz-tagging", "s3:PutObjectTagging"},
    {"x-amz-object-lock-mode", "s3:PutObjectRetention"},
    {"x-amz-object-lock-retain-until-date", "s3:PutObjectRetention"},
    {"x-amz-object-lock-legal-hold", "s3:PutObjectLegalHold"},
}};

inline constexpr std::array<HeaderAction, 9> bucket_header_actions = {{
    {"x-amz-acl", "s3:PutBucketAcl"},
    {"x-amz-grant-full-control", "s3:PutBucketAcl"},
    {"x-amz-grant-read", "s3:PutBucketAcl"},
    {"x-amz-grant-read-acp", "s3:PutBucketAcl"},
    {"x-amz-grant-write", "s3:PutBucketAcl"},
    {"x-amz-grant-write-acp", "s3:PutBucketAcl"},
    {"x-amz-object-ownership", "s3:PutBucketOwnershipControls"},
    {"x-amz-bucket-object-lock-enabled", "s3:PutBucketObjectLockConfiguration"},
    {"x-amz-bucket-object-lock-enabled", "s3:PutBucketVersioning"},
}};

}  // namespace pail::emulator::objects
