// The questions of the signing service. What is read of one can be signed as it stands.
#include <cstdint>

#include "signer/service/requests.hpp"
#include "tests/fuzz/wire/require.hpp"
#include "wire/limits.hpp"

using namespace pail;
using namespace pail::signer::service;
using pail::testing::require;

namespace {

template <class Request>
void check(const Result<Request>& read) {
  if (!read) return;
  const Request& request = read.assume_value();
  require(request.key.empty() != request.filename.empty(), "an object is named in one way");
  require(request.key.size() <= wire::limits::key_bytes_max, "a key that S3 takes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = pail::testing::input(data, size);
  const auto sign = read_sign_request(text);
  check(sign);
  if (sign) {
    require(sign.assume_value().content_type.find('\n') == std::string::npos, "no further line");
  }
  check(read_presign_request(text));
  check(read_multipart_request(text));
  const auto post = read_post_policy_request(text);
  if (post) require(post.assume_value().expires.count() > 0, "it lasts");
  const auto complete = read_complete_request(text);
  unsigned last = 0;
  if (complete) {
    for (const FinishedPart& part : complete.assume_value().parts) {
      require(part.number > last && part.number <= 10'000, "in order");
      last = part.number;
    }
  }
  (void)read_abort_request(text);
  (void)read_credentials_request(text);
  return 0;
}
