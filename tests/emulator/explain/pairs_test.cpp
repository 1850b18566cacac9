// Two mistakes at once: random pairs out of those that can be made together, in V2 and V4.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "tests/emulator/explain/wrong_signer.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::UnorderedElementsAre;

// All that goes into a signature of either version; each mistake below changes a part of its own.
struct Making {
  // V2
  std::string method = {}, type = {}, date = {}, amz_lines = {}, resource = {};
  // V4
  Canonical canonical = {};
  std::string region = "us-east-1";

  std::string end = {};  // behind the string to sign
  std::string secret{right_secret};
  std::function<std::string(std::string)> write = [](std::string bytes) { return bytes; };
};

struct Part {
  std::string id;
  std::function<void(Making&)> make;
};

// A PUT with a Content-Type, an escape in its path and an x-amz- header written in capitals.
const std::vector<Part> parts_of_v2 = {
    {"method-other", [](Making& m) { m.method = "GET"; }},
    {"content-type-added", [](Making& m) { m.type = ""; }},
    {"date-other-text", [](Making& m) { m.date = "Sun, 01 Mar 2026 12:00:00 +0000"; }},
    {"header-names-case", [](Making& m) { m.amz_lines = "X-Amz-Meta-A:1\n"; }},
    {"path-decoded", [](Making& m) { m.resource = "/b/a b?acl"; }},
    {"string-ends-in-newline", [](Making& m) { m.end = "\n"; }},
    {"secret-line-end", [](Making& m) { m.secret += "\n"; }},
    {"v2-signature-hex",
     [](Making& m) {
       m.write = [](std::string text) { return hex(wire::from_base64(text).value()); };
     }},
};

RawRequest send_v2(const Stage& stage, const Making& m) {
  RawRequest request{"PUT", "/b/a%20b?acl"};
  request.with("Date", date_text).with("Content-Type", "text/css").with("X-Amz-Meta-A", "1");
  const std::string to_sign =
      m.method + "\n\n" + m.type + "\n" + m.date + "\n" + m.amz_lines + m.resource + m.end;
  return header2(stage, request, m.write(signature2(to_sign, m.secret)));
}

Making right_v2() {
  return {.method = "PUT",
          .type = "text/css",
          .date = date_text,
          .amz_lines = "x-amz-meta-a:1\n",
          .resource = "/b/a%20b?acl"};
}

const std::vector<Part> parts_of_v4 = {
    {"method-other", [](Making& m) { m.canonical.method = "PUT"; }},
    {"path-encoded-twice", [](Making& m) { m.canonical.path = "/b/a%2520b"; }},
    {"v4-query-unsorted", [](Making& m) { m.canonical.query = "b=2&a=1"; }},
    {"v4-host-without-port",
     [](Making& m) { m.canonical.lines = usual_lines("localhost", empty_hash); }},
    {"v4-payload-unsigned", [](Making& m) { m.canonical.hash = "UNSIGNED-PAYLOAD"; }},
    {"v4-key-region", [](Making& m) { m.region = "eu-west-1"; }},
    {"secret-quoted", [](Making& m) { m.secret = '"' + m.secret + '"'; }},
    {"v4-signature-case", [](Making& m) { m.write = upper; }},
};

RawRequest send_v4(const Stage& stage, const Making& m) {
  RawRequest request{"GET", "/b/a%20b?b=2&a=1"};
  request.with("x-amz-content-sha256", empty_hash);
  const std::string key = key4(m.secret, day, m.region);
  return header4(stage, request, m.write(signature4(m.canonical.text(), key)));
}

Making right_v4(const Stage& stage) {
  return {.canonical = {.path = "/b/a%20b",
                        .query = "a=1&b=2",
                        .lines = usual_lines(stage.host(), empty_hash),
                        .hash = empty_hash}};
}

// Two different numbers below `count`.
std::pair<std::size_t, std::size_t> two_of(std::size_t count, std::mt19937& random) {
  std::uniform_int_distribution<std::size_t> any(0, count - 1);
  const std::size_t first = any(random);
  std::size_t second = any(random);
  while (second == first) second = any(random);
  return {first, second};
}

constexpr int pairs = 40;

TEST(ExplainPairs, OfV2AreBothNamed) {
  Stage stage;
  std::mt19937 random(20260301);
  for (int i = 0; i < pairs; ++i) {
    const auto [first, second] = two_of(parts_of_v2.size(), random);
    SCOPED_TRACE(parts_of_v2[first].id + " with " + parts_of_v2[second].id);
    Making making = right_v2();
    parts_of_v2[first].make(making);
    parts_of_v2[second].make(making);
    const RawAnswer answer = stage.send(send_v2(stage, making));
    EXPECT_THAT(answer.elements("PailMistake"),
                UnorderedElementsAre(parts_of_v2[first].id, parts_of_v2[second].id))
        << answer.body;
  }
}

TEST(ExplainPairs, OfV4AreBothNamed) {
  Stage stage;
  std::mt19937 random(20260301);
  for (int i = 0; i < pairs; ++i) {
    const auto [first, second] = two_of(parts_of_v4.size(), random);
    SCOPED_TRACE(parts_of_v4[first].id + " with " + parts_of_v4[second].id);
    Making making = right_v4(stage);
    parts_of_v4[first].make(making);
    parts_of_v4[second].make(making);
    const RawAnswer answer = stage.send(send_v4(stage, making));
    EXPECT_THAT(answer.elements("PailMistake"),
                UnorderedElementsAre(parts_of_v4[first].id, parts_of_v4[second].id))
        << answer.body;
  }
}

TEST(ExplainPairs, TheRightMakingsAreRight) {
  Stage stage;
  EXPECT_EQ(stage.send(send_v2(stage, right_v2())).element("Code"), "NoSuchBucket");
  EXPECT_EQ(stage.send(send_v4(stage, right_v4(stage))).element("Code"), "NoSuchBucket");
}

}  // namespace
}  // namespace pail::emulator::testing
