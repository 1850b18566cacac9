#include "client/sync/expand.hpp"

#include <gtest/gtest.h>

#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::sync {
namespace {

class Expanding : public transfer::TransferTest {
 protected:
  Expanding() {
    for (const char* key : {"a.txt", "ab.txt", "a/b.txt", "a/c.jpg", "b.txt", "a*.txt"}) {
      put_text(s3, "bucket", key, "x");
    }
  }
  std::vector<std::string> matches(std::string glob) {
    std::vector<std::string> keys;
    must(s3.wait(each_match(s3.async(), "bucket", std::move(glob), [&](const ObjectEntry& object) {
      keys.push_back(object.key);
      return true;
    })));
    return keys;
  }
  using Keys = std::vector<std::string>;
};

TEST_F(Expanding, KeysThatFitComeInOrder) {
  EXPECT_EQ(matches("a*.txt"), (Keys{"a*.txt", "a.txt", "ab.txt"}));
  EXPECT_EQ(matches("**/*.txt"), (Keys{"a*.txt", "a.txt", "a/b.txt", "ab.txt", "b.txt"}));
  EXPECT_EQ(matches("a/*"), (Keys{"a/b.txt", "a/c.jpg"}));
  EXPECT_EQ(matches("a\\*.txt"), (Keys{"a*.txt"}));
  EXPECT_EQ(matches("none*"), Keys());
}

TEST_F(Expanding, StopsWhenTold) {
  unsigned seen = 0;
  must(s3.wait(
      each_match(s3.async(), "bucket", "**", [&](const ObjectEntry&) { return ++seen < 2; })));
  EXPECT_EQ(seen, 2u);
}

}  // namespace
}  // namespace pail::client::sync
