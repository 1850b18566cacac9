#include "client/ops/bucket_settings.hpp"
#include "client/ops/copies.hpp"
#include "client/ops/objects.hpp"
#include "client/ops/post_form.hpp"
#include "client/ops/tagging.hpp"
#include "signer/post_policy_draft.hpp"
#include "tests/client/ops/scene.hpp"

namespace pail::client {
namespace {

void put_and_get(Scene& scene) {
  PutOptions options;
  options.tags = {{"a b", "1+2=3"}};
  options.storage_class = "STANDARD_IA";
  put_text(scene.s3, "photos", "cat", "meow", options);
  EXPECT_EQ(scene.get("cat"), "meow");
  EXPECT_EQ(scene.call(ops::get_object_tagging("photos", "cat")).at(0).name, "a b");
}

void head_object(Scene& scene) {
  PutOptions put;
  put.storage_class = "STANDARD_IA";
  put.headers = {{"Cache-Control", "no-cache"}, {"x-amz-checksum-crc32", "y/Q5Jg=="}};
  put_text(scene.s3, "photos", "digits", "123456789", put);
  GetOptions options;
  options.checksum = true;
  const ObjectInfo info = scene.call(ops::head_object("photos", "digits", options));
  EXPECT_EQ(info.size, 9U);
  EXPECT_EQ(info.storage_class, "STANDARD_IA");
  EXPECT_EQ(info.cache_control, "no-cache");
  EXPECT_EQ(info.checksum.value().algorithm, wire::ChecksumAlgorithm::crc32);
  EXPECT_EQ(info.checksum.value().value, "y/Q5Jg==");
  EXPECT_EQ(info.checksum.value().type, ChecksumType::full_object);
  EXPECT_EQ(scene.refusal(ops::head_object("photos", "none")), "NoSuchKey");
}

void get_object_attributes(Scene& scene) {
  scene.put("cat", "meow");
  const ops::ObjectAttributes all = scene.call(ops::get_object_attributes("photos", "cat"));
  EXPECT_EQ(all.etag, "\"4a4be40c96ac6314e91d93f38043a634\"") << "S3 leaves out the quotes here";
  EXPECT_EQ(all.size, 4U);
  EXPECT_EQ(all.storage_class, "STANDARD");
  EXPECT_TRUE(all.checksum);
  EXPECT_EQ(all.parts_count, 0U);
  EXPECT_NE(all.last_modified, wire::Time());
  ops::AttributesOptions options;
  options.attributes = {"ObjectSize"};
  const auto size_only = scene.call(ops::get_object_attributes("photos", "cat", options));
  EXPECT_EQ(size_only.size, 4U);
  EXPECT_EQ(size_only.etag, "");
}

void delete_object(Scene& scene) {
  scene.call(ops::put_bucket_versioning("photos", ops::Versioning::enabled));
  const std::string version = scene.put("cat", "meow").version_id;
  EXPECT_TRUE(scene.call(ops::delete_object("photos", "cat")).delete_marker);
  ops::DeleteOptions options;
  options.version_id = version;
  const DeleteResult gone = scene.call(ops::delete_object("photos", "cat", options));
  EXPECT_EQ(gone.version_id, version);
  EXPECT_FALSE(gone.delete_marker);
  ops::DeleteOptions only;
  only.if_match = "\"another\"";
  scene.put("dog", "woof");
  EXPECT_EQ(scene.refusal(ops::delete_object("photos", "dog", only)), "PreconditionFailed");
}

void delete_objects(Scene& scene) {
  scene.call(ops::put_bucket_versioning("photos", ops::Versioning::enabled));
  const std::string version = scene.put("a & b", "1").version_id;
  scene.put("c", "1");
  const DeleteObjectsResult result =
      scene.call(ops::delete_objects("photos", {{"a & b", version}, {"c"}, {"c", "no version"}}));
  ASSERT_EQ(result.deleted.size(), 2U);
  EXPECT_EQ(result.deleted[0].key, "a & b");
  EXPECT_EQ(result.deleted[0].version_id, version);
  EXPECT_FALSE(result.deleted[0].delete_marker);
  EXPECT_TRUE(result.deleted[1].delete_marker);
  EXPECT_NE(result.deleted[1].delete_marker_version_id, "");
  ASSERT_EQ(result.failed.size(), 1U);
  EXPECT_EQ(result.failed[0].version_id, "no version");
  scene.put("d", "1");
  EXPECT_TRUE(scene.call(ops::delete_objects("photos", {{"d"}}, true)).deleted.empty());
  EXPECT_EQ(scene.refusal(ops::head_object("photos", "d")), "NoSuchKey");
}

void copy_object(Scene& scene) {
  scene.call(ops::put_bucket_versioning("photos", ops::Versioning::enabled));
  const std::string key = "what? a+b/\xC3\xA4?versionId=1";
  const PutResult first = scene.put(key, "first");
  scene.put(key, "second");
  ops::CopySource source("photos", key, first.version_id);
  source.if_match = first.etag;
  ops::CopyOptions options;
  options.replace_metadata = true;
  options.content_type = "text/plain";
  options.metadata = {{"copied", "yes"}};
  options.checksum = wire::ChecksumAlgorithm::sha256;
  const ops::Copied copy = scene.call(ops::copy_object(source, "photos", "copy", options));
  EXPECT_EQ(scene.get("copy"), "first");
  EXPECT_EQ(copy.etag, first.etag);
  EXPECT_EQ(copy.source_version_id, first.version_id);
  EXPECT_NE(copy.version_id, "");
  EXPECT_NE(copy.last_modified, wire::Time());
  EXPECT_EQ(copy.checksum.value().algorithm, wire::ChecksumAlgorithm::sha256);
  const ObjectInfo info = scene.call(ops::head_object("photos", "copy"));
  EXPECT_EQ(info.content_type, "text/plain");
  EXPECT_EQ(info.metadata.at(0).value, "yes");
  source.if_match = "\"another\"";
  EXPECT_EQ(scene.refusal(ops::copy_object(source, "photos", "copy")), "PreconditionFailed");
  source.if_match.clear();
  source.expected_owner = "999999999999";
  EXPECT_EQ(scene.refusal(ops::copy_object(source, "photos", "copy")), "AccessDenied");
}

void post_object(Scene& scene) {
  signer::UploadTerms terms{.bucket = "photos", .key = "in/", .key_is_prefix = true};
  terms.success_status = "201";
  const wire::Time now = scene.stage.clock->now();
  const signer::PostPolicyDraft draft(terms, now + std::chrono::hours(1));
  const auto fields = draft.sign_v4(signer::Key(stage_keys()), "us-east-1", now);

  Config config = scene.stage.config();
  config.credentials.reset();
  BlockingClient browser(config, scene.stage.clock);
  const ops::FormFile file{"cat \"tom\".jpg", "image/jpeg", "\r\n--pail-\r\nmeow"};
  const ops::PostedObject posted = must(browser.call(ops::post_object("photos", fields, file)));
  EXPECT_EQ(scene.get("in/cat \"tom\".jpg"), file.content);
  EXPECT_EQ(posted.etag, scene.call(ops::head_object("photos", "in/cat \"tom\".jpg")).etag);
  EXPECT_NE(posted.location, "");
}

}  // namespace

Plays object_plays() {
  return {{"PutObject", put_and_get},      {"GetObject", put_and_get},
          {"HeadObject", head_object},     {"GetObjectAttributes", get_object_attributes},
          {"DeleteObject", delete_object}, {"DeleteObjects", delete_objects},
          {"CopyObject", copy_object},     {"PostObject", post_object}};
}

}  // namespace pail::client
