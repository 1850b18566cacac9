// Each operation against the real emulator, in both signature versions and both ways to address a
// bucket.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "tests/client/stage.hpp"

namespace pail::client {
namespace {

struct Style {
  const char* name;
  Signature signature;
  Addressing addressing;
};

void PrintTo(const Style& style, std::ostream* out) {
  *out << style.name;
}

class Operations : public ::testing::TestWithParam<Style> {
 protected:
  Stage stage;
  BlockingClient s3{stage.config(GetParam().signature, GetParam().addressing), stage.clock};
};

INSTANTIATE_TEST_SUITE_P(
    , Operations,
    ::testing::Values(Style{"v2_path", Signature::v2, Addressing::path},
                      Style{"v2_host", Signature::v2, Addressing::virtual_host},
                      Style{"v4_path", Signature::v4, Addressing::path},
                      Style{"v4_host", Signature::v4, Addressing::virtual_host}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_P(Operations, ABucketLives) {
  EXPECT_EQ(code_of(s3.head_bucket("photos")), "NoSuchBucket");
  must(s3.create_bucket("photos"));
  must(s3.head_bucket("photos"));
  EXPECT_EQ(must(s3.get_bucket_location("photos")), "us-east-1");
  const auto buckets = must(s3.list_buckets());
  ASSERT_EQ(buckets.size(), 1U);
  EXPECT_EQ(buckets[0].name, "photos");
  EXPECT_EQ(buckets[0].created, moment());
  must(s3.delete_bucket("photos"));
  EXPECT_EQ(code_of(s3.delete_bucket("photos")), "NoSuchBucket");
}

TEST_P(Operations, AnObjectComesBackAsItWasPut) {
  must(s3.create_bucket("bucket"));
  PutOptions options;
  options.content_type = "image/jpeg";
  options.metadata = {{"place", "Bergen, by the sea"}};
  options.headers = {{"Cache-Control", "max-age=60"}};
  const PutResult put = put_text(s3, "bucket", "photo.jpg", "hello", options);
  EXPECT_EQ(put.etag, "\"5d41402abc4b2a76b9719d911017c592\"");

  const ObjectInfo head = must(s3.head_object("bucket", "photo.jpg"));
  TextSink sink;
  const ObjectInfo got = must(s3.get_object("bucket", "photo.jpg", sink));
  EXPECT_EQ(sink.text(), "hello");
  for (const ObjectInfo& info : {head, got}) {
    EXPECT_EQ(info.size, 5U);
    EXPECT_EQ(info.etag, put.etag);
    EXPECT_EQ(info.content_type, "image/jpeg");
    EXPECT_EQ(info.last_modified, moment());
    ASSERT_EQ(info.metadata.size(), 1U);
    EXPECT_EQ(info.metadata[0].name, "place");
    EXPECT_EQ(info.metadata[0].value, "Bergen, by the sea");
  }
}

TEST_P(Operations, KeysAreOpaqueBytes) {
  must(s3.create_bucket("bucket"));
  const std::vector<std::string> keys = {
      "a b",         "a+b",    "a%20b",      "/a",
      "a//b",        "a/",     ".",          "..",
      "../x",        "a/../b", "a?b#c",      "a&b=",
      "caf\xC3\xA9", "~'()*!", "line\nfeed", std::string(1024, 'k')};
  for (const std::string& key : keys) {
    SCOPED_TRACE(key);
    put_text(s3, "bucket", key, "of " + key);
    EXPECT_EQ(get_text(s3, "bucket", key), "of " + key);
  }
  std::vector<std::string> listed;
  for (const ObjectEntry& object : must(s3.list_objects("bucket")).objects) {
    listed.push_back(object.key);
  }
  std::vector<std::string> sorted = keys;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(listed, sorted);
  const DeleteObjectsResult gone = must(s3.delete_objects("bucket", keys));
  EXPECT_EQ(gone.deleted.size(), keys.size());
  EXPECT_TRUE(gone.failed.empty());
  must(s3.delete_bucket("bucket"));
}

TEST_P(Operations, ARangeIsAPartOfTheObject) {
  must(s3.create_bucket("bucket"));
  put_text(s3, "bucket", "digits", "0123456789");
  GetOptions options;
  options.range = "bytes=2-4";
  TextSink sink;
  const ObjectInfo info = must(s3.get_object("bucket", "digits", sink, options));
  EXPECT_EQ(sink.text(), "234");
  EXPECT_EQ(info.size, 3U);
  EXPECT_EQ(info.content_range, "bytes 2-4/10");
  options.range = "bytes=10-";
  EXPECT_EQ(code_of(s3.get_object("bucket", "digits", sink, options)), "InvalidRange");
}

TEST_P(Operations, ConditionsAreAnswered) {
  must(s3.create_bucket("bucket"));
  const PutResult put = put_text(s3, "bucket", "k", "1");
  GetOptions options;
  options.headers = {{"If-None-Match", put.etag}};
  TextSink sink;
  EXPECT_EQ(code_of(s3.get_object("bucket", "k", sink, options)), "NotModified");
  options.headers = {{"If-Match", "\"other\""}};
  EXPECT_EQ(code_of(s3.get_object("bucket", "k", sink, options)), "PreconditionFailed");
  EXPECT_EQ(sink.text(), "");
}

TEST_P(Operations, DeletingIsDoneOnceAndHarmlessTwice) {
  must(s3.create_bucket("bucket"));
  put_text(s3, "bucket", "k", "1");
  must(s3.delete_object("bucket", "k"));
  EXPECT_EQ(code_of(s3.head_object("bucket", "k")), "NoSuchKey");
  must(s3.delete_object("bucket", "k"));
}

TEST_P(Operations, AFullBucketIsNotDeleted) {
  must(s3.create_bucket("bucket"));
  put_text(s3, "bucket", "k", "1");
  EXPECT_EQ(code_of(s3.delete_bucket("bucket")), "BucketNotEmpty");
}

TEST_P(Operations, AFolderIsRolledUp) {
  must(s3.create_bucket("bucket"));
  for (const char* key : {"a.txt", "p/1", "p/2", "p/q/3", "z/4"}) put_text(s3, "bucket", key, "1");
  ListOptions options;
  options.delimiter = "/";
  const ListPage top = must(s3.list_objects("bucket", options));
  ASSERT_EQ(top.objects.size(), 1U);
  EXPECT_EQ(top.objects[0].key, "a.txt");
  EXPECT_EQ(top.objects[0].size, 1U);
  EXPECT_EQ(top.objects[0].last_modified, moment());
  EXPECT_EQ(top.common_prefixes, (std::vector<std::string>{"p/", "z/"}));
  EXPECT_EQ(top.next_token, "");
  options.prefix = "p/";
  options.start_after = "p/1";
  const ListPage below = must(s3.list_objects("bucket", options));
  ASSERT_EQ(below.objects.size(), 1U);
  EXPECT_EQ(below.objects[0].key, "p/2");
  EXPECT_EQ(below.common_prefixes, std::vector<std::string>{"p/q/"});
}

TEST_P(Operations, PagesFollowEachOtherToTheEnd) {
  must(s3.create_bucket("bucket"));
  std::vector<std::string> keys;
  for (const char c : std::string("abcdefg")) {
    keys.push_back(std::string("key ") + c);
    put_text(s3, "bucket", keys.back(), "1");
  }
  ListOptions options;
  options.keys_max = 3;
  std::vector<std::size_t> sizes;
  std::vector<std::string> listed;
  must(s3.each_page("bucket", options, [&](const ListPage& page) {
    sizes.push_back(page.objects.size());
    for (const ObjectEntry& object : page.objects) listed.push_back(object.key);
    return true;
  }));
  EXPECT_EQ(sizes, (std::vector<std::size_t>{3, 3, 1}));
  EXPECT_EQ(listed, keys);

  std::size_t pages = 0;
  must(s3.each_page("bucket", options, [&](const ListPage&) { return ++pages < 2; }));
  EXPECT_EQ(pages, 2U) << "the visitor says when it has enough";
}

TEST(Client, MoreThanAThousandKeysAreDeletedInBatches) {
  Stage stage;
  BlockingClient s3(stage.config(), stage.clock);
  must(s3.create_bucket("bucket"));
  std::vector<std::string> keys;
  for (int i = 0; i < 1001; ++i) keys.push_back("k" + std::to_string(i));
  put_text(s3, "bucket", "k0", "1");
  put_text(s3, "bucket", "k1000", "1");
  const DeleteObjectsResult result = must(s3.delete_objects("bucket", keys));
  std::vector<std::string> deleted;
  for (const DeletedObject& object : result.deleted) deleted.push_back(object.key);
  EXPECT_EQ(deleted, keys);
  EXPECT_TRUE(must(s3.list_objects("bucket")).objects.empty());
  EXPECT_TRUE(must(s3.delete_objects("bucket", {})).deleted.empty());
}

TEST(Client, ABucketIsMadeInTheConfiguredRegion) {
  emulator::Options options;
  options.region = "eu-west-1";
  Stage stage(std::move(options));
  Config config = stage.config();
  config.region = "eu-west-1";
  BlockingClient s3(config, stage.clock);
  must(s3.create_bucket("bucket"));
  EXPECT_EQ(must(s3.get_bucket_location("bucket")), "eu-west-1");
}

TEST(Client, RequestsOfOneClientMayOverlap) {
  Stage stage;
  boost::asio::io_context loop(1);
  Client s3(loop.get_executor(), stage.config(), stage.clock);
  std::vector<std::unique_ptr<Body>> bodies;
  std::vector<std::string> codes;
  const auto upload = [&](std::string key, Body& body) -> boost::asio::awaitable<void> {
    const auto put = co_await s3.put_object("bucket", std::move(key), body);
    codes.push_back(code_of(put));
  };
  must(net::run_blocking(loop, s3.create_bucket("bucket")));
  constexpr int uploads = 20;
  for (int i = 0; i < uploads; ++i) {
    bodies.push_back(text_body("body " + std::to_string(i)));
    boost::asio::co_spawn(loop, upload("k" + std::to_string(i), *bodies.back()),
                          boost::asio::detached);
  }
  loop.restart();
  while (codes.size() < uploads && loop.run_one() > 0) {
  }
  EXPECT_EQ(codes, std::vector<std::string>(uploads, "none"));
  for (int i = 0; i < uploads; ++i) {
    TextSink sink;
    must(net::run_blocking(loop, s3.get_object("bucket", "k" + std::to_string(i), sink)));
    EXPECT_EQ(sink.text(), "body " + std::to_string(i));
  }
}

}  // namespace
}  // namespace pail::client
