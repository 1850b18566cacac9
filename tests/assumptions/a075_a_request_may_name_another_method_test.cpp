// Belief: Access-Control-Request-Method counts in ordinary requests, too, before their own method:
// a PUT that names GET gets the headers of a rule for GET. A public test suite expects it so;
// browsers never send it outside a preflight. Wrong if the service goes by the method alone.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption075, TheMethodNamedCountsBeforeTheOwn) {
  Harness s3;
  s3.make_bucket("bucket");
  const std::string rules =
      "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod>"
      "<AllowedOrigin>http://a</AllowedOrigin></CORSRule></CORSConfiguration>";
  const std::string md5 = wire::to_base64(wire::md5(wire::as_bytes(rules)));
  const Answer set = s3.send({.method = "PUT",
                              .target = "/bucket?cors",
                              .headers = {{"Content-MD5", md5}},
                              .body = rules});
  ASSERT_EQ(set.status, 200U) << set.body;
  const auto origin_of = [&](const HeaderList& headers) {
    return s3.send({.method = "PUT", .target = "/bucket/key", .headers = headers})
        .header("Access-Control-Allow-Origin");
  };
  EXPECT_EQ(origin_of({{"Origin", "http://a"}}), "");
  EXPECT_EQ(origin_of({{"Origin", "http://a"}, {"Access-Control-Request-Method", "GET"}}),
            "http://a");
}

}  // namespace
}  // namespace pail::emulator::testing
