// If-Match and If-None-Match on everything that writes a key: one table, four operations. Spec:
// shared/spec/semantics.md §7.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"

namespace pail::emulator::testing {
namespace {

const std::string hello_etag = "5d41402abc4b2a76b9719d911017c592";

enum class State { absent, hello, deleted };  // of the key, before the write

struct Write {
  std::string name;
  Answer (*send)(Harness& s3, HeaderList headers);
};

Answer put(Harness& s3, HeaderList headers) {
  return s3.send(
      {.method = "PUT", .target = "/bucket/key", .headers = std::move(headers), .body = "new"});
}

Answer copy(Harness& s3, HeaderList headers) {
  s3.put("bucket/source", "new");
  headers.emplace_back("x-amz-copy-source", "bucket/source");
  return s3.send({.method = "PUT", .target = "/bucket/key", .headers = std::move(headers)});
}

Answer complete(Harness& s3, HeaderList headers) {
  const std::string id =
      s3.send({.method = "POST", .target = "/bucket/key?uploads"}).element("UploadId");
  const std::string etag =
      s3.send({.method = "PUT", .target = "/bucket/key?partNumber=1&uploadId=" + id, .body = "new"})
          .header("ETag");
  return s3.send({.method = "POST",
                  .target = "/bucket/key?uploadId=" + id,
                  .headers = std::move(headers),
                  .body = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" + etag +
                          "</ETag></Part></CompleteMultipartUpload>"});
}

const Write writes[] = {{"PutObject", put}, {"CopyObject", copy}, {"Complete", complete}};

void bring(Harness& s3, State state) {
  s3.make_bucket("bucket");
  if (state == State::deleted) set_versioning(s3, "bucket");
  if (state != State::absent) s3.put("bucket/key", "hello");
  if (state == State::deleted) s3.send({.method = "DELETE", .target = "/bucket/key"});
}

struct Case {
  State state;
  HeaderList headers;
  std::string outcome;  // "200", or the code and what it names
};

const std::string match = "If-Match";
const std::string none_match = "If-None-Match";
const std::string refused_match =
    "NotImplemented If-Match: We don't accept the provided value of If-Match header for this API";
const std::string refused_none_match =
    "NotImplemented If-None-Match: We don't accept the provided value of If-None-Match header for "
    "this API";
const std::string refused_both =
    "NotImplemented If-Match,If-None-Match: Multiple conditional request headers present in the "
    "request";

const Case write_cases[] = {
    {State::absent, {{none_match, "*"}}, "200"},
    {State::hello, {{none_match, "*"}}, "PreconditionFailed If-None-Match"},
    {State::deleted, {{none_match, "*"}}, "200"},
    {State::absent, {{none_match, hello_etag}}, refused_none_match},
    {State::hello, {{none_match, '"' + hello_etag + '"'}}, refused_none_match},
    {State::hello, {{none_match, ""}}, refused_none_match},
    {State::hello, {{match, '"' + hello_etag + '"'}}, "200"},
    {State::hello, {{match, hello_etag}}, "200"},
    {State::hello, {{match, "\"other\""}}, "PreconditionFailed If-Match"},
    {State::hello, {{match, "W/\"" + hello_etag + '"'}}, "PreconditionFailed If-Match"},
    {State::absent, {{match, hello_etag}}, "NoSuchKey key"},
    {State::deleted, {{match, hello_etag}}, "NoSuchKey key"},
    {State::absent, {{match, "*"}}, refused_match},
    {State::hello, {{match, "*"}}, refused_match},
    {State::hello, {{match, hello_etag}, {none_match, "*"}}, refused_both},
    {State::absent, {{match, "*"}, {none_match, "x"}}, refused_both},
};

std::string outcome_of(const Answer& answer) {
  if (answer.status < 300) return std::to_string(answer.status);
  const std::string code = answer.code();
  if (code == "PreconditionFailed") return code + " " + answer.element("Condition");
  if (code == "NoSuchKey") return code + " " + answer.element("Key");
  return code + " " + answer.element("Header") + ": " + answer.element("additionalMessage");
}

TEST(ConditionalWrites, AreJudgedAlikeByEveryOperationThatStores) {
  for (const Write& write : writes) {
    for (const Case& c : write_cases) {
      SCOPED_TRACE(write.name + ", " + c.headers.front().first + ": " + c.headers.front().second +
                   ", state " + std::to_string(static_cast<int>(c.state)));
      Harness s3;
      bring(s3, c.state);
      EXPECT_EQ(outcome_of(write.send(s3, c.headers)), c.outcome);
      if (c.outcome == "200") {
        EXPECT_EQ(s3.get("bucket/key"), "new");
      } else if (c.state == State::hello) {
        EXPECT_EQ(s3.get("bucket/key"), "hello") << "what is refused changes nothing";
      } else {
        EXPECT_EQ(s3.send({.target = "/bucket/key"}).code(), "NoSuchKey");
      }
    }
  }
}

const Case delete_cases[] = {
    {State::hello, {{match, '"' + hello_etag + '"'}}, "204"},
    {State::hello, {{match, hello_etag}}, "204"},
    {State::hello, {{match, "*"}}, "204"},
    {State::hello, {{match, "\"other\""}}, "PreconditionFailed If-Match"},
    {State::absent, {{match, "*"}}, "NoSuchKey key"},
    {State::absent, {{match, hello_etag}}, "NoSuchKey key"},
    {State::hello, {{"x-amz-if-match-size", "5"}}, "NotImplemented x-amz-if-match-size: "},
    {State::hello,
     {{"x-amz-if-match-last-modified-time", "Sun, 01 Mar 2026 12:00:00 GMT"}},
     "NotImplemented x-amz-if-match-last-modified-time: "},
};

TEST(ConditionalWrites, OfDeleteObjectKnowIfMatchAlone) {
  for (const Case& c : delete_cases) {
    SCOPED_TRACE(c.headers.front().first + ": " + c.headers.front().second);
    Harness s3;
    bring(s3, c.state);
    const Answer answer =
        s3.send({.method = "DELETE", .target = "/bucket/key", .headers = c.headers});
    EXPECT_EQ(outcome_of(answer), c.outcome);
    if (c.state != State::hello) continue;
    const bool gone = s3.send({.target = "/bucket/key"}).status == 404;
    EXPECT_EQ(gone, c.outcome == "204");
  }
}

}  // namespace
}  // namespace pail::emulator::testing
