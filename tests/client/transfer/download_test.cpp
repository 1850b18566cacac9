#include <gtest/gtest.h>
#include <sys/stat.h>

#include "client/ops/tagging.hpp"
#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::transfer {
namespace {

constexpr std::size_t mib = 1024 * 1024;

class Downloads : public TransferTest {
 protected:
  void store(std::string text, PutOptions options = {}) {
    put_text(s3, "bucket", "key", std::move(text), std::move(options));
  }
};

TEST_F(Downloads, SmallObjectIsAskedForOnceWhereItsSizeIsKnown) {
  store("hello");
  DownloadOptions options = down();
  options.size = 5;
  ASSERT_TRUE(download(folder / "a", options));
  EXPECT_EQ(folder.read("a"), "hello");
  EXPECT_EQ(asked("HeadObject"), 0u);
  EXPECT_EQ(asked("GetObject"), 1u);
}

TEST_F(Downloads, EmptyObjectIsAnEmptyFile) {
  store("");
  ASSERT_TRUE(download(folder / "a"));
  EXPECT_EQ(folder.read("a"), "");
}

TEST_F(Downloads, LargeObjectComesInRangesAndEqual) {
  const std::string text = random_text(5 * mib + 321);
  store(text);
  const auto got = download(folder / "a");
  ASSERT_TRUE(got) << wire::describe(got.error());
  EXPECT_EQ(got.value().size, text.size());
  EXPECT_EQ(folder.read("a"), text);
  EXPECT_EQ(asked("GetObject"), 6u);
  EXPECT_EQ(folder.file_count(), 1u);
}

class StoredChecksums : public Downloads,
                        public ::testing::WithParamInterface<wire::ChecksumAlgorithm> {};
INSTANTIATE_TEST_SUITE_P(, StoredChecksums, ::testing::ValuesIn(wire::all_checksum_algorithms),
                         [](const auto& test) { return std::string(wire::name(test.param)); });

// One bit of one range is another: only the object's own checksum tells.
TEST_P(StoredChecksums, FlippedBitIsBadDigestAndTheOldFileStays) {
  PutOptions options;
  options.checksum = GetParam();
  store(random_text(3 * mib), options);
  folder.write("a", "old");
  fault(R"({"match": {"operation": "GetObject"}, "when": {"skip": 1, "times": 1},
            "then": {"corrupt_response": {"offset": 1000}}})");
  EXPECT_EQ(code_of(download(folder / "a")), "BadDigest");
  EXPECT_EQ(folder.read("a"), "old");
  EXPECT_EQ(folder.file_count(), 1u);
  EXPECT_TRUE(download(folder / "a")) << "without the fault it is the same again";
}

TEST_F(Downloads, BrokenRangeIsAskedForAgainApartFromTheRest) {
  const std::string text = random_text(4 * mib);
  store(text);
  fault(R"({"match": {"operation": "GetObject"}, "when": {"skip": 1, "times": 1},
            "then": {"close": {"when": "after_response_bytes", "bytes": 300000}}})");
  const auto got = download(folder / "a");
  ASSERT_TRUE(got) << wire::describe(got.error());
  EXPECT_EQ(folder.read("a"), text);
  EXPECT_EQ(asked("GetObject"), 5u);
}

TEST_F(Downloads, ObjectThatChangesMeanwhileIsNotMixed) {
  store(random_text(8 * mib, 1));
  folder.write("a", "old");
  DownloadOptions options = down();
  options.parallel = 1;
  bool changed = false;
  BlockingClient other(stage.config(), stage.clock);
  options.watcher = [&](const Standing& standing) {
    if (standing.done == 0 || std::exchange(changed, true)) return;
    put_text(other, "bucket", "key", random_text(8 * mib, 2));
  };
  EXPECT_EQ(code_of(download(folder / "a", options)), "PreconditionFailed");
  EXPECT_EQ(folder.read("a"), "old");
}

TEST_F(Downloads, FileGetsTheObjectsTimeWhenAsked) {
  for (const std::size_t bytes : {std::size_t{10}, 2 * mib}) {
    store(random_text(bytes));
    DownloadOptions options = down();
    options.keep_time = true;
    ASSERT_TRUE(download(folder / "a", options));
    struct stat status {};
    ASSERT_EQ(::stat((folder / "a").c_str(), &status), 0);
    EXPECT_EQ(status.st_mtim.tv_sec,
              std::chrono::floor<std::chrono::seconds>(moment()).time_since_epoch().count());
  }
}

TEST_F(Downloads, DeviceIsWrittenInOrder) {
  store(random_text(3 * mib));
  EXPECT_TRUE(download("/dev/null"));
}

TEST_F(Downloads, MissingKeyLeavesNothing) {
  EXPECT_EQ(code_of(download(folder / "a")), "NoSuchKey");
  EXPECT_EQ(folder.file_count(), 0u);
}

TEST_F(Downloads, StreamComesInOrder) {
  const std::string text = random_text(7 * mib + 5);
  store(text);
  for (const unsigned parallel : {1u, 3u, 16u}) {
    SCOPED_TRACE(parallel);
    DownloadOptions options = down();
    options.parallel = parallel;
    TextSink sink;
    const auto got =
        s3.wait(download_stream(s3.async(), "bucket", "key", sink, std::move(options)));
    ASSERT_TRUE(got) << wire::describe(got.error());
    EXPECT_TRUE(sink.text() == text);
  }
}

// Asks how far it may have run ahead each time it gets something.
class CountingSink final : public Sink {
 public:
  explicit CountingSink(std::function<void(std::size_t)> look) : look_(std::move(look)) {}
  Result<void> write(net::Bytes piece) override {
    look_(written_);
    written_ += piece.size();
    return wire::ok();
  }

 private:
  std::function<void(std::size_t)> look_;
  std::size_t written_ = 0;
};

TEST_F(Downloads, StreamRunsNoFurtherAheadThanItsParallel) {
  store(random_text(12 * mib));
  DownloadOptions options = down();
  options.parallel = 2;
  CountingSink sink([&](std::size_t written) {
    EXPECT_LE(asked("GetObject"), written / mib + 2) << "at " << written;
  });
  ASSERT_TRUE(s3.wait(download_stream(s3.async(), "bucket", "key", sink, std::move(options))));
}

TEST_F(Downloads, StreamWithAFlippedBitIsBadDigest) {
  store(random_text(3 * mib));
  fault(R"({"match": {"operation": "GetObject"}, "when": {"skip": 1, "times": 1},
            "then": {"corrupt_response": {"offset": 1000}}})");
  TextSink sink;
  const auto got = s3.wait(download_stream(s3.async(), "bucket", "key", sink, down()));
  EXPECT_EQ(code_of(got), "BadDigest");
}

TEST_F(Downloads, SinkThatFailsEndsTheStream) {
  store(random_text(5 * mib));
  TextSink sink(2 * mib);
  const auto got = s3.wait(download_stream(s3.async(), "bucket", "key", sink, down()));
  EXPECT_EQ(code_of(got), "EntityTooLarge");
}

class Copies : public TransferTest {
 protected:
  Result<Uploaded> copy_it(UploadOptions options = {}) {
    return s3.wait(
        copy(s3.async(), {"bucket", "key", {}}, {"bucket", "other", {}}, std::move(options)));
  }
};

TEST_F(Copies, SmallOneIsOneRequestOnTheServer) {
  put_text(s3, "bucket", "key", "hello");
  ASSERT_TRUE(copy_it());
  EXPECT_EQ(get_text(s3, "bucket", "other"), "hello");
  EXPECT_EQ(asked("CopyObject"), 1u);
}

TEST_F(Copies, LargeOneGoesInPartsWithWhatTheSourceIs) {
  PutOptions put;
  put.content_type = "image/png";
  put.metadata = {{"album", "summer"}};
  const std::string text = random_text(2 * part + 99);
  put_text(s3, "bucket", "key", text, put);
  const auto copied = copy_it(up());
  ASSERT_TRUE(copied) << wire::describe(copied.error());
  EXPECT_EQ(copied.value().parts, 3u);
  EXPECT_TRUE(get_text(s3, "bucket", "other") == text);
  const ObjectInfo info = must(s3.head_object("bucket", "other"));
  EXPECT_EQ(info.content_type, "image/png");
  ASSERT_EQ(info.metadata.size(), 1u);
  EXPECT_EQ(asked("UploadPartCopy"), 3u);
}

// As CopyObject has it without directives; beside them a storage class is the copy's own.
TEST_F(Copies, InPartsCarriesTagsAndContentFieldsAndNoStorageClass) {
  PutOptions put;
  put.tags = {{"team", "red + blue=1/2"}, {"keep", ""}};
  put.storage_class = "STANDARD_IA";
  put.headers = {{"Cache-Control", "no-cache"},
                 {"Content-Disposition", "inline"},
                 {"Content-Encoding", "x-own"},
                 {"Content-Language", "de"},
                 {"Expires", "Wed, 01 Jan 2031 00:00:00 GMT"}};
  put_text(s3, "bucket", "key", random_text(part + 1), put);
  ASSERT_TRUE(copy_it(up()));
  const ObjectInfo info = must(s3.head_object("bucket", "other"));
  EXPECT_EQ(info.cache_control, "no-cache");
  EXPECT_EQ(info.content_disposition, "inline");
  EXPECT_EQ(info.content_encoding, "x-own");
  EXPECT_EQ(info.content_language, "de");
  EXPECT_EQ(info.expires, "Wed, 01 Jan 2031 00:00:00 GMT");
  EXPECT_EQ(info.storage_class, "");
  const auto tags = must(s3.call(ops::get_object_tagging("bucket", "other")));
  ASSERT_EQ(tags.size(), 2u);
  const auto has_plus = [](const auto& tag) { return tag.value == "red + blue=1/2"; };
  EXPECT_TRUE(std::any_of(tags.begin(), tags.end(), has_plus)) << "encoded on the way";
  EXPECT_EQ(info.tag_count, 2u);
  EXPECT_EQ(asked("PutObjectTagging"), 0u);
}

TEST_F(Copies, TagsTooLongForAHeaderFollowAsADocument) {
  ops::Tags tags;
  for (char name = 'a'; name < 'k'; ++name) tags.push_back({{name}, std::string(256, name)});
  put_text(s3, "bucket", "key", random_text(part + 1));
  must(s3.call(ops::put_object_tagging("bucket", "key", tags)));
  forget();
  ASSERT_TRUE(copy_it(up()));
  EXPECT_EQ(must(s3.call(ops::get_object_tagging("bucket", "other"))).size(), 10u);
  EXPECT_EQ(asked("PutObjectTagging"), 1u);
}

TEST_F(Copies, TagsOfTheCallerReplaceTheSources) {
  PutOptions put;
  put.tags = {{"team", "red"}};
  put_text(s3, "bucket", "key", random_text(part + 1), put);
  UploadOptions options = up();
  options.put.tags = {{"team", "blue"}};
  ASSERT_TRUE(copy_it(options));
  const auto tags = must(s3.call(ops::get_object_tagging("bucket", "other")));
  ASSERT_EQ(tags.size(), 1u);
  EXPECT_EQ(tags.front().value, "blue");
}

// In one request S3 has it only beside a REPLACE, in parts it would be there twice.
TEST_F(Copies, OneFieldOfTheCallerStandsBesideTheSourcesOthers) {
  PutOptions put;
  put.content_type = "image/png";
  put.headers = {{"Cache-Control", "no-cache"}, {"Content-Language", "de"}};
  put_text(s3, "bucket", "key", random_text(part + 1), put);
  for (const bool in_parts : {false, true}) {
    SCOPED_TRACE(in_parts);
    UploadOptions options = in_parts ? up() : UploadOptions();
    options.put.headers = {{"cache-control", "no-store"}};
    const auto copied = copy_it(options);
    ASSERT_TRUE(copied) << wire::describe(copied.error());
    const ObjectInfo info = must(s3.head_object("bucket", "other"));
    EXPECT_EQ(info.cache_control, "no-store");
    EXPECT_EQ(info.content_language, "de");
    EXPECT_EQ(info.content_type, "image/png");
  }
}

TEST_F(Copies, FailureTakesTheUploadOffTheServer) {
  put_text(s3, "bucket", "key", random_text(2 * part));
  fault(
      R"({"match": {"operation": "UploadPartCopy"}, "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(copy_it(up())), "AccessDenied");
  EXPECT_EQ(open_uploads(), 0u);
}

}  // namespace
}  // namespace pail::client::transfer
