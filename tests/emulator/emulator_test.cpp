#include "emulator/emulator.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/emulator/support/harness.hpp"

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

}  // namespace
}  // namespace pail::emulator::testing
