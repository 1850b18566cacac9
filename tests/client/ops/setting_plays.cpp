#include "client/ops/acl.hpp"
#include "client/ops/bucket_settings.hpp"
#include "client/ops/cors.hpp"
#include "client/ops/lifecycle.hpp"
#include "client/ops/notification.hpp"
#include "client/ops/tagging.hpp"
#include "tests/client/ops/scene.hpp"

namespace pail::client {
namespace {

using ops::Tags;

bool operator==(const Tags& a, const Tags& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
    return one.name == other.name && one.value == other.value;
  });
}

const Tags tags = {{"colour", "blue + green=teal"}, {"empty", ""}};

void versioning(Scene& scene) {
  EXPECT_EQ(scene.call(ops::get_bucket_versioning("photos")), ops::Versioning::unversioned);
  for (const auto state : {ops::Versioning::enabled, ops::Versioning::suspended}) {
    scene.call(ops::put_bucket_versioning("photos", state));
    EXPECT_EQ(scene.call(ops::get_bucket_versioning("photos")), state);
  }
}

void bucket_tagging(Scene& scene) {
  EXPECT_EQ(scene.refusal(ops::get_bucket_tagging("photos")), "NoSuchTagSet");
  scene.call(ops::put_bucket_tagging("photos", tags));
  EXPECT_TRUE(scene.call(ops::get_bucket_tagging("photos")) == tags);
  scene.call(ops::delete_bucket_tagging("photos"));
  EXPECT_EQ(scene.refusal(ops::get_bucket_tagging("photos")), "NoSuchTagSet");
}

void object_tagging(Scene& scene) {
  scene.call(ops::put_bucket_versioning("photos", ops::Versioning::enabled));
  const std::string first = scene.put("cat", "1").version_id;
  scene.put("cat", "2");
  scene.call(ops::put_object_tagging("photos", "cat", tags, first));
  EXPECT_TRUE(scene.call(ops::get_object_tagging("photos", "cat", first)) == tags);
  EXPECT_TRUE(scene.call(ops::get_object_tagging("photos", "cat")).empty());
  scene.call(ops::delete_object_tagging("photos", "cat", first));
  EXPECT_TRUE(scene.call(ops::get_object_tagging("photos", "cat", first)).empty());
}

void ownership_controls(Scene& scene) {
  using enum ops::ObjectOwnership;
  for (const auto ownership : {bucket_owner_preferred, object_writer, bucket_owner_enforced}) {
    scene.call(ops::put_bucket_ownership_controls("photos", ownership));
    EXPECT_EQ(scene.call(ops::get_bucket_ownership_controls("photos")), ownership);
  }
  scene.call(ops::delete_bucket_ownership_controls("photos"));
  EXPECT_EQ(scene.refusal(ops::get_bucket_ownership_controls("photos")),
            "OwnershipControlsNotFoundError");
}

void public_access_block(Scene& scene) {
  ops::PublicAccessBlock block;
  block.ignore_public_acls = false;
  scene.call(ops::put_public_access_block("photos", block));
  const auto got = scene.call(ops::get_public_access_block("photos"));
  EXPECT_TRUE(got.block_public_acls && got.block_public_policy && got.restrict_public_buckets);
  EXPECT_FALSE(got.ignore_public_acls);
  scene.call(ops::delete_public_access_block("photos"));
  EXPECT_EQ(scene.refusal(ops::get_public_access_block("photos")),
            "NoSuchPublicAccessBlockConfiguration");
}

void allow_acls(Scene& scene) {
  scene.call(ops::delete_public_access_block("photos"));
  scene.call(ops::put_bucket_ownership_controls("photos", ops::ObjectOwnership::object_writer));
}

const ops::Grant everybody_reads{{ops::GranteeKind::group, std::string(ops::all_users)},
                                 ops::Permission::read};

void bucket_acl(Scene& scene) {
  EXPECT_EQ(scene.refusal(ops::put_bucket_acl("photos", CannedAcl::public_read)),
            "AccessControlListNotSupported");
  allow_acls(scene);
  ops::Acl acl = scene.call(ops::get_bucket_acl("photos"));
  ASSERT_EQ(acl.grants.size(), 1U);
  const ops::Grant own{{ops::GranteeKind::user, acl.owner}, ops::Permission::full_control};
  EXPECT_EQ(acl.grants[0], own);
  acl.grants.push_back(everybody_reads);
  scene.call(ops::put_bucket_acl("photos", acl));
  EXPECT_EQ(scene.call(ops::get_bucket_acl("photos")).grants, acl.grants);
  scene.call(ops::put_bucket_acl("photos", CannedAcl::private_));
  EXPECT_EQ(scene.call(ops::get_bucket_acl("photos")).grants, std::vector{own});
}

void object_acl(Scene& scene) {
  allow_acls(scene);
  scene.put("cat", "1");
  scene.call(ops::put_object_acl("photos", "cat", CannedAcl::public_read));
  ops::Acl acl = scene.call(ops::get_object_acl("photos", "cat"));
  ASSERT_EQ(acl.grants.size(), 2U);
  EXPECT_EQ(acl.grants[1], everybody_reads);
  acl.grants.pop_back();
  scene.call(ops::put_object_acl("photos", "cat", acl));
  EXPECT_EQ(scene.call(ops::get_object_acl("photos", "cat")).grants, acl.grants);
}

void cors(Scene& scene) {
  EXPECT_EQ(scene.refusal(ops::get_bucket_cors("photos")), "NoSuchCORSConfiguration");
  const ops::CorsRule uploads{
      "uploads", {"https://*.example.com"}, {"PUT", "POST"}, {"*"}, {"ETag"}, 600};
  const ops::CorsRule reads{{}, {"*"}, {"GET"}, {}, {}, {}};
  scene.call(ops::put_bucket_cors("photos", {uploads, reads}));
  const ops::CorsRules rules = scene.call(ops::get_bucket_cors("photos"));
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].id, "uploads");
  EXPECT_EQ(rules[0].allowed_origins, uploads.allowed_origins);
  EXPECT_EQ(rules[0].allowed_methods, uploads.allowed_methods);
  EXPECT_EQ(rules[0].allowed_headers, uploads.allowed_headers);
  EXPECT_EQ(rules[0].expose_headers, uploads.expose_headers);
  EXPECT_EQ(rules[0].max_age_s, 600U);
  EXPECT_EQ(rules[1].max_age_s, std::nullopt);
  scene.call(ops::delete_bucket_cors("photos"));
  EXPECT_EQ(scene.refusal(ops::get_bucket_cors("photos")), "NoSuchCORSConfiguration");
}

ops::Lifecycle lifecycle_rules() {
  ops::LifecycleRule tmp{.id = "tmp"};
  tmp.filter = {.prefix = "tmp/", .tags = {{"keep", "no"}}, .size_greater_than = 1024};
  tmp.expiration = ops::Expiration{.days = 7};
  ops::LifecycleRule old{.id = "old", .enabled = false};
  old.transitions = {{.days = 30, .storage_class = "STANDARD_IA"},
                     {.days = 90, .storage_class = "GLACIER"}};
  old.noncurrent_expiration = ops::NoncurrentExpiration{365, 3};
  old.noncurrent_transitions = {{30, std::nullopt, "GLACIER"}};
  old.abort_uploads_after_days = 2;
  return {{tmp, old}, ops::TransitionMinimum::varies_by_storage_class};
}

void lifecycle(Scene& scene) {
  scene.call(ops::put_bucket_lifecycle_configuration("photos", lifecycle_rules()));
  const ops::Lifecycle got = scene.call(ops::get_bucket_lifecycle_configuration("photos"));
  EXPECT_EQ(got.transition_minimum, ops::TransitionMinimum::varies_by_storage_class);
  ASSERT_EQ(got.rules.size(), 2U);
  const ops::LifecycleRule& tmp = got.rules[0];
  EXPECT_TRUE(tmp.enabled);
  EXPECT_EQ(tmp.filter.prefix, "tmp/");
  EXPECT_TRUE(tmp.filter.tags == (Tags{{"keep", "no"}}));
  EXPECT_EQ(tmp.filter.size_greater_than, 1024U);
  EXPECT_EQ(tmp.expiration.value().days, 7U);
  const ops::LifecycleRule& old = got.rules[1];
  EXPECT_FALSE(old.enabled);
  EXPECT_EQ(old.filter.prefix, std::nullopt);
  ASSERT_EQ(old.transitions.size(), 2U);
  EXPECT_EQ(old.transitions[1].days, 90U);
  EXPECT_EQ(old.transitions[1].storage_class, "GLACIER");
  EXPECT_EQ(old.noncurrent_expiration.value().newer_versions, 3U);
  EXPECT_EQ(old.noncurrent_transitions.at(0).days, 30U);
  EXPECT_EQ(old.abort_uploads_after_days, 2U);
  scene.call(ops::delete_bucket_lifecycle("photos"));
  EXPECT_EQ(scene.refusal(ops::get_bucket_lifecycle_configuration("photos")),
            "NoSuchLifecycleConfiguration");
}

void notification(Scene& scene) {
  const ops::NotificationRule rule{.target = ops::NotificationTarget::queue,
                                   .id = "new photos",
                                   .arn = std::string(scene_queue),
                                   .events = {"s3:ObjectCreated:*"},
                                   .prefix = "in/",
                                   .suffix = ".jpg"};
  scene.call(ops::put_bucket_notification_configuration("photos", {{rule}, true}));
  const auto got = scene.call(ops::get_bucket_notification_configuration("photos"));
  EXPECT_TRUE(got.event_bridge);
  ASSERT_EQ(got.rules.size(), 1U);
  EXPECT_EQ(got.rules[0].target, ops::NotificationTarget::queue);
  EXPECT_EQ(got.rules[0].id, rule.id);
  EXPECT_EQ(got.rules[0].arn, rule.arn);
  EXPECT_EQ(got.rules[0].events, rule.events);
  EXPECT_EQ(got.rules[0].prefix, rule.prefix);
  EXPECT_EQ(got.rules[0].suffix, rule.suffix);
  scene.call(ops::put_bucket_notification_configuration("photos", {}));
  const auto none = scene.call(ops::get_bucket_notification_configuration("photos"));
  EXPECT_TRUE(none.rules.empty());
  EXPECT_FALSE(none.event_bridge);
}

}  // namespace

Plays setting_plays() {
  return {{"PutBucketVersioning", versioning},
          {"GetBucketVersioning", versioning},
          {"PutBucketTagging", bucket_tagging},
          {"GetBucketTagging", bucket_tagging},
          {"DeleteBucketTagging", bucket_tagging},
          {"PutObjectTagging", object_tagging},
          {"GetObjectTagging", object_tagging},
          {"DeleteObjectTagging", object_tagging},
          {"PutBucketOwnershipControls", ownership_controls},
          {"GetBucketOwnershipControls", ownership_controls},
          {"DeleteBucketOwnershipControls", ownership_controls},
          {"PutPublicAccessBlock", public_access_block},
          {"GetPublicAccessBlock", public_access_block},
          {"DeletePublicAccessBlock", public_access_block},
          {"PutBucketAcl", bucket_acl},
          {"GetBucketAcl", bucket_acl},
          {"PutObjectAcl", object_acl},
          {"GetObjectAcl", object_acl},
          {"PutBucketCors", cors},
          {"GetBucketCors", cors},
          {"DeleteBucketCors", cors},
          {"PutBucketLifecycleConfiguration", lifecycle},
          {"GetBucketLifecycleConfiguration", lifecycle},
          {"DeleteBucketLifecycle", lifecycle},
          {"PutBucketNotificationConfiguration", notification},
          {"GetBucketNotificationConfiguration", notification}};
}

}  // namespace pail::client
