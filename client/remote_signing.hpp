// A PUT whose signature comes from a signing service: the client holds no secret and its own clock
// plays no part. It names content type and key to the service and gets {date, hmacDigest,
// access_key, ...} back, which become Date and `Authorization: AWS key:digest` (Signature Version
// 2) of an upload straight to S3, virtual-host style.
//
// The upload goes to the `url` of the answer, or, where Config names an endpoint, there: the
// signature covers bucket and key, not the host. It covers no x-amz-* header of the client's, so
// none can be sent.
//
// Pure: what to ask, and what to make of the answer. Errors: InvalidArgument for what such an
// upload cannot express; UnknownError with the reason when the answer cannot be used.
#pragma once

#include <string>
#include <string_view>

#include "client/request.hpp"
#include "net/http_client.hpp"
#include "wire/result.hpp"

namespace pail::client {

// The POST for `put`, a PutObject, to the service's own path, or to /sign when its URL has none.
// `token` is shown as a bearer, here and below; empty: none.
Result<net::HttpRequest> signing_request(const net::Url& service, std::string_view token,
                                         const Request& put);
// Another call of the service: beside the one that its URL names, or below a URL without a path.
net::HttpRequest question_of(const net::Url& service, std::string_view call,
                             std::string_view token);

// The signed upload. `answer` is the body of the service's 200.
Result<Draft> remotely_signed(const Config& config, Request put, std::string_view answer);

// What to say when the service refused: its own words, where it sent any.
wire::Error signing_refusal(unsigned status, std::string_view answer);

}  // namespace pail::client
