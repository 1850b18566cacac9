// Signatures to use elsewhere: URLs that work without a header, and the header fields that make
// somebody else's request, curl's for instance, pass. Nothing is sent. Pure but for the time, which
// is given. The secret is in none of the results.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "client/config.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/result.hpp"

namespace pail::client {

struct Moment {
  wire::Time now;
  std::chrono::seconds lifetime;
};

// The URL for `method` on bucket and key. InvalidArgument: no keys, or a lifetime that the
// signature version does not allow; else as address() in request.hpp.
Result<std::string> presigned_url(const Config& config, std::string method, std::string bucket,
                                  std::string key, Moment moment);

struct PlainRequest {
  std::string method;
  std::string url;                       // whole, percent-encoded
  std::vector<wire::NamedText> headers;  // that will be sent and may have to be signed
};

// The fields to add to `request`: Authorization and the date, and for Version 4 also
// x-amz-content-sha256: UNSIGNED-PAYLOAD, since the body is not known here. A date among
// request.headers is used instead of `now`. The bucket in front of the host name is found for the
// endpoint of `config`, for localhost and for amazonaws.com. Errors: InvalidArgument without keys,
// InvalidURI.
Result<std::vector<wire::NamedText>> signature_fields(const Config& config,
                                                      const PlainRequest& request, wire::Time now);

// `text` as one word of a POSIX shell.
std::string shell_quoted(std::string_view text);

// A line for a shell that sends `request` with `added`; FILE stands for the body of a PUT or POST.
std::string curl_line(const PlainRequest& request, const std::vector<wire::NamedText>& added);

}  // namespace pail::client
