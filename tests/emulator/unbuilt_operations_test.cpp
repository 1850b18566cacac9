// Every operation of S3 that Pail has not: 501 with its name, and nothing touched underneath.
// Requests are made from fixtures/spec/operations.csv as a root would send them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "emulator/operation.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::emulator::testing {
namespace {

using Row = std::map<std::string, std::string>;

// Not met at the address of a general purpose bucket, or older names of what is built.
const std::set<std::string> elsewhere = {
    "CreateSession",      "ListDirectoryBuckets",  "WriteGetObjectResponse", "GetBucketLifecycle",
    "PutBucketLifecycle", "GetBucketNotification", "PutBucketNotification"};

bool is_built(const std::string& name) {
  const auto all = operations();
  return std::any_of(all.begin(), all.end(),
                     [&](const Operation* operation) { return operation->name == name; });
}

std::vector<Row> unbuilt_rows() {
  const auto csv = pail::testing::csv_fixture("spec/operations.csv");
  std::vector<Row> rows;
  for (std::size_t i = 1; i < csv.size(); ++i) {
    Row row;
    for (std::size_t column = 0; column < csv[i].size(); ++column) {
      row[csv[0][column]] = csv[i][column];
    }
    const std::string& name = row["operation"];
    const bool wanted = row["service"] == "s3" && !elsewhere.contains(name) && !is_built(name);
    if (wanted) rows.push_back(std::move(row));
  }
  return rows;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

// "/{Bucket}/{Key+}?acl" for the bucket and the object that are there.
std::string target_of(const Row& row) {
  std::string target = replaced(replaced(row.at("uri"), "{Bucket}", "bucket"), "{Key+}", "key");
  if (row.at("selector").find("query id") != std::string::npos ||
      row.at("query_parameters").find("id") == 0) {
    target += "&id=1";
  }
  return target;
}

// All that a request could have changed: which buckets there are, what lies in ours, and how.
std::string state_of(Harness& s3) {
  std::string state;
  for (const std::string target :
       {"/", "/bucket?versions", "/bucket?uploads", "/bucket?versioning", "/bucket?acl",
        "/bucket/key?acl", "/bucket/key?tagging", "/bucket/key"}) {
    const Answer answer = s3.send({.target = target});
    EXPECT_EQ(answer.status, 200U) << target << answer.body;
    state.append(answer.body).append(answer.header("ETag")).append(answer.header("Content-Type"));
    state.append("\n");
  }
  return state;
}

class UnbuiltOperations : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    s3.put("bucket/key", "precious", {{"x-amz-meta-a", "b"}, {"Content-Type", "text/plain"}});
    before = state_of(s3);
  }
  Harness s3;
  std::string before;
};

TEST_F(UnbuiltOperations, SayTheirNameAndTouchNothing) {
  const auto rows = unbuilt_rows();
  ASSERT_FALSE(rows.empty());
  for (const Row& row : rows) {
    const std::string& name = row.at("operation");
    const std::string target = target_of(row);
    for (const std::string body : {"", "<Anything/>"}) {
      SCOPED_TRACE(name + ": " + row.at("method") + " " + target + " " + body);
      const Answer answer = s3.send({.method = row.at("method"), .target = target, .body = body});
      EXPECT_EQ(answer.status, 501U);
      EXPECT_EQ(answer.code(), "NotImplemented");
      EXPECT_EQ(answer.message(), "Pail does not implement " + name + ".");
      EXPECT_EQ(state_of(s3), before);
    }
  }
}

// The same sub-resources by all other methods: never 2xx, never what lies underneath.
TEST_F(UnbuiltOperations, TheirSubResourcesLeadNowhereByOtherMethodsEither) {
  for (const Row& row : unbuilt_rows()) {
    const std::string target = target_of(row);
    if (target.find('?') == std::string::npos) continue;
    for (const std::string method : {"PUT", "POST", "DELETE", "PATCH"}) {
      SCOPED_TRACE(row.at("operation") + " by " + method + " " + target);
      const bool other = std::any_of(operations().begin(), operations().end(), [&](const auto* o) {
        return !o->selector.empty() && o->method == method &&
               target.find("?" + std::string(o->selector)) != std::string::npos;
      });
      if (other) continue;
      EXPECT_GE(s3.send({.method = method, .target = target}).status, 400U);
      EXPECT_EQ(state_of(s3), before);
    }
  }
}

}  // namespace
}  // namespace pail::emulator::testing
