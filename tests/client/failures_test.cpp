// What the client makes of refusals, and of servers that are not there or not S3.
#include <gtest/gtest.h>

#include "tests/client/stage.hpp"

namespace pail::client {
namespace {

class Failures : public ::testing::TestWithParam<Signature> {
 protected:
  Failures() {
    BlockingClient s3(config, stage.clock);
    must(s3.create_bucket("bucket"));
  }

  wire::Error error_of(const Config& with) {
    const auto listed = BlockingClient(with, stage.clock).list_objects("bucket");
    EXPECT_FALSE(listed);
    return listed ? wire::Error(wire::Errc::UnknownError) : listed.error();
  }

  Stage stage;
  Config config = stage.config(GetParam());
};

INSTANTIATE_TEST_SUITE_P(, Failures, ::testing::Values(Signature::v2, Signature::v4),
                         [](const auto& test) {
                           return test.param == Signature::v2 ? "v2" : "v4";
                         });

TEST_P(Failures, AWrongSecretIsToldWithTheStringToSign) {
  config.credentials->secret_key = "wrong";
  const wire::Error error = error_of(config);
  EXPECT_EQ(error.code(), wire::Errc::SignatureDoesNotMatch);
  EXPECT_NE(error.detail("StringToSign"), "");
}

TEST_P(Failures, AnUnknownKeyIsToldByName) {
  config.credentials->access_key = "AKIDNOBODY";
  const wire::Error error = error_of(config);
  EXPECT_EQ(error.code(), wire::Errc::InvalidAccessKeyId);
  EXPECT_EQ(error.detail("AWSAccessKeyId"), "AKIDNOBODY");
}

TEST_P(Failures, WithoutKeysNobodyIsLetIn) {
  config.credentials.reset();
  EXPECT_EQ(error_of(config).code(), wire::Errc::AccessDenied);
}

TEST_P(Failures, MissingThingsHaveTheirNames) {
  BlockingClient s3(config, stage.clock);
  TextSink sink;
  const auto body = text_body("x");
  EXPECT_EQ(code_of(s3.get_object("bucket", "none", sink)), "NoSuchKey");
  EXPECT_EQ(code_of(s3.get_object("nowhere", "k", sink)), "NoSuchBucket");
  EXPECT_EQ(code_of(s3.put_object("nowhere", "k", *body)), "NoSuchBucket");
  EXPECT_EQ(code_of(s3.list_objects("nowhere")), "NoSuchBucket");
  EXPECT_EQ(code_of(s3.head_object("bucket", "none")), "NoSuchKey");
  EXPECT_EQ(code_of(s3.head_bucket("nowhere")), "NoSuchBucket");
  EXPECT_EQ(sink.text(), "") << "an error document is no object";
}

TEST_P(Failures, WhatCannotBeSentIsNotSent) {
  BlockingClient s3(config, stage.clock);
  EXPECT_EQ(code_of(s3.delete_object("bucket", "")), "InvalidArgument");
  must(s3.head_bucket("bucket"));
}

// Counts what is read of it.
class CountedBody final : public Body {
 public:
  explicit CountedBody(std::uint64_t size) : size_(size), zeros_(64 * 1024) {}
  std::uint64_t size() const noexcept override { return size_; }
  Result<bool> rewind() override { return false; }
  Result<net::Bytes> next(std::size_t bytes_max) override {
    const auto count = std::min<std::uint64_t>({bytes_max, size_ - read, zeros_.size()});
    read += count;
    return net::Bytes(zeros_.data(), static_cast<std::size_t>(count));
  }
  std::uint64_t read = 0;

 private:
  std::uint64_t size_;
  std::vector<std::byte> zeros_;
};

TEST_P(Failures, ALargeBodyIsNotSentToWhoeverRefusesIt) {
  CountedBody body(100 * 1024 * 1024);
  const auto put = BlockingClient(config, stage.clock).put_object("nowhere", "k", body);
  EXPECT_EQ(code_of(put), "NoSuchBucket");
  EXPECT_EQ(body.read, 0U);
}

TEST(Servers, AServerThatIsNotThereIsNamed) {
  Stage stage;
  const Config config = stage.config();
  stage.listening.stop();
  const auto listed = BlockingClient(config, stage.clock).list_buckets();
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().code(), wire::Errc::NetworkFailure);
  EXPECT_EQ(listed.error().detail("Phase"), "connect");
  EXPECT_NE(wire::describe(listed.error()).find(net::to_string(*config.endpoint)),
            std::string::npos)
      << wire::describe(listed.error());
}

TEST(Servers, AHostThatDoesNotExistIsNamed) {
  Config config;
  config.endpoint = net::Origin{"no-such-host.invalid", 9000, false};
  config.retry = without_waiting();
  const auto listed = BlockingClient(config).list_buckets();
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().code(), wire::Errc::NetworkFailure);
  EXPECT_NE(wire::describe(listed.error()).find("no-such-host.invalid"), std::string::npos);
}

// Answers everything with one reply.
class Answering final : public net::Service {
 public:
  explicit Answering(std::function<net::Reply()> answer) : answer_(std::move(answer)) {}
  net::Begin begin(const net::Request&) override { return answer_(); }
  net::Reply fail(const wire::Error& error, const net::Request*, net::Upload*) override {
    net::Reply reply;
    reply.status = error.status();
    return reply;
  }

 private:
  std::function<net::Reply()> answer_;
};

net::Reply text_reply(unsigned status, std::string text) {
  net::Reply reply;
  reply.status = status;
  reply.body = std::move(text);
  return reply;
}

Config config_for(const Listening& listening) {
  Config config;
  config.endpoint = listening.origin();
  config.retry = without_waiting();
  return config;
}

TEST(Servers, AProxysErrorPageIsNotTakenForS3s) {
  Answering proxy([] { return text_reply(502, "<html><body>Bad Gateway</body></html>"); });
  const Listening listening(proxy);
  const auto listed = BlockingClient(config_for(listening)).list_buckets();
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().code(), wire::Errc::UnknownError);
  EXPECT_EQ(listed.error().detail("Status"), "502");
}

TEST(Servers, AWebServerThatSaysYesToEverythingIsNotAnEmptyS3) {
  Answering web([] { return text_reply(200, "<html><body>It works!</body></html>"); });
  const Listening listening(web);
  BlockingClient s3(config_for(listening));
  EXPECT_EQ(code_of(s3.list_buckets()), "MalformedXML");
  EXPECT_EQ(code_of(s3.list_objects("b")), "MalformedXML");
}

TEST(Servers, AnEndlessErrorDocumentIsCutOff) {
  Answering verbose([] { return text_reply(500, std::string(4 * 1024 * 1024, 'x')); });
  const Listening listening(verbose);
  EXPECT_EQ(code_of(BlockingClient(config_for(listening)).list_buckets()), "InternalError");
}

TEST(Servers, AListingThatRunsInACircleEnds) {
  Answering circle([] {
    return text_reply(200,
                      "<ListBucketResult><IsTruncated>true</IsTruncated>"
                      "<NextContinuationToken>t</NextContinuationToken></ListBucketResult>");
  });
  const Listening listening(circle);
  std::size_t pages = 0;
  const auto listed =
      BlockingClient(config_for(listening)).each_page("b", {}, [&](const ListPage&) {
        return ++pages < 100;
      });
  EXPECT_EQ(code_of(listed), "MalformedXML");
  EXPECT_EQ(pages, 2U);
}

// Promises more than it has.
class BreakingSource final : public net::Source {
 public:
  std::uint64_t size() const noexcept override { return 1000; }
  net::Result<net::Bytes> next(std::size_t) override {
    if (std::exchange(begun_, true)) return wire::Error(wire::Errc::InternalError);
    return wire::as_bytes("the first half");
  }

 private:
  bool begun_ = false;
};

TEST(Servers, ADownloadThatBreaksOffIsAFailureNotAShortObject) {
  Answering breaking([] {
    net::Reply reply;
    reply.body = std::make_unique<BreakingSource>();
    return reply;
  });
  const Listening listening(breaking);
  TextSink sink;
  const auto got = BlockingClient(config_for(listening)).get_object("b", "k", sink);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), wire::Errc::NetworkFailure);
  EXPECT_EQ(got.error().detail("Phase"), "body");
}

class FullSink final : public Sink {
 public:
  Result<void> write(net::Bytes) override {
    return wire::Error(wire::Errc::UnknownError, "the disk is full");
  }
};

TEST(Servers, ASinksOwnErrorIsTheDownloads) {
  Answering fine([] { return text_reply(200, "hello"); });
  const Listening listening(fine);
  FullSink sink;
  const auto got = BlockingClient(config_for(listening)).get_object("b", "k", sink);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message(), "the disk is full");
}

}  // namespace
}  // namespace pail::client
