// Any text as the Authorization header, the payload hash and the query of a V4 request: refused,
// never accepted.
#include "tests/fuzz/signer/one_key.hpp"

using namespace pail;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr wire::Seconds now{std::chrono::seconds{1369353600}};
  constexpr wire::Header host{"host", "h"}, date{"x-amz-date", "20130524T000000Z"};
  constexpr std::string_view sound =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
      "SignedHeaders=host;x-amz-date,Signature=00";
  const wire::Header hash{"x-amz-content-sha256", text};
  fuzz::expect_not_accepted({}, {host, date, hash, {"Authorization", sound}}, now);
  fuzz::expect_not_accepted(
      {}, {host, date, {hash.name, "UNSIGNED-PAYLOAD"}, {"Authorization", text}}, now);
  if (const auto query = wire::Query::parse(text)) {
    fuzz::expect_not_accepted(query.value(), {host}, now);
  }
  return 0;
}
