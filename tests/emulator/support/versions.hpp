// What tests of versions ask for again and again; failures fail the test.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/emulator/support/harness.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {

// PutBucketVersioning with this document.
inline Answer send_versioning(Harness& s3, const std::string& bucket, const std::string& document) {
  const std::string md5 = wire::to_base64(wire::md5(wire::as_bytes(document)));
  return s3.send({.method = "PUT",
                  .target = "/" + bucket + "?versioning",
                  .headers = {{"Content-MD5", md5}},
                  .body = document});
}

inline void set_versioning(Harness& s3, const std::string& bucket, const std::string& status) {
  const Answer answer = send_versioning(
      s3, bucket,
      "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>" +
          status + "</Status></VersioningConfiguration>");
  ASSERT_EQ(answer.status, 200U) << answer.body;
}

// The id of the version stored; "" where the answer names none.
inline std::string put_version(Harness& s3, const std::string& bucket_and_key,
                               const std::string& body) {
  const Answer answer = s3.send({.method = "PUT", .target = "/" + bucket_and_key, .body = body});
  EXPECT_EQ(answer.status, 200U) << answer.body;
  return answer.header("x-amz-version-id");
}

// The id of the delete marker made.
inline std::string delete_key(Harness& s3, const std::string& bucket_and_key) {
  const Answer answer = s3.send({.method = "DELETE", .target = "/" + bucket_and_key});
  EXPECT_EQ(answer.status, 204U) << answer.body;
  return answer.header("x-amz-version-id");
}

}  // namespace pail::emulator::testing
