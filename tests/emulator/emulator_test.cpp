#include "emulator/emulator.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "emulator/store/disk.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/store/support/temporary_directory.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Emulator, StoresServesListsAndDeletesOneObject) {
  for (const Signing signing : {Signing::v4, Signing::v2}) {
    SCOPED_TRACE(signing == Signing::v4 ? "V4" : "V2");
    Harness s3;
    const auto send = [&](std::string method, std::string target, std::string body = {}) {
      return s3.send({.method = std::move(method),
                      .target = std::move(target),
                      .body = std::move(body),
                      .signing = signing});
    };
    EXPECT_EQ(send("PUT", "/photos").status, 200U);
    EXPECT_EQ(send("PUT", "/photos/cat.jpg", "meow").header("ETag"),
              "\"4a4be40c96ac6314e91d93f38043a634\"");
    EXPECT_EQ(send("GET", "/photos/cat.jpg").body, "meow");
    EXPECT_EQ(send("GET", "/photos?list-type=2").texts("Contents", "Key"),
              std::vector<std::string>{"cat.jpg"});
    EXPECT_EQ(send("DELETE", "/photos/cat.jpg").status, 204U);
    EXPECT_EQ(send("GET", "/photos/cat.jpg").code(), "NoSuchKey");
    EXPECT_EQ(send("DELETE", "/photos").status, 204U);
    EXPECT_EQ(send("HEAD", "/photos").status, 404U);
  }
}

struct Noted {
  std::string request_id, peer, method, target, operation, access_key, scheme, error_code;
  unsigned status;
};

class Finishing : public ::testing::Test {
 protected:
  Finishing() : s3(observed()) { s3.make_bucket("bucket"); }
  Options observed() {
    Options options;
    options.on_finished = [this](const Finished& f) {
      noted.push_back({std::string(f.request_id), std::string(f.peer), std::string(f.method),
                       std::string(f.target), std::string(f.operation), std::string(f.access_key),
                       std::string(f.scheme), std::string(f.error_code), f.status});
    };
    return options;
  }
  std::vector<Noted> noted;
  Harness s3;
};

TEST_F(Finishing, EveryExchangeIsToldOnce) {
  noted.clear();
  s3.put("bucket/key", "hello");
  const Answer answer = s3.send({.target = "/bucket/none", .signing = Signing::v2});
  ASSERT_EQ(noted.size(), 2U);
  EXPECT_EQ(noted[0].operation, "PutObject");
  EXPECT_EQ(noted[0].status, 200U);
  EXPECT_EQ(noted[0].error_code, "");
  EXPECT_EQ(noted[0].scheme, "V4 header");
  EXPECT_EQ(noted[0].peer, "127.0.0.1");
  EXPECT_EQ(noted[1].request_id, answer.header("x-amz-request-id"));
  EXPECT_EQ(noted[1].method, "GET");
  EXPECT_EQ(noted[1].target, "/bucket/none");
  EXPECT_EQ(noted[1].operation, "GetObject");
  EXPECT_EQ(noted[1].access_key, default_access_key);
  EXPECT_EQ(noted[1].scheme, "V2 header");
  EXPECT_EQ(noted[1].status, 404U);
  EXPECT_EQ(noted[1].error_code, "NoSuchKey");
}

TEST_F(Finishing, FailedBodiesAndSignaturesAreToldToo) {
  noted.clear();
  s3.send({.method = "PUT",
           .target = "/bucket/key",
           .headers = {{"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}},
           .body = "hello"});
  s3.send({.target = "/bucket", .secret_key = "wrong"});
  s3.send({.target = "/bucket?Signature=abc", .signing = Signing::none});
  ASSERT_EQ(noted.size(), 3U);
  EXPECT_EQ(noted[0].error_code, "BadDigest");
  EXPECT_EQ(noted[0].operation, "PutObject");
  EXPECT_EQ(noted[1].error_code, "SignatureDoesNotMatch");
  EXPECT_EQ(noted[1].access_key, default_access_key);
  EXPECT_EQ(noted[1].scheme, "") << "nothing was proven";
  EXPECT_EQ(noted[2].target, "/bucket?Signature=...");
}

TEST_F(Finishing, WhatNetCannotReadIsAnsweredAndTold) {
  noted.clear();
  const net::Reply reply = s3.emulator().fail(wire::Errc::BadRequest, nullptr, nullptr);
  EXPECT_EQ(reply.status, 400U);
  EXPECT_NE(std::get<std::string>(reply.body).find("<Code>BadRequest</Code>"), std::string::npos);
  EXPECT_TRUE(reply.fields.find("x-amz-request-id"));
  EXPECT_TRUE(reply.fields.find("Date"));
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].method, "");
}

TEST_F(Finishing, AnUploadCutShortKeepsItsName) {
  net::Request request;
  request.method = "PUT";
  request.target = "/bucket/key";
  request.headers = {{"Host", "localhost"}};
  EXPECT_TRUE(std::holds_alternative<net::Reply>(s3.emulator().begin(request))) << "anonymous";
  noted.clear();
  const Answer answer = s3.send({.method = "PUT",
                                 .target = "/bucket/key",
                                 .headers = {{"x-amz-decoded-content-length", "9"}},
                                 .body = "5\r\nhel",
                                 .payload_hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"});
  EXPECT_EQ(answer.code(), "IncompleteBody");
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].request_id, answer.header("x-amz-request-id"));
  EXPECT_EQ(answer.element("RequestId"), answer.header("x-amz-request-id"));
}

TEST(Emulator, ServesSeveralThreadsAtOnce) {
  Harness s3;
  s3.make_bucket("bucket");
  std::atomic<int> good{0};
  constexpr int rounds = 50;
  const auto work = [&](int id) {
    const std::string key = "/bucket/" + std::to_string(id);
    for (int i = 0; i < rounds; ++i) {
      const std::string body = std::to_string(i);
      const bool put = s3.send({.method = "PUT", .target = key, .body = body}).status == 200U;
      const bool got = s3.send({.target = key}).body == body;
      const bool listed = s3.send({.target = "/bucket?list-type=2"}).status == 200U;
      if (put && got && listed) ++good;
    }
  };
  std::vector<std::thread> threads;
  for (int id = 0; id < 4; ++id) threads.emplace_back(work, id);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 4 * rounds);
}

TEST(Emulator, MemoryNeverBlocks) {
  Harness s3;
  EXPECT_FALSE(s3.emulator().may_block({}));
}

TEST(Emulator, OnDiskReadingObjectsAndListingThemBlocksNobody) {
  const store::testing::TemporaryDirectory directory;
  auto engine = store::open_disk_engine({directory.path(), store::Durability::none});
  ASSERT_TRUE(engine);
  Options options;
  options.engine = std::move(engine.value());
  Harness s3(std::move(options));
  const struct {
    std::string_view method, target;
    bool blocks;
  } all[] = {
      {"GET", "/bucket/key", false},
      {"GET", "/bucket/key?versionId=1", false},
      {"GET", "/bucket?list-type=2", false},
      {"HEAD", "/bucket/key", false},
      {"HEAD", "/", false},
      {"PUT", "/bucket/key", true},
      {"POST", "/bucket/key?uploads", true},
      {"DELETE", "/bucket/key", true},
      // Whatever may be a call of IAM, which changes the directory and saves it.
      {"GET", "/?Action=CreateUser", true},
      {"GET", "/?%41ction=CreateUser", true},
      {"GET", "//?Action=CreateUser", true},
      {"GET", "?Action=CreateUser", true},
      {"GET", "http://localhost/?Action=CreateUser", true},
      {"GET", "", true},
      {"get", "/bucket/key", true},
  };
  for (const auto& each : all) {
    SCOPED_TRACE(std::string(each.method) + " " + std::string(each.target));
    net::Request request;
    request.method = each.method;
    request.target = each.target;
    EXPECT_EQ(s3.emulator().may_block(request), each.blocks);
  }
}

}  // namespace
}  // namespace pail::emulator::testing
