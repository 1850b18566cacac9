// Short ways to give a bucket lifecycle rules; failures fail the test.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

#include "tests/emulator/support/harness.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {

// For all objects unless `filter` says more.
inline std::string lifecycle_rule(const std::string& id, const std::string& actions,
                                  const std::string& filter = "") {
  return "<Rule><ID>" + id + "</ID><Filter>" + filter + "</Filter><Status>Enabled</Status>" +
         actions + "</Rule>";
}

inline Answer send_lifecycle(Harness& s3, const std::string& bucket, const std::string& rules,
                             HeaderList headers = {}) {
  const std::string body =
      "<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + rules +
      "</LifecycleConfiguration>";
  headers.emplace_back("Content-MD5", wire::to_base64(wire::md5(wire::as_bytes(body))));
  return s3.send({.method = "PUT",
                  .target = "/" + bucket + "?lifecycle",
                  .headers = std::move(headers),
                  .body = body});
}

inline void set_lifecycle(Harness& s3, const std::string& bucket, const std::string& rules,
                          HeaderList headers = {}) {
  const Answer answer = send_lifecycle(s3, bucket, rules, std::move(headers));
  ASSERT_EQ(answer.status, 200U) << answer.body;
}

// What is due by now is done: somebody moves the world's clock, by nothing.
inline void run_lifecycle(Harness& s3) {
  s3.emulator().worlds().default_world().advance_clock(std::chrono::microseconds(0));
}

}  // namespace pail::emulator::testing
