#include <gtest/gtest.h>

#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::transfer {
namespace {

class Uploads : public TransferTest {};

TEST_F(Uploads, SmallFileIsOneRequest) {
  const auto sent = upload(folder.write("a", "hello"));
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_EQ(sent.value().parts, 0u);
  EXPECT_EQ(sent.value().size, 5u);
  EXPECT_EQ(stored(), "hello");
  EXPECT_EQ(asked("PutObject"), 1u);
  EXPECT_EQ(asked("CreateMultipartUpload"), 0u);
}

TEST_F(Uploads, EmptyFileIsAnObject) {
  ASSERT_TRUE(upload(folder.write("a", "")));
  EXPECT_EQ(stored(), "");
}

TEST_F(Uploads, FileOfUnknownLengthIsReadToItsEnd) {
  const auto sent = upload("/proc/self/status");
  ASSERT_TRUE(sent);
  EXPECT_GT(sent.value().size, 0u);
  EXPECT_EQ(stored().substr(0, 5), "Name:");
}

TEST_F(Uploads, LargeFileGoesInPartsAndComesOutEqual) {
  const std::string text = random_text(3 * part + 12'345);
  const auto sent = upload(folder.write("a", text));
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_EQ(sent.value().parts, 4u);
  EXPECT_EQ(sent.value().parts_resumed, 0u);
  EXPECT_EQ(asked("UploadPart"), 4u);
  EXPECT_EQ(stored(), text);
  EXPECT_EQ(open_uploads(), 0u);
}

TEST_F(Uploads, WholeChecksumIsComparedByTheServer) {
  ASSERT_TRUE(upload(folder.write("a", random_text(2 * part))));
  GetOptions options;
  options.headers = {{"x-amz-checksum-mode", "ENABLED"}};
  const ObjectInfo info = must(s3.head_object("bucket", "key", options));
  ASSERT_TRUE(info.checksum);
  EXPECT_EQ(info.checksum->algorithm, wire::ChecksumAlgorithm::crc64nvme);
  EXPECT_EQ(info.checksum->type, ChecksumType::full_object);
}

class UploadChecksums : public Uploads,
                        public ::testing::WithParamInterface<wire::ChecksumAlgorithm> {};
INSTANTIATE_TEST_SUITE_P(, UploadChecksums,
                         ::testing::Values(wire::ChecksumAlgorithm::crc32,
                                           wire::ChecksumAlgorithm::crc32c,
                                           wire::ChecksumAlgorithm::crc64nvme,
                                           wire::ChecksumAlgorithm::sha256),
                         [](const auto& test) { return std::string(wire::name(test.param)); });

TEST_P(UploadChecksums, EachAlgorithmOfPartsIsAccepted) {
  UploadOptions options = up();
  options.checksum = GetParam();
  const std::string text = random_text(2 * part + 1);
  const auto sent = upload(folder.write("a", text), options);
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_EQ(stored(), text);
}

TEST_F(Uploads, FieldsGoToTheObjectAndConditionsToTheCompletion) {
  UploadOptions options = up();
  options.put.content_type = "image/png";
  options.put.metadata = {{"album", "summer"}};
  options.put.headers = {{"If-None-Match", "*"}, {"Cache-Control", "no-store"}};
  const std::string path = folder.write("a", random_text(part + 1));
  ASSERT_TRUE(upload(path, options));
  const ObjectInfo info = must(s3.head_object("bucket", "key"));
  EXPECT_EQ(info.content_type, "image/png");
  EXPECT_EQ(info.cache_control, "no-store");
  ASSERT_EQ(info.metadata.size(), 1u);
  EXPECT_EQ(code_of(upload(path, options)), "PreconditionFailed");
  EXPECT_EQ(open_uploads(), 0u) << "a refused completion leaves nothing";
}

TEST_F(Uploads, BrokenPartIsSentAgainApartFromTheRest) {
  fault(R"({"match": {"operation": "UploadPart"}, "when": {"skip": 1, "times": 1},
            "then": {"error": {"code": "SlowDown"}}})");
  const std::string text = random_text(3 * part);
  const auto sent = upload(folder.write("a", text));
  ASSERT_TRUE(sent) << wire::describe(sent.error());
  EXPECT_EQ(asked("UploadPart"), 4u);
  EXPECT_EQ(stored(), text);
}

TEST_F(Uploads, FailureTakesTheUploadOffTheServer) {
  fault(R"({"match": {"operation": "UploadPart"}, "when": {"skip": 1},
            "then": {"error": {"code": "AccessDenied"}}})");
  EXPECT_EQ(code_of(upload(folder.write("a", random_text(4 * part)))), "AccessDenied");
  EXPECT_EQ(open_uploads(), 0u);
  EXPECT_EQ(asked("AbortMultipartUpload"), 1u);
}

TEST_F(Uploads, PartsTooSmallForS3AreRefusedBeforeOneIsSent) {
  UploadOptions options = up();
  options.part_bytes = part - 1;
  EXPECT_EQ(code_of(upload(folder.write("a", random_text(2 * part)), options)), "InvalidArgument");
  EXPECT_EQ(asked("CreateMultipartUpload"), 0u);
}

TEST_F(Uploads, MissingFileAndFolderSayWhatTheyAre) {
  EXPECT_NE(wire::describe(upload(folder / "none").error()).find("No such file"),
            std::string::npos);
  EXPECT_NE(wire::describe(upload(folder.path().string()).error()).find("directory"),
            std::string::npos);
}

TEST_F(Uploads, WatcherSeesTheEnd) {
  Standing last;
  UploadOptions options = up();
  options.watcher = [&](const Standing& standing) {
    EXPECT_GE(standing.done, last.done);
    last = standing;
  };
  ASSERT_TRUE(upload(folder.write("a", random_text(2 * part)), options));
  EXPECT_EQ(last.done, 2 * part);
  EXPECT_EQ(last.total, 2 * part);
}

class Streams : public TransferTest {
 protected:
  // Gives `text` in uneven pieces.
  std::function<Result<net::Bytes>(std::size_t)> reader(const std::string& text) {
    return [&text, at = std::size_t{0}](std::size_t most) mutable -> Result<net::Bytes> {
      const std::size_t count = std::min({most, std::size_t{70'001}, text.size() - at});
      const auto piece = wire::as_bytes(std::string_view(text).substr(at, count));
      at += count;
      return piece;
    };
  }
  Result<Uploaded> stream(const std::string& text, UploadOptions options = up()) {
    return s3.wait(upload_stream(s3.async(), reader(text), "bucket", "key", std::move(options)));
  }
};

TEST_F(Streams, AnyLengthComesOutEqual) {
  for (const std::size_t bytes :
       {std::size_t{0}, std::size_t{1}, part - 1, part, part + 1, 3 * part, 3 * part + 7}) {
    SCOPED_TRACE(bytes);
    const std::string text = random_text(bytes);
    const auto sent = stream(text);
    ASSERT_TRUE(sent) << wire::describe(sent.error());
    EXPECT_EQ(sent.value().size, bytes);
    EXPECT_EQ(stored(), text);
  }
  EXPECT_EQ(open_uploads(), 0u);
}

TEST_F(Streams, ShortOneIsOneRequest) {
  ASSERT_TRUE(stream(random_text(1000)));
  EXPECT_EQ(asked("PutObject"), 1u);
  EXPECT_EQ(asked("CreateMultipartUpload"), 0u);
}

TEST_F(Streams, FailureOfTheReaderTakesTheUploadOffTheServer) {
  const std::string text = random_text(2 * part);
  const auto read = [given = reader(text), count = 0](std::size_t most) mutable {
    return ++count < 100 ? given(most) : Result<net::Bytes>(wire::Errc::UnknownError);
  };
  const auto sent = s3.wait(upload_stream(s3.async(), read, "bucket", "key", up()));
  EXPECT_EQ(code_of(sent), "UnknownError");
  EXPECT_EQ(open_uploads(), 0u);
}

TEST_F(Streams, NoMorePartsAreHeldThanMaySend) {
  UploadOptions options = up();
  options.parallel = 2;
  const std::string text = random_text(6 * part);
  std::size_t given = 0;
  std::size_t ahead_max = 0;
  const auto counted = [&, read = reader(text)](std::size_t most) mutable {
    auto piece = read(most);
    given += piece.value().size();
    const std::size_t stored_parts = asked("UploadPart");
    ahead_max = std::max(ahead_max, given - std::min(given, stored_parts * part));
    return piece;
  };
  ASSERT_TRUE(s3.wait(upload_stream(s3.async(), counted, "bucket", "key", options)));
  EXPECT_LE(ahead_max, 3 * part) << "two are sent, and no third is read before one is done";
  EXPECT_EQ(stored(), text);
}

}  // namespace
}  // namespace pail::client::transfer
