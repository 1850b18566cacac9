// Requests that carry a document, with the digest S3 asks of them.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/emulator/support/harness.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {

inline Sent document_put(std::string target, std::string document) {
  Sent sent{.method = "PUT", .target = std::move(target)};
  sent.headers = {{"Content-MD5", wire::to_base64(wire::md5(wire::as_bytes(document)))}};
  sent.body = std::move(document);
  return sent;
}

// Turns versioning on or, with "Suspended", off again.
inline void set_versioning(Harness& s3, const std::string& bucket,
                           const std::string& status = "Enabled") {
  const Answer answer = s3.send(document_put(
      "/" + bucket + "?versioning",
      "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>"));
  ASSERT_EQ(answer.status, 200U) << answer.body;
}

}  // namespace pail::emulator::testing
