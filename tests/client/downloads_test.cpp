// Downloads that break off, come altered, or change on the way; checksums of single requests both
// ways.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/intake.hpp"
#include "tests/client/stage.hpp"
#include "tests/client/temporary_folder.hpp"
#include "wire/checksum.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

using world::FaultClose;

std::string pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 131 % 253);
  return text;
}

class DownloadTest : public ::testing::TestWithParam<Signature> {
 protected:
  DownloadTest() {
    must(s3.create_bucket("bucket"));
    put_text(s3, "bucket", "k", content);
    world().journal().clear();
  }
  world::World& world() { return stage.emulator.worlds().default_world(); }
  void fault(world::FaultAction action, std::uint64_t times = 1, std::uint64_t skip = 0) {
    must(world().faults().add({.match = {.operation = "GetObject"},
                               .when = {.skip = skip, .times = times},
                               .then = std::move(action)}));
  }
  static world::FaultAction cut_after(std::uint64_t bytes) {
    return {.close = FaultClose{FaultClose::When::after_response_bytes, bytes}};
  }
  std::vector<std::string> ranges() {
    std::vector<std::string> out;
    for (const auto& entry : world().journal().find({.operation = "GetObject"}, 0, 100).entries) {
      std::string range = "all";
      world::for_each_header(entry->headers, [&](std::string_view name, std::string_view value) {
        if (wire::iequals(name, "Range")) range = value;
      });
      out.push_back(range);
    }
    return out;
  }

  const std::string content = pattern(300'000);
  Stage stage;
  BlockingClient s3{stage.config(GetParam()), stage.clock};
};

INSTANTIATE_TEST_SUITE_P(, DownloadTest, ::testing::Values(Signature::v2, Signature::v4),
                         [](const auto& test) {
                           return test.param == Signature::v2 ? "v2" : "v4";
                         });

TEST_P(DownloadTest, OneThatBreaksOffGoesOnWhereItStopped) {
  fault(cut_after(100'000), 2);
  TextSink sink;
  std::uint64_t last = 0;
  GetOptions options;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_GT(done, last);
    EXPECT_EQ(total, content.size());
    last = done;
  };
  const ObjectInfo info = must(s3.get_object("bucket", "k", sink, options));
  EXPECT_EQ(sink.text(), content);
  EXPECT_EQ(info.size, content.size()) << "of the object, not of its rest";
  EXPECT_EQ(ranges(), (std::vector<std::string>{"all", "bytes=100000-", "bytes=200000-"}));
}

TEST_P(DownloadTest, ARangeGoesOnToItsOwnEnd) {
  fault(cut_after(50));
  GetOptions options;
  options.range = "bytes=1000-1199";
  EXPECT_EQ(get_text(s3, "bucket", "k", options), content.substr(1000, 200));
  EXPECT_EQ(ranges(), (std::vector<std::string>{"bytes=1000-1199", "bytes=1050-1199"}));
}

TEST_P(DownloadTest, TheLastBytesGoOnToo) {
  fault(cut_after(50));
  GetOptions options;
  options.range = "bytes=-200";
  EXPECT_EQ(get_text(s3, "bucket", "k", options), content.substr(content.size() - 200));
}

TEST_P(DownloadTest, ThreeBreaksAreTooMany) {
  fault(cut_after(1000), 3);
  TextSink sink;
  EXPECT_EQ(code_of(s3.get_object("bucket", "k", sink)), "NetworkFailure");
  EXPECT_EQ(sink.text(), content.substr(0, 3000)) << "the beginning, and nothing else";
}

TEST_P(DownloadTest, AnObjectThatBecameAnotherIsNotGluedTogether) {
  fault(cut_after(1000));
  class ReplacingSink final : public Sink {
   public:
    explicit ReplacingSink(BlockingClient& other) : other_(other) {}
    Result<void> write(net::Bytes) override {
      if (std::exchange(done_, true)) return wire::ok();
      put_text(other_, "bucket", "k", pattern(300'001));
      return wire::ok();
    }

   private:
    BlockingClient& other_;
    bool done_ = false;
  };
  BlockingClient other(stage.config(), stage.clock);
  ReplacingSink sink(other);
  const auto got = s3.get_object("bucket", "k", sink);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), wire::Errc::PreconditionFailed);
  EXPECT_EQ(got.error().message(), "The object changed while it was being downloaded.");
}

TEST_P(DownloadTest, AFlippedBitIsNoticedAndTheFileStaysAway) {
  const TemporaryFolder folder;
  fault({.corrupt_response_at = 123'456});
  const auto sink = must(FileSink::create(folder / "down"));
  const auto got = s3.get_object("bucket", "k", *sink);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), wire::Errc::BadDigest);
}

TEST_P(DownloadTest, AFlippedBitInTheRestIsNoticedToo) {
  fault(cut_after(1000));
  fault({.corrupt_response_at = 7}, 1, 1);
  TextSink sink;
  EXPECT_EQ(code_of(s3.get_object("bucket", "k", sink)), "BadDigest");
}

TEST_P(DownloadTest, ASinkThatFailsEndsItAtOnce) {
  class Full final : public Sink {
   public:
    Result<void> write(net::Bytes) override {
      return wire::Error(wire::Errc::NetworkFailure, "of somebody else's network");
    }
  };
  Full sink;
  EXPECT_EQ(code_of(s3.get_object("bucket", "k", sink)), "NetworkFailure");
  EXPECT_EQ(ranges().size(), 1U);
}

class Checksums : public DownloadTest {
 protected:
  // In memory, and streamed.
  static constexpr std::size_t sizes[] = {11, body_in_memory_max + 11};
  std::vector<std::string> sent_fields() {
    std::vector<std::string> names;
    const auto entries = world().journal().find({.operation = "PutObject"}, 0, 100).entries;
    world::for_each_header(entries.back()->headers, [&](std::string_view name, std::string_view) {
      names.push_back(wire::lower(name));
    });
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(, Checksums, ::testing::Values(Signature::v2, Signature::v4),
                         [](const auto& test) {
                           return test.param == Signature::v2 ? "v2" : "v4";
                         });

TEST_P(Checksums, EachAlgorithmIsStoredAsItWasSent) {
  for (const auto algorithm : wire::all_checksum_algorithms) {
    for (const std::size_t size : sizes) {
      SCOPED_TRACE(std::string(wire::name(algorithm)) + " " + std::to_string(size));
      const std::string text = pattern(size);
      wire::Checksum expected(algorithm);
      expected.update(wire::as_bytes(text));
      PutOptions options;
      options.checksum = algorithm;
      const PutResult put = put_text(s3, "bucket", "k", text, options);
      ASSERT_TRUE(put.checksum);
      EXPECT_EQ(put.checksum->algorithm, algorithm);
      EXPECT_EQ(put.checksum->value, expected.base64());
      EXPECT_EQ(get_text(s3, "bucket", "k"), text);
    }
  }
}

TEST_P(Checksums, NoneIsSentWhereNoneIsWanted) {
  PutOptions options;
  options.checksum.reset();
  put_text(s3, "bucket", "k", "content", options);
  EXPECT_THAT(sent_fields(), ::testing::Not(::testing::Contains("x-amz-checksum-crc64nvme")));
  put_text(s3, "bucket", "k", pattern(body_in_memory_max + 1), options);
  EXPECT_EQ(get_text(s3, "bucket", "k"), pattern(body_in_memory_max + 1));
}

TEST_P(Checksums, TheCallersOwnIsKeptAndCompared) {
  for (const std::size_t size : sizes) {
    PutOptions options;
    options.headers = {{"x-amz-checksum-crc32", "AAAAAA=="}};
    const auto body = text_body(pattern(size));
    EXPECT_EQ(code_of(s3.put_object("bucket", "k", *body, options)), "BadDigest") << size;
  }
}

TEST_P(Checksums, ContentEncodingIsStoredWithoutOurOwn) {
  PutOptions options;
  options.headers = {{"Content-Encoding", "gzip"}};
  options.checksum = wire::ChecksumAlgorithm::crc32c;
  put_text(s3, "bucket", "k", pattern(body_in_memory_max + 1), options);
  EXPECT_EQ(must(s3.head_object("bucket", "k")).content_encoding, "gzip");
  options.headers.clear();
  put_text(s3, "bucket", "k", pattern(body_in_memory_max + 1), options);
  EXPECT_EQ(must(s3.head_object("bucket", "k")).content_encoding, "");
}

// Hands itself out in pieces of odd sizes, as a pipe does.
class CrumblingBody final : public Body {
 public:
  explicit CrumblingBody(std::string text) : text_(std::move(text)) {}
  std::uint64_t size() const noexcept override { return text_.size(); }
  Result<bool> rewind() override {
    at_ = 0;
    return true;
  }
  Result<net::Bytes> next(std::size_t bytes_max) override {
    const auto size = std::min<std::size_t>(bytes_max, 7919);
    const net::Bytes piece = wire::as_bytes(std::string_view(text_).substr(at_, size));
    at_ += piece.size();
    return piece;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

TEST_P(Checksums, ABodyInCrumbsIsSentInWholeChunks) {
  for (const std::size_t extra : {1U, 192U * 1024, 192U * 1024 - 1}) {
    CrumblingBody body(pattern(2 * body_in_memory_max + extra));
    must(s3.put_object("bucket", "k", body));
    EXPECT_EQ(get_text(s3, "bucket", "k"), pattern(2 * body_in_memory_max + extra));
  }
}

TEST(ContentRanges, AreReadStrictly) {
  EXPECT_EQ(read_content_range("bytes 0-99/1000"),
            (std::pair<std::uint64_t, std::uint64_t>(0, 99)));
  EXPECT_EQ(read_content_range("bytes 5-5/*"), (std::pair<std::uint64_t, std::uint64_t>(5, 5)));
  for (const auto* text : {"", "bytes */1000", "bytes 9-5/10", "items 0-1/2", "bytes 0/2"}) {
    EXPECT_EQ(read_content_range(text), std::nullopt) << text;
  }
}

TEST(ErrorsInside, AreFoundBehindDeclarationsAndWhiteSpace) {
  for (const auto* text :
       {"<Error><Code>SlowDown</Code></Error>", "\n  \n<Error><Code>SlowDown</Code></Error>",
        "<?xml version=\"1.0\"?>\n   \n   <Error><Code>SlowDown</Code></Error>"}) {
    const auto error = error_inside(text);
    ASSERT_TRUE(error) << text;
    EXPECT_EQ(error->code(), wire::Errc::SlowDown);
  }
  for (const auto* text :
       {"", "<Errors/>", "<DeleteResult><Error><Code>X</Code></Error></DeleteResult>",
        "{\"Error\":1}", "<?xml <Error>"}) {
    EXPECT_FALSE(error_inside(text)) << text;
  }
}

}  // namespace
}  // namespace pail::client
