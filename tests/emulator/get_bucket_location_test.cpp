#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

std::string document(const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint "
         "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"" +
         inside;
}

TEST(GetBucketLocation, NamesTheConstraintButForUsEast1) {
  const std::pair<std::string, std::string> cases[] = {
      {"", document("/>")},
      {"eu-west-1", document(">eu-west-1</LocationConstraint>")},
      {"EU", document(">EU</LocationConstraint>")}};
  for (const auto& [constraint, expected] : cases) {
    Harness s3;
    std::string body;
    if (!constraint.empty()) {
      body = "<CreateBucketConfiguration><LocationConstraint>" + constraint +
             "</LocationConstraint></CreateBucketConfiguration>";
    }
    ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket", .body = body}).status, 200U);
    EXPECT_EQ(s3.send({.target = "/bucket?location"}).body, expected);
  }
}

}  // namespace
}  // namespace pail::emulator::testing
