// Belief: whoever removes all that ListObjectVersions shows, page by page and with the markers of
// the page before, ends with an empty bucket: markers stay valid though what they name is gone.
// This is how every tool empties a versioned bucket. Keys are of the kind that needs care in URLs
// and XML.
#include <gtest/gtest.h>

#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption014, ABucketIsEmptiedByItsListing) {
  Harness s3;
  s3.make_bucket("bucket");
  for (const std::string key : {"_", "%3A", "%20", "a", "%26lt%3B"}) {
    s3.put("bucket/" + key, "unversioned");
  }
  set_versioning(s3, "bucket", "Enabled");
  for (int round = 0; round < 3; ++round) {
    for (const std::string key : {"_", "%3A", "%20", "b"}) {
      put_version(s3, "bucket/" + key, "x");
      delete_key(s3, "bucket/" + key);
    }
  }
  std::string markers;
  for (int pages = 0; pages < 100; ++pages) {
    const Answer page =
        s3.send({.target = "/bucket?versions&max-keys=3&encoding-type=url" + markers});
    for (const std::string element : {"Version", "DeleteMarker"}) {
      const auto keys = page.texts(element, "Key");
      const auto ids = page.texts(element, "VersionId");
      for (std::size_t i = 0; i < keys.size(); ++i) {
        std::string key = keys[i];  // a space comes as '+'
        if (key == "+") key = "%20";
        EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket/" + key + "?versionId=" + ids[i]})
                      .status,
                  204U);
      }
    }
    if (page.element("IsTruncated") == "false") break;
    std::string key = page.element("NextKeyMarker");
    if (key == "+") key = "%20";
    markers = "&key-marker=" + key + "&version-id-marker=" + page.element("NextVersionIdMarker");
  }
  const Answer deleted = s3.send({.method = "DELETE", .target = "/bucket"});
  EXPECT_EQ(deleted.status, 204U) << deleted.body;
}

}  // namespace
}  // namespace pail::emulator::testing
