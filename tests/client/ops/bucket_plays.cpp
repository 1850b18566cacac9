#include "client/ops/terms.hpp"
#include "tests/client/ops/scene.hpp"

namespace pail::client {
namespace {

void create_bucket(Scene& scene) {
  ops::CreateBucketOptions options;
  options.ownership = ops::ObjectOwnership::object_writer;
  options.acl = CannedAcl::private_;
  scene.call(ops::create_bucket("old-style", options));
  EXPECT_EQ(scene.call(ops::head_bucket("old-style")).region, "us-east-1");
  EXPECT_EQ(scene.refusal(ops::create_bucket("no bucket")), "InvalidBucketName");
}

void head_bucket(Scene& scene) {
  const ops::BucketInfo info = scene.call(ops::head_bucket("photos"));
  EXPECT_EQ(info.region, "us-east-1");
  EXPECT_EQ(info.arn, "arn:aws:s3:::photos");
  EXPECT_EQ(scene.refusal(ops::head_bucket("nobodys")), "NoSuchBucket");
  EXPECT_EQ(scene.refusal(ops::only_of_owner(ops::head_bucket("photos"), "999999999999")),
            "AccessDenied");
  scene.call(ops::only_of_owner(ops::head_bucket("photos"), scene.account()));
}

void delete_bucket(Scene& scene) {
  scene.call(ops::delete_bucket("photos"));
  EXPECT_EQ(scene.refusal(ops::delete_bucket("photos")), "NoSuchBucket");
}

void get_bucket_location(Scene& scene) {
  EXPECT_EQ(scene.call(ops::get_bucket_location("photos")), "us-east-1");
}

void list_buckets(Scene& scene) {
  scene.call(ops::create_bucket("archive"));
  const ops::BucketPage all = scene.call(ops::list_buckets());
  ASSERT_EQ(all.buckets.size(), 2U);
  EXPECT_EQ(all.buckets[0].name, "archive");
  EXPECT_NE(all.buckets[0].created, wire::Time());
  EXPECT_EQ(all.owner.size(), 64U);
  EXPECT_EQ(all.next_token, "");

  ops::ListBucketsOptions options;
  options.buckets_max = 1;
  const ops::BucketPage first = scene.call(ops::list_buckets(options));
  ASSERT_EQ(first.buckets.size(), 1U);
  EXPECT_EQ(first.buckets[0].region, "us-east-1");
  options.continuation_token = first.next_token;
  const ops::BucketPage second = scene.call(ops::list_buckets(options));
  ASSERT_EQ(second.buckets.size(), 1U);
  EXPECT_EQ(second.buckets[0].name, "photos");
}

}  // namespace

Plays bucket_plays() {
  return {{"CreateBucket", create_bucket},
          {"HeadBucket", head_bucket},
          {"DeleteBucket", delete_bucket},
          {"GetBucketLocation", get_bucket_location},
          {"ListBuckets", list_buckets}};
}

}  // namespace pail::client
