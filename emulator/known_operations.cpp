#include "emulator/known_operations.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace pail::emulator {
namespace {

// operations.csv without what a general purpose bucket cannot meet (CreateSession and the directory
// and lambda calls), without the older of two names for one request, and without the preflight,
// which no address selects.
constexpr KnownOperation operation_rows[] = {
    {"AbortMultipartUpload", "DELETE", Level::object, "uploadId"},
    {"CompleteMultipartUpload", "POST", Level::object, "uploadId"},
    {"CopyObject", "PUT", Level::object, "", "x-amz-copy-source"},
    {"CreateBucket", "PUT", Level::bucket, ""},
    {"CreateBucketMetadataConfiguration", "POST", Level::bucket, "metadataConfiguration"},
    {"CreateBucketMetadataTableConfiguration", "POST", Level::bucket, "metadataTable"},
    {"CreateMultipartUpload", "POST", Level::object, "uploads"},
    {"DeleteBucket", "DELETE", Level::bucket, ""},
    {"DeleteBucketAnalyticsConfiguration", "DELETE", Level::bucket, "analytics"},
    {"DeleteBucketCors", "DELETE", Level::bucket, "cors"},
    {"DeleteBucketEncryption", "DELETE", Level::bucket, "encryption"},
    {"DeleteBucketIntelligentTieringConfiguration", "DELETE", Level::bucket, "intelligent-tiering"},
    {"DeleteBucketInventoryConfiguration", "DELETE", Level::bucket, "inventory"},
    {"DeleteBucketLifecycle", "DELETE", Level::bucket, "lifecycle"},
    {"DeleteBucketMetadataConfiguration", "DELETE", Level::bucket, "metadataConfiguration"},
    {"DeleteBucketMetadataTableConfiguration", "DELETE", Level::bucket, "metadataTable"},
    {"DeleteBucketMetricsConfiguration", "DELETE", Level::bucket, "metrics"},
    {"DeleteBucketOwnershipControls", "DELETE", Level::bucket, "ownershipControls"},
    {"DeleteBucketPolicy", "DELETE", Level::bucket, "policy"},
    {"DeleteBucketReplication", "DELETE", Level::bucket, "replication"},
    {"DeleteBucketTagging", "DELETE", Level::bucket, "tagging"},
    {"DeleteBucketWebsite", "DELETE", Level::bucket, "website"},
    {"DeleteObject", "DELETE", Level::object, ""},
    {"DeleteObjectTagging", "DELETE", Level::object, "tagging"},
    {"DeleteObjects", "POST", Level::bucket, "delete"},
    {"DeletePublicAccessBlock", "DELETE", Level::bucket, "publicAccessBlock"},
    {"GetBucketAbac", "GET", Level::bucket, "abac"},
    {"GetBucketAccelerateConfiguration", "GET", Level::bucket, "accelerate"},
    {"GetBucketAcl", "GET", Level::bucket, "acl"},
    {"GetBucketAnalyticsConfiguration", "GET", Level::bucket, "analytics", "id"},
    {"GetBucketCors", "GET", Level::bucket, "cors"},
    {"GetBucketEncryption", "GET", Level::bucket, "encryption"},
    {"GetBucketIntelligentTieringConfiguration", "GET", Level::bucket, "intelligent-tiering", "id"},
    {"GetBucketInventoryConfiguration", "GET", Level::bucket, "inventory", "id"},
    {"GetBucketLifecycleConfiguration", "GET", Level::bucket, "lifecycle"},
    {"GetBucketLocation", "GET", Level::bucket, "location"},
    {"GetBucketLogging", "GET", Level::bucket, "logging"},
    {"GetBucketMetadataConfiguration", "GET", Level::bucket, "metadataConfiguration"},
    {"GetBucketMetadataTableConfiguration", "GET", Level::bucket, "metadataTable"},
    {"GetBucketMetricsConfiguration", "GET", Level::bucket, "metrics", "id"},
    {"GetBucketNotificationConfiguration", "GET", Level::bucket, "notification"},
    {"GetBucketOwnershipControls", "GET", Level::bucket, "ownershipControls"},
    {"GetBucketPolicy", "GET", Level::bucket, "policy"},
    {"GetBucketPolicyStatus", "GET", Level::bucket, "policyStatus"},
    {"GetBucketReplication", "GET", Level::bucket, "replication"},
    {"GetBucketRequestPayment", "GET", Level::bucket, "requestPayment"},
    {"GetBucketTagging", "GET", Level::bucket, "tagging"},
    {"GetBucketVersioning", "GET", Level::bucket, "versioning"},
    {"GetBucketWebsite", "GET", Level::bucket, "website"},
    {"GetObject", "GET", Level::object, ""},
    {"GetObjectAcl", "GET", Level::object, "acl"},
    {"GetObjectAttributes", "GET", Level::object, "attributes"},
    {"GetObjectLegalHold", "GET", Level::object, "legal-hold"},
    {"GetObjectLockConfiguration", "GET", Level::bucket, "object-lock"},
    {"GetObjectRetention", "GET", Level::object, "retention"},
    {"GetObjectTagging", "GET", Level::object, "tagging"},
    {"GetObjectTorrent", "GET", Level::object, "torrent"},
    {"GetPublicAccessBlock", "GET", Level::bucket, "publicAccessBlock"},
    {"HeadBucket", "HEAD", Level::bucket, ""},
    {"HeadObject", "HEAD", Level::object, ""},
    {"ListBucketAnalyticsConfigurations", "GET", Level::bucket, "analytics"},
    {"ListBucketIntelligentTieringConfigurations", "GET", Level::bucket, "intelligent-tiering"},
    {"ListBucketInventoryConfigurations", "GET", Level::bucket, "inventory"},
    {"ListBucketMetricsConfigurations", "GET", Level::bucket, "metrics"},
    {"ListBuckets", "GET", Level::service, ""},
    {"ListMultipartUploads", "GET", Level::bucket, "uploads"},
    {"ListObjectVersions", "GET", Level::bucket, "versions"},
    {"ListObjects", "GET", Level::bucket, ""},
    {"ListObjectsV2", "GET", Level::bucket, "list-type=2"},
    {"ListParts", "GET", Level::object, "uploadId"},
    {"PostObject", "POST", Level::bucket, ""},
    {"PutBucketAbac", "PUT", Level::bucket, "abac"},
    {"PutBucketAccelerateConfiguration", "PUT", Level::bucket, "accelerate"},
    {"PutBucketAcl", "PUT", Level::bucket, "acl"},
    {"PutBucketAnalyticsConfiguration", "PUT", Level::bucket, "analytics"},
    {"PutBucketCors", "PUT", Level::bucket, "cors"},
    {"PutBucketEncryption", "PUT", Level::bucket, "encryption"},
    {"PutBucketIntelligentTieringConfiguration", "PUT", Level::bucket, "intelligent-tiering"},
    {"PutBucketInventoryConfiguration", "PUT", Level::bucket, "inventory"},
    {"PutBucketLifecycleConfiguration", "PUT", Level::bucket, "lifecycle"},
    {"PutBucketLogging", "PUT", Level::bucket, "logging"},
    {"PutBucketMetricsConfiguration", "PUT", Level::bucket, "metrics"},
    {"PutBucketNotificationConfiguration", "PUT", Level::bucket, "notification"},
    {"PutBucketOwnershipControls", "PUT", Level::bucket, "ownershipControls"},
    {"PutBucketPolicy", "PUT", Level::bucket, "policy"},
    {"PutBucketReplication", "PUT", Level::bucket, "replication"},
    {"PutBucketRequestPayment", "PUT", Level::bucket, "requestPayment"},
    {"PutBucketTagging", "PUT", Level::bucket, "tagging"},
    {"PutBucketVersioning", "PUT", Level::bucket, "versioning"},
    {"PutBucketWebsite", "PUT", Level::bucket, "website"},
    {"PutObject", "PUT", Level::object, ""},
    {"PutObjectAcl", "PUT", Level::object, "acl"},
    {"PutObjectLegalHold", "PUT", Level::object, "legal-hold"},
    {"PutObjectLockConfiguration", "PUT", Level::bucket, "object-lock"},
    {"PutObjectRetention", "PUT", Level::object, "retention"},
    {"PutObjectTagging", "PUT", Level::object, "tagging"},
    {"PutPublicAccessBlock", "PUT", Level::bucket, "publicAccessBlock"},
    {"RenameObject", "PUT", Level::object, "renameObject"},
    {"RestoreObject", "POST", Level::object, "restore"},
    {"SelectObjectContent", "POST", Level::object, "select"},
    {"UpdateBucketMetadataInventoryTableConfiguration", "PUT", Level::bucket,
     "metadataInventoryTable"},
    {"UpdateBucketMetadataJournalTableConfiguration", "PUT", Level::bucket, "metadataJournalTable"},
    {"UpdateObjectEncryption", "PUT", Level::object, "encryption"},
    {"UploadPart", "PUT", Level::object, "partNumber"},
    {"UploadPartCopy", "PUT", Level::object, "partNumber", "x-amz-copy-source"},
};

// Types that errors.md does not give (the metadata ones, renameObject) are spelled like the rest.
constexpr Selector selector_rows[] = {
    {"abac", "BUCKET_ABAC", ""},
    {"accelerate", "ACCELERATE", ""},
    {"acl", "ACL", "ACL"},
    {"analytics", "ANALYTICS", ""},
    {"attributes", "", "OBJECT_ATTRIBUTES"},
    {"cors", "CORS", ""},
    {"delete", "MULTI_OBJECT_DELETE", "MULTI_OBJECT_DELETE"},
    {"encryption", "ENCRYPTION", "OBJECT_ENCRYPTION"},
    {"intelligent-tiering", "INTELLIGENT_TIERING", ""},
    {"inventory", "INVENTORY", ""},
    {"legal-hold", "", "OBJECT_LOCK_LEGALHOLD"},
    {"lifecycle", "LIFECYCLE", ""},
    {"location", "LOCATION", ""},
    {"logging", "LOGGING_STATUS", ""},
    {"metadataConfiguration", "METADATA_CONFIGURATION", ""},
    {"metadataInventoryTable", "METADATA_INVENTORY_TABLE", ""},
    {"metadataJournalTable", "METADATA_JOURNAL_TABLE", ""},
    {"metadataTable", "METADATA_TABLE", ""},
    {"metrics", "METRICS", ""},
    {"notification", "NOTIFICATION", ""},
    {"object-lock", "OBJECT_LOCK_CONFIGURATION", ""},
    {"ownershipControls", "OWNERSHIP_CONTROLS", ""},
    {"partNumber", "", "PART"},
    {"policy", "BUCKETPOLICY", ""},
    {"policyStatus", "POLICY_STATUS", ""},
    {"publicAccessBlock", "PUBLIC_ACCESS_BLOCK", ""},
    {"renameObject", "", "RENAME_OBJECT"},
    {"replication", "REPLICATION", ""},
    {"requestPayment", "REQUEST_PAYMENT", ""},
    {"restore", "", "RESTORE"},
    {"retention", "", "OBJECT_LOCK_RETENTION"},
    {"select", "", "SELECT"},
    {"tagging", "TAGGING", "OBJECT_TAGGING"},
    {"torrent", "", "TORRENT"},
    {"uploadId", "", "UPLOAD"},
    {"uploads", "UPLOADS", "UPLOADS"},
    {"versioning", "VERSIONING", ""},
    {"versions", "BUCKETVERSIONS", ""},
    {"website", "WEBSITE", ""},
};
static_assert(std::is_sorted(std::begin(selector_rows), std::end(selector_rows),
                             [](const Selector& a, const Selector& b) { return a.name < b.name; }));

}  // namespace

std::span<const KnownOperation> known_operations() noexcept {
  return operation_rows;
}

std::span<const Selector> selectors() noexcept {
  return selector_rows;
}

const Selector* find_selector(std::string_view name) noexcept {
  const auto* const found =
      std::lower_bound(std::begin(selector_rows), std::end(selector_rows), name,
                       [](const Selector& row, std::string_view text) { return row.name < text; });
  return found != std::end(selector_rows) && found->name == name ? found : nullptr;
}

std::string allowed_methods(Level level, std::string_view selector) {
  std::set<std::string_view> methods;
  for (const KnownOperation& row : operation_rows) {
    if (row.level == level && row.selector == selector) methods.insert(row.method);
  }
  std::string list;
  for (const std::string_view method : methods) {
    if (!list.empty()) list += ", ";
    list += method;
  }
  return list;
}

}  // namespace pail::emulator
