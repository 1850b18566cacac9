#include <gtest/gtest.h>

#include "emulator/documents/delete_request.hpp"
#include "tests/emulator/support/versions.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {
namespace {

using Texts = std::vector<std::string>;

std::string md5_of(std::string_view text) {
  return wire::to_base64(wire::md5(wire::as_bytes(text)));
}

class DeleteObjects : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    for (const std::string key : {"a", "b", "c"}) s3.put("bucket/" + key, key);
  }
  Answer post(std::string body, HeaderList headers, std::string hash = {}) {
    return s3.send({.method = "POST",
                    .target = "/bucket?delete",
                    .headers = std::move(headers),
                    .body = std::move(body),
                    .payload_hash = std::move(hash)});
  }
  Answer remove(const std::string& inside) {
    const std::string body =
        "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + inside + "</Delete>";
    return post(body, {{"Content-MD5", md5_of(body)}});
  }
  Texts left() { return s3.send({.target = "/bucket"}).texts("Contents", "Key"); }
  Harness s3;
};

std::string object(const std::string& inside) {
  return "<Object>" + inside + "</Object>";
}
std::string key(const std::string& name) {
  return object("<Key>" + name + "</Key>");
}

TEST_F(DeleteObjects, AnswersInTheOrderAskedMissingOnesToo) {
  const Answer answer = remove(key("b") + key("missing") + key("a"));
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.texts("Deleted", "Key"), (Texts{"b", "missing", "a"}));
  EXPECT_NE(answer.body.find("<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                             "<Deleted><Key>b</Key></Deleted>"),
            std::string::npos)
      << answer.body;
  EXPECT_EQ(left(), Texts{"c"});
}

TEST_F(DeleteObjects, QuietTellsErrorsOnly) {
  const Answer answer =
      remove("<Quiet>true</Quiet>" + key("a") + object("<Key>b</Key><VersionId>nope</VersionId>"));
  EXPECT_EQ(answer.elements(), "Error");
  EXPECT_NE(answer.body.find("<Error><Key>b</Key><VersionId>nope</VersionId>"
                             "<Code>NoSuchVersion</Code>"
                             "<Message>The specified version does not exist.</Message></Error>"),
            std::string::npos)
      << answer.body;
  EXPECT_EQ(left(), (Texts{"b", "c"}));
}

TEST_F(DeleteObjects, EveryEntryHasItsOwnConditions) {
  const std::string etag = wire::to_hex(wire::md5(wire::as_bytes("a")));
  const Answer answer =
      remove(object("<Key>a</Key><ETag>\"" + etag + "\"</ETag>") +
             object("<Key>b</Key><ETag>" + etag + "</ETag>") +
             object("<Key>c</Key><Size>1</Size>") + object("<Key>none</Key><ETag>x</ETag>") +
             key(std::string(1025, 'k')) + object("<VersionId>null</VersionId><Key>c</Key>"));
  EXPECT_EQ(answer.texts("Deleted", "Key"), (Texts{"a", "c"}));
  EXPECT_EQ(answer.texts("Deleted", "VersionId"), Texts{"null"});
  EXPECT_EQ(answer.texts("Error", "Code"),
            (Texts{"PreconditionFailed", "NotImplemented", "NoSuchKey", "KeyTooLongError"}));
  EXPECT_EQ(left(), Texts{"b"});
}

TEST_F(DeleteObjects, TellsOfTheMarkersItMadeAndRemoved) {
  set_versioning(s3, "bucket", "Enabled");
  const Answer made = remove(key("a") + key("missing"));
  const Texts markers = made.texts("Deleted", "DeleteMarkerVersionId");
  ASSERT_EQ(markers.size(), 2U);
  EXPECT_EQ(made.texts("Deleted", "DeleteMarker"), (Texts{"true", "true"}));
  EXPECT_EQ(made.texts("Deleted", "VersionId"), Texts{});
  EXPECT_EQ(left(), (Texts{"b", "c"}));
  const std::string unknown = "096fKKXTRTtl3on89fVO.nfljtsv6qko";
  const auto version = [](const std::string& name, const std::string& id) {
    return object("<Key>" + name + "</Key><VersionId>" + id + "</VersionId>");
  };
  const Answer removed =
      remove(version("a", markers[0]) + version("b", "null") + version("c", unknown));
  EXPECT_EQ(removed.texts("Deleted", "VersionId"), (Texts{markers[0], "null", unknown}));
  EXPECT_EQ(removed.texts("Deleted", "DeleteMarkerVersionId"), Texts{markers[0]});
  EXPECT_NE(removed.body.find("<Deleted><Key>b</Key><VersionId>null</VersionId></Deleted>"),
            std::string::npos)
      << removed.body;
  EXPECT_EQ(left(), (Texts{"a", "c"}));
}

TEST_F(DeleteObjects, KeysAreTextWhoseSpacesCount) {
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket/%20x%20"}).status, 200U);
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket/%20"}).status, 200U);
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket/%3C%26%01"}).status, 200U);
  const Answer answer = remove(key(" x ") + key(" ") + key("&lt;&amp;&#x1;") + key("x"));
  EXPECT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(left(), (Texts{"a", "b", "c"}));
}

TEST_F(DeleteObjects, DocumentsMustFollowTheSchema) {
  std::string many;
  for (int i = 0; i < 1001; ++i) many += key(std::to_string(i));
  const std::pair<std::string, std::string> cases[] = {
      {many, "MalformedXML"},
      {"", "MalformedXML"},
      {"<Quiet>true</Quiet>", "MalformedXML"},
      {"<Quiet>maybe</Quiet>" + key("a"), "MalformedXML"},
      {key("a") + "<Other/>", "MalformedXML"},
      {object("<Key>a</Key><Other/>"), "MalformedXML"},
      {object("<Key>a</Key><Key>b</Key>"), "MalformedXML"},
      {object("<VersionId>null</VersionId>"), "MalformedXML"},
      {key("a") + key(""), "UserKeyMustBeSpecified"},
  };
  for (const auto& [inside, code] : cases) {
    SCOPED_TRACE(inside.substr(0, 60));
    EXPECT_EQ(remove(inside).code(), code);
    EXPECT_EQ(left(), (Texts{"a", "b", "c"}));
  }
  EXPECT_EQ(remove(many.substr(0, many.rfind("<Object>"))).status, 200U) << "1000 are allowed";
  EXPECT_EQ(documents::parse_delete_request("<Remove/>").error().code(), wire::Errc::MalformedXML);
}

TEST_F(DeleteObjects, FaultsAreToldInS3sOrder) {
  const std::string good = "<Delete>" + key("a") + "</Delete>";
  const std::string empty_key = "<Delete>" + key("") + "</Delete>";
  const std::string other_hash(64, 'b');
  const std::string wrong_md5 = md5_of("other");
  struct Case {
    std::string why, body;
    HeaderList headers;
    std::string code, message;
  };
  const Case cases[] = {
      {"checksum headers first",
       good,
       {{"x-amz-checksum-crc32", "x"}, {"Content-MD5", "x"}},
       "InvalidRequest",
       "Value for x-amz-checksum-crc32 header is invalid."},
      {"then MD5's form",
       good,
       {{"Content-MD5", "x"}},
       "InvalidDigest",
       "The Content-MD5 you specified was invalid."},
      {"then neither",
       "",
       {},
       "InvalidRequest",
       "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"},
      {"then emptiness",
       "",
       {{"Content-MD5", wrong_md5}},
       "MissingRequestBodyError",
       "Request Body is empty"},
      {"then the schema", "<Delete/>", {{"Content-MD5", wrong_md5}}, "MalformedXML", ""},
      {"then an empty key", empty_key, {{"Content-MD5", wrong_md5}}, "UserKeyMustBeSpecified", ""},
      {"then the digest", good, {{"Content-MD5", wrong_md5}}, "BadDigest", ""},
      {"then the payload hash",
       good,
       {{"Content-MD5", md5_of(good)}},
       "XAmzContentSHA256Mismatch",
       ""},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.why);
    const Answer answer = post(c.body, c.headers, other_hash);
    EXPECT_EQ(answer.code(), c.code);
    if (!c.message.empty()) {
      EXPECT_EQ(answer.message(), c.message);
    }
    EXPECT_EQ(left(), (Texts{"a", "b", "c"}));
  }
  EXPECT_EQ(post(good, {{"Content-MD5", wrong_md5}}).element("ExpectedDigest"), wrong_md5);
}

TEST_F(DeleteObjects, AChecksumWillDo) {
  const std::string body = "<Delete>" + key("a") + "</Delete>";
  wire::Checksum checksum(wire::ChecksumAlgorithm::crc32);
  checksum.update(wire::as_bytes(body));
  EXPECT_EQ(post(body, {{"x-amz-checksum-crc32", "AAAAAA=="}}).code(), "BadDigest");
  EXPECT_EQ(left(), (Texts{"a", "b", "c"}));
  EXPECT_EQ(post(body, {{"x-amz-checksum-crc32", checksum.base64()}}).status, 200U);
  EXPECT_EQ(left(), (Texts{"b", "c"}));
}

TEST_F(DeleteObjects, RefusesWhatItCannotHonour) {
  const std::string body = "<Delete>" + key("a") + "</Delete>";
  EXPECT_EQ(
      post(body, {{"x-amz-bypass-governance-retention", "true"}, {"Content-MD5", md5_of(body)}})
          .element("ArgumentName"),
      "x-amz-bypass-governance-retention");
  const Answer too_long =
      post(std::string(2 * 1024 * 1024 + 1, ' '), {{"Content-MD5", md5_of("")}});
  EXPECT_EQ(too_long.code(), "MaxMessageLengthExceeded");
  EXPECT_FALSE(too_long.body_was_asked_for);
}

}  // namespace
}  // namespace pail::emulator::testing
