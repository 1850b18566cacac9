// One request each: what is put is what is got, under whatever name.
#include <algorithm>

#include "client/ops/bucket_settings.hpp"
#include "client/ops/copies.hpp"
#include "client/ops/listings.hpp"
#include "client/ops/objects.hpp"
#include "client/ops/tagging.hpp"
#include "tests/other_server/server.hpp"

namespace pail::client {
namespace {

class Objects : public Server {
 protected:
  std::vector<std::string> keys_in(const ListOptions& options = {}) {
    std::vector<std::string> keys;
    must(s3.each_page(bucket, options, [&](const ListPage& page) {
      for (const ObjectEntry& object : page.objects) keys.push_back(object.key);
      return true;
    }));
    return keys;
  }
  Config with(Signature signature) const {
    Config changed = config;
    changed.signature = signature;
    return changed;
  }
};

TEST_F(Objects, ABucketIsThereUntilItIsDeleted) {
  const auto buckets = must(s3.list_buckets());
  EXPECT_TRUE(std::any_of(buckets.begin(), buckets.end(),
                          [&](const BucketEntry& entry) { return entry.name == bucket; }));
  // radosgw tells the name of its zone group.
  EXPECT_EQ(must(s3.get_bucket_location(bucket)), name() == "radosgw" ? "default" : "us-east-1");
  put_text(s3, bucket, "x", "1");
  EXPECT_EQ(code_of(s3.delete_bucket(bucket)), "BucketNotEmpty");
  must(s3.delete_object(bucket, "x"));
  must(s3.delete_bucket(bucket));
  EXPECT_EQ(code_of(s3.head_bucket(bucket)), "NoSuchBucket");
}

TEST_F(Objects, BytesTypeAndMetadataComeBack) {
  PutOptions options;
  options.content_type = "image/jpeg";
  options.metadata = {{"camera", "phone 7"}};
  options.headers = {{"Cache-Control", "no-cache"}};
  const std::string bytes("\0\xFFmeow\r\n", 8);
  const PutResult put = put_text(s3, bucket, "cat.jpg", bytes, options);
  TextSink sink;
  const ObjectInfo info = must(s3.get_object(bucket, "cat.jpg", sink));
  EXPECT_EQ(sink.take(), bytes);
  EXPECT_EQ(info.etag, put.etag);
  EXPECT_EQ(info.size, 8U);
  EXPECT_EQ(info.content_type, "image/jpeg");
  ASSERT_EQ(info.metadata.size(), 1U);
  EXPECT_EQ(info.metadata[0].name, "camera");
  EXPECT_EQ(info.metadata[0].value, "phone 7");
  EXPECT_EQ(must(s3.head_object(bucket, "cat.jpg")).etag, put.etag);
}

TEST_F(Objects, BothSignaturesAreUnderstood) {
  for (const Signature signature : {Signature::v2, Signature::v4}) {
    SCOPED_TRACE(signature == Signature::v2 ? "v2" : "v4");
    BlockingClient other(with(signature));
    put_text(other, bucket, "signed", "by both");
    EXPECT_EQ(get_text(other, bucket, "signed"), "by both");
    EXPECT_EQ(keys_in(), std::vector<std::string>{"signed"});
  }
}

TEST_F(Objects, KeysMayHoldAnyCharacter) {
  std::vector<std::string> keys{"a b",    "a+b",  "a%20b",           "a/b",
                                "a//b",   "ключ", "a&b=c?d#e",       "trailing/",
                                "q\"'<>", "~_-.", "snow\xE2\x98\x83"};
  for (const Signature signature : {Signature::v2, Signature::v4}) {
    BlockingClient other(with(signature));
    for (const std::string& key : keys) {
      SCOPED_TRACE(key);
      put_text(other, bucket, key, key);
      EXPECT_EQ(get_text(other, bucket, key), key);
    }
  }
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(keys_in(), keys);
}

TEST_F(Objects, ARangeIsItsBytesAndSaysSo) {
  put_text(s3, bucket, "digits", "0123456789");
  GetOptions options;
  options.range = "bytes=3-5";
  TextSink sink;
  const ObjectInfo info = must(s3.get_object(bucket, "digits", sink, options));
  EXPECT_EQ(sink.take(), "345");
  EXPECT_EQ(info.content_range, "bytes 3-5/10");
  options.range = "bytes=-2";
  EXPECT_EQ(get_text(s3, bucket, "digits", options), "89");
  options.range = "bytes=10-";
  EXPECT_EQ(code_of(s3.get_object(bucket, "digits", sink, options)), "InvalidRange");
}

TEST_F(Objects, ConditionsHold) {
  const PutResult put = put_text(s3, bucket, "x", "1");
  GetOptions options;
  TextSink sink;
  options.headers = {{"If-Match", "\"00000000000000000000000000000000\""}};
  EXPECT_EQ(code_of(s3.get_object(bucket, "x", sink, options)), "PreconditionFailed");
  options.headers = {{"If-Match", put.etag}};
  EXPECT_EQ(get_text(s3, bucket, "x", options), "1");
}

TEST_F(Objects, RefusalsHaveTheirCodes) {
  TextSink sink;
  EXPECT_EQ(code_of(s3.get_object(bucket, "nothing", sink)), "NoSuchKey");
  EXPECT_EQ(code_of(s3.head_object(bucket, "nothing")), "NoSuchKey");
  EXPECT_EQ(code_of(s3.list_objects(bucket + "-not")), "NoSuchBucket");
  // radosgw with STS switched on asks that, too, and tells of its refusal alone.
  Config wrong = config;
  wrong.credentials->secret_key = "wrong";
  EXPECT_EQ(code_of(BlockingClient(wrong).list_objects(bucket)),
            name() == "radosgw" ? "AccessDenied" : "SignatureDoesNotMatch");
  wrong.credentials->access_key = "AKIDNOBODY";
  EXPECT_EQ(code_of(BlockingClient(wrong).list_objects(bucket)),
            name() == "radosgw" ? "AccessDenied" : "InvalidAccessKeyId");
  wrong.credentials.reset();
  EXPECT_EQ(code_of(BlockingClient(wrong).list_objects(bucket)), "AccessDenied");
}

TEST_F(Objects, ListingsHavePrefixesFoldersAndPages) {
  for (const char* key : {"a", "b/1", "b/2", "b/c/3", "d/4", "e"}) put_text(s3, bucket, key, key);
  ListOptions folders;
  folders.delimiter = "/";
  const ListPage page = must(s3.list_objects(bucket, folders));
  EXPECT_EQ(page.common_prefixes, (std::vector<std::string>{"b/", "d/"}));
  EXPECT_EQ(page.objects.size(), 2U);
  ListOptions below;
  below.prefix = "b/";
  EXPECT_EQ(keys_in(below), (std::vector<std::string>{"b/1", "b/2", "b/c/3"}));
  ListOptions small;
  small.keys_max = 2;
  EXPECT_EQ(keys_in(small), (std::vector<std::string>{"a", "b/1", "b/2", "b/c/3", "d/4", "e"}));
  ListOptions after;
  after.start_after = "b/2";
  EXPECT_EQ(keys_in(after), (std::vector<std::string>{"b/c/3", "d/4", "e"}));
}

TEST_F(Objects, ManyAreDeletedInOneRequest) {
  for (const char* key : {"a b", "c&d", "e"}) put_text(s3, bucket, key, key);
  const auto result = must(s3.delete_objects(bucket, {"a b", "c&d", "never there"}));
  EXPECT_EQ(result.deleted.size(), 3U);
  EXPECT_TRUE(result.failed.empty());
  EXPECT_EQ(keys_in(), std::vector<std::string>{"e"});
}

TEST_F(Objects, ACopyIsMadeOnTheServer) {
  PutOptions options;
  options.content_type = "text/x-copied";
  const PutResult put = put_text(s3, bucket, "from here", "bytes", options);
  const auto copied = must(s3.call(ops::copy_object({bucket, "from here"}, bucket, "to/there")));
  EXPECT_EQ(copied.etag, put.etag);
  EXPECT_EQ(get_text(s3, bucket, "to/there"), "bytes");
  EXPECT_EQ(must(s3.head_object(bucket, "to/there")).content_type, "text/x-copied");
}

TEST_F(Objects, TagsAreKept) {
  put_text(s3, bucket, "x", "1");
  must(s3.call(ops::put_object_tagging(bucket, "x", {{"kind", "a+b = c"}})));
  const auto tags = must(s3.call(ops::get_object_tagging(bucket, "x")));
  ASSERT_EQ(tags.size(), 1U);
  EXPECT_EQ(tags[0].name, "kind");
  EXPECT_EQ(tags[0].value, "a+b = c");
  must(s3.call(ops::delete_object_tagging(bucket, "x")));
  EXPECT_TRUE(must(s3.call(ops::get_object_tagging(bucket, "x"))).empty());
}

TEST_F(Objects, VersionsAreKeptWhereTheyAreAskedFor) {
  must(s3.call(ops::put_bucket_versioning(bucket, ops::Versioning::enabled)));
  EXPECT_EQ(must(s3.call(ops::get_bucket_versioning(bucket))), ops::Versioning::enabled);
  GetOptions first;
  first.version_id = put_text(s3, bucket, "x", "1").version_id;
  ASSERT_NE(first.version_id, "");
  put_text(s3, bucket, "x", "2");
  EXPECT_TRUE(must(s3.delete_object(bucket, "x")).delete_marker);
  TextSink sink;
  EXPECT_EQ(code_of(s3.get_object(bucket, "x", sink)), "NoSuchKey");
  EXPECT_EQ(get_text(s3, bucket, "x", first), "1");
  const auto page = must(s3.call(ops::list_object_versions(bucket)));
  ASSERT_EQ(page.versions.size(), 3U);
  EXPECT_TRUE(page.versions[0].is_delete_marker);
  EXPECT_EQ(page.versions[2].version_id, first.version_id);
}

}  // namespace
}  // namespace pail::client
