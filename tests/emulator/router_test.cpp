#include "emulator/router.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <map>
#include <set>

#include "emulator/known_operations.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::emulator::testing {
namespace {

// Rows of operations.csv by operation, each a map from column to cell.
std::map<std::string, std::map<std::string, std::string>> spec_rows() {
  const auto csv = pail::testing::csv_fixture("spec/operations.csv");
  std::map<std::string, std::map<std::string, std::string>> rows;
  for (std::size_t i = 1; i < csv.size(); ++i) {
    std::map<std::string, std::string> row;
    for (std::size_t column = 0; column < csv[i].size(); ++column) {
      row[csv[0][column]] = csv[i][column];
    }
    if (row["service"] == "s3") rows[row["operation"]] = row;
  }
  return rows;
}

std::string_view level_name(Level level) {
  return level == Level::service ? "service" : level == Level::bucket ? "bucket" : "object";
}

// "query acl" -> the row names the selector as the spec does.
bool selects(const std::string& spec, std::string_view selector) {
  if (selector.empty()) return spec.find("query ") == std::string::npos;
  return spec.find("query " + std::string(selector)) != std::string::npos;
}

TEST(Operations, RowsAgreeWithTheSpec) {
  auto spec = spec_rows();
  ASSERT_FALSE(operations().empty());
  for (const Operation* const operation : operations()) {
    SCOPED_TRACE(operation->name);
    auto& row = spec[std::string(operation->name)];
    ASSERT_FALSE(row.empty());
    EXPECT_EQ(row["method"], operation->method);
    EXPECT_EQ(row["target"], level_name(operation->level));
    EXPECT_TRUE(selects(row["selector"], operation->selector)) << row["selector"];
    EXPECT_NE(row["iam_actions"].find(operation->action), std::string::npos);
  }
}

// Directory buckets, lambda and the preflight are not met at a bucket's address; four rows are the
// older names of others.
TEST(KnownOperations, AreAllOfTheSpecThatAnAddressCanMean) {
  const std::set<std::string> left_out = {"CreateSession",          "ListDirectoryBuckets",
                                          "WriteGetObjectResponse", "PreflightCORS",
                                          "GetBucketLifecycle",     "PutBucketLifecycle",
                                          "GetBucketNotification",  "PutBucketNotification"};
  auto spec = spec_rows();
  for (const std::string& name : left_out) ASSERT_EQ(spec.erase(name), 1U) << name;
  for (const KnownOperation& known : known_operations()) {
    SCOPED_TRACE(known.name);
    auto& row = spec[std::string(known.name)];
    EXPECT_EQ(row["method"], known.method);
    EXPECT_EQ(row["target"], level_name(known.level));
    if (known.beside != "x-amz-copy-source") {
      EXPECT_TRUE(selects(row["selector"], known.selector)) << row["selector"];
    }
    spec.erase(std::string(known.name));
  }
  for (const auto& [name, row] : spec) ADD_FAILURE() << name << " is not in the table";
}

class Routing : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("abc");
    s3.put("abc/k", "precious");
  }
  Answer send(std::string method, std::string target) {
    return s3.send({.method = std::move(method), .target = std::move(target)});
  }
  Harness s3;
};

const KnownOperation* built(const KnownOperation& known) {
  for (const Operation* const operation : operations()) {
    if (operation->name == known.name) return &known;
  }
  return nullptr;
}

TEST_F(Routing, WhatPailLacksIs501NamingTheOperation) {
  std::size_t lacking = 0;
  for (const KnownOperation& known : known_operations()) {
    if (built(known) != nullptr) continue;
    SCOPED_TRACE(known.name);
    std::string target = known.level == Level::object ? "/abc/k" : "/abc";
    HeaderList headers;
    if (known.beside == "x-amz-copy-source") headers = {{"x-amz-copy-source", "/abc/k"}};
    if (!known.selector.empty()) target += "?" + std::string(known.selector);
    if (known.selector == "partNumber") target += "=1&uploadId=u";
    if (known.beside == "id") target += "&id=1";
    const Answer answer =
        s3.send({.method = std::string(known.method), .target = target, .headers = headers});
    EXPECT_EQ(answer.status, 501U);
    EXPECT_EQ(answer.message(), "Pail does not implement " + std::string(known.name) + ".");
    EXPECT_EQ(s3.get("abc/k"), "precious");
    ++lacking;
  }
  // The preflight is built, and no address means it.
  EXPECT_EQ(lacking, known_operations().size() - (operations().size() - 1));
}

bool has_operation(std::string_view method, std::string_view selector) {
  const auto rows = operations();
  return std::any_of(rows.begin(), rows.end(), [&](const Operation* row) {
    return row->method == method && row->selector == selector;
  });
}

TEST_F(Routing, NoRequestForASubResourceTouchesWhatLiesUnderneath) {
  for (const Selector& selector : selectors()) {
    for (const std::string path : {"/abc", "/abc/", "/abc/k"}) {
      for (const std::string method : {"GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"}) {
        for (const std::string value : {"", "=", "=x"}) {
          const std::string target = path + "?" + std::string(selector.name) + value;
          SCOPED_TRACE(method + " " + target);
          const Answer answer = send(method, target);
          EXPECT_TRUE(answer.status >= 400U || has_operation(method, selector.name));
          EXPECT_EQ(s3.get("abc/k"), "precious");
        }
      }
    }
  }
}

struct NotAllowed {
  std::string method, target, resource_type, allow;
};

TEST_F(Routing, MethodNotAllowedSaysWhatIsAllowed) {
  const NotAllowed cases[] = {
      {"POST", "/", "SERVICE", "GET"},
      {"PUT", "/", "SERVICE", "GET"},
      {"PATCH", "/abc", "BUCKET", "DELETE, GET, HEAD, POST, PUT"},
      {"PATCH", "/abc/k", "OBJECT", "DELETE, GET, HEAD, PUT"},
      {"POST", "/abc/k", "OBJECT", "DELETE, GET, HEAD, PUT"},
      {"PUT", "/abc?location", "LOCATION", "GET"},
      {"DELETE", "/abc?versioning", "VERSIONING", "GET, PUT"},
      {"DELETE", "/abc?acl", "ACL", "GET, PUT"},
      {"DELETE", "/abc/k?acl", "ACL", "GET, PUT"},
      {"GET", "/abc?delete", "MULTI_OBJECT_DELETE", "POST"},
      {"POST", "/abc/k?delete", "MULTI_OBJECT_DELETE", ""},
      {"DELETE", "/abc/k?retention", "OBJECT_LOCK_RETENTION", "GET, PUT"},
      {"DELETE", "/abc/k?legal-hold", "OBJECT_LOCK_LEGALHOLD", "GET, PUT"},
      {"PUT", "/abc/k?uploadId=u", "UPLOAD", "DELETE, GET, POST"},
      {"POST", "/abc/k?uploadId=u&partNumber=1", "PART", "PUT"},
      {"PUT", "/abc/k?torrent", "TORRENT", "GET"},
      {"GET", "/abc/k?restore", "RESTORE", "POST"},
      {"GET", "/abc/k?select&select-type=2", "SELECT", "POST"},
      {"GET", "/abc/k?encryption", "OBJECT_ENCRYPTION", "PUT"},
      {"POST", "/abc/k?tagging", "OBJECT_TAGGING", "DELETE, GET, PUT"},
      {"POST", "/abc?uploads", "UPLOADS", "GET"},
      {"PUT", "/abc?versions", "BUCKETVERSIONS", "GET"},
      {"PUT", "/abc?policyStatus", "POLICY_STATUS", "GET"},
      // Sub-resources of buckets answer for the bucket whatever the key.
      {"POST", "/abc/k?location", "LOCATION", "GET"},
      {"PUT", "/abc/k?location", "LOCATION", "GET"},
  };
  for (const NotAllowed& c : cases) {
    SCOPED_TRACE(c.method + " " + c.target);
    const Answer answer = send(c.method, c.target);
    EXPECT_EQ(answer.status, 405U);
    EXPECT_EQ(answer.elements(), "Code Message Method ResourceType RequestId HostId");
    EXPECT_EQ(answer.code(), "MethodNotAllowed");
    EXPECT_EQ(answer.message(), "The specified method is not allowed against this resource.");
    EXPECT_EQ(answer.element("Method"), c.method);
    EXPECT_EQ(answer.element("ResourceType"), c.resource_type);
    EXPECT_TRUE(answer.has("Allow"));
    EXPECT_EQ(answer.header("Allow"), c.allow);
  }
}

TEST_F(Routing, HeadOfASubResourceIs405WithoutABody) {
  for (const std::string target :
       {"/abc?acl", "/abc/k?acl", "/abc?location", "/abc/k?uploadId=u", "/"}) {
    SCOPED_TRACE(target);
    const Answer answer = send("HEAD", target);
    EXPECT_EQ(answer.status, 405U);
    EXPECT_EQ(answer.body, "");
    EXPECT_NE(answer.header("Allow"), "");
  }
  EXPECT_EQ(send("HEAD", "/").header("Allow"), "GET");
}

struct Refused {
  std::string method, target, code, message, argument;
};

TEST_F(Routing, ConflictingAndMisplacedSubResourcesAreRefused) {
  const Refused cases[] = {
      {"GET", "/abc?location&acl", "InvalidArgument",
       "Conflicting query string parameters: acl, location", "ResourceType=acl"},
      {"DELETE", "/abc/k?uploads&acl", "InvalidArgument",
       "Conflicting query string parameters: acl, uploads", "ResourceType=acl"},
      {"PUT", "/abc/k?uploadId=u&partNumber=1&tagging", "InvalidArgument",
       "Conflicting query string parameters: partNumber, tagging", "ResourceType=partNumber"},
      {"GET", "/abc?website=x", "InvalidArgument", "The website parameter takes no value.",
       "website=x"},
      {"GET", "/abc?partNumber=1", "InvalidRequest", "Object must have a valid key name.", "="},
      {"PUT", "/abc/k?partNumber=1", "InvalidArgument", "A partNumber needs an uploadId.",
       "partNumber=1"},
      {"GET", "/abc?uploadId=u", "InvalidRequest", "A key must be specified", "="},
      {"POST", "/abc?restore", "UserKeyMustBeSpecified", "User key must be specified.", "="},
      {"GET", "/abc?torrent", "RequestTorrentOfBucketError",
       "Requesting the torrent file of a bucket is not permitted.", "="},
      {"GET", "/abc/k?logging", "NoLoggingStatusForKey",
       "There is no such thing as the ?logging sub-resource for a key", "="},
      {"GET", "/abc/k?versions", "InvalidRequest",
       "There is no such thing as the ?versions sub-resource for a key", "="},
      {"GET", "/abc/k?uploads", "InvalidRequest",
       "Key is not expected for the GET method ?uploads subresource", "="},
      {"GET", "/abc/k?versionId=", "InvalidArgument", "Version id cannot be the empty string",
       "versionId="},
      {"PUT", "/abc/k?versionId=null", "InvalidArgument",
       "This operation does not accept a version-id.", "versionId=null"},
      {"GET", "/abc?versionId=null", "InvalidArgument",
       "This operation does not accept a version-id.", "versionId=null"},
      {"POST", "/abc", "PreconditionFailed",
       "At least one of the pre-conditions you specified did not hold", "="},
  };
  for (const Refused& c : cases) {
    SCOPED_TRACE(c.method + " " + c.target);
    const Answer answer = send(c.method, c.target);
    EXPECT_EQ(answer.code(), c.code);
    EXPECT_EQ(answer.message(), c.message);
    EXPECT_EQ(answer.element("ArgumentName") + "=" + answer.element("ArgumentValue"), c.argument);
  }
  EXPECT_EQ(s3.get("abc/k"), "precious");
}

TEST_F(Routing, TheSameSubResourceTwiceIsNoConflict) {
  EXPECT_EQ(send("GET", "/abc?location&location").status, 200U);
}

TEST_F(Routing, BucketSubResourcesAnswerForTheBucketWhateverTheKey) {
  EXPECT_NE(send("GET", "/abc/k?location").body.find("<LocationConstraint"), std::string::npos);
}

TEST_F(Routing, ParametersThatMeanNothingArePassedOver) {
  EXPECT_EQ(send("GET", "/abc/k?x-id=GetObject&foo=bar&ACL").body, "precious");
  EXPECT_EQ(send("GET", "/abc?session").texts("Contents", "Key"), std::vector<std::string>{"k"});
  EXPECT_EQ(send("GET", "/?acl").status, 200U);
}

TEST_F(Routing, OnlyListTypeTwoIsVersionTwo) {
  EXPECT_NE(send("GET", "/abc?list-type=2").element("KeyCount"), "");
  for (const std::string other :
       {"/abc", "/abc?list-type=1", "/abc?list-type=02", "/abc?list-type"}) {
    EXPECT_EQ(send("GET", other).element("KeyCount"), "") << other;
  }
}

TEST_F(Routing, ACopyNeverBecomesAPut) {
  const Answer answer = s3.send({.method = "PUT",
                                 .target = "/abc/k",
                                 .headers = {{"X-Amz-Copy-Source", "/abc/other"}},
                                 .body = "overwritten"});
  EXPECT_EQ(answer.code(), "NoSuchKey");
  // The parameter acts as the header.
  EXPECT_EQ(send("PUT", "/abc/k?x-amz-copy-source=/b/other").code(), "NoSuchBucket");
  // The pair that names a part chooses the other copy.
  EXPECT_EQ(send("PUT", "/abc/k?partNumber=1&uploadId=u&x-amz-copy-source=/abc/k").code(),
            "NoSuchUpload");
  EXPECT_EQ(s3.get("abc/k"), "precious");
}

}  // namespace
}  // namespace pail::emulator::testing
