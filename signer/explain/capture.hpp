// Requests as people keep them: raw HTTP, a curl command line, an entry of a HAR file. Each reader
// makes the request a server would have received, as exactly as its format tells, and says what it
// does not tell.
//
// Pure: nothing is fetched or opened. Errors are InvalidArgument with the place and the reason;
// neither they nor a CapturedRequest hold the password of `curl --user` or of Basic authentication.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signer/message.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/result.hpp"

namespace pail::signer::explain {

struct CapturedRequest {
  std::string method;
  std::string target;                    // raw, from the '/' on
  std::vector<wire::NamedText> headers;  // in order, Host among them
  std::optional<std::string> body;       // nullopt: not all of it is in the capture
  std::vector<std::string> notes;        // what the capture leaves open, a sentence each
};

// A request line, header lines, an empty line, the body; line ends with or without CR. HTTP/2's
// pseudo headers (":method: GET") instead of a request line, and what `curl --verbose` prints
// (lines beginning with '>'), are read too.
wire::Result<CapturedRequest> capture_http(std::string_view text);
// A command as a POSIX shell reads it, "Copy as cURL" of browsers among them. What curl adds by
// itself and S3 signs (Host, Content-Type) is added.
wire::Result<CapturedRequest> capture_curl(std::string_view command);
// Entry `number` of a HAR file, the first being 1; 0: the first that carries a signature, or else
// the first.
wire::Result<CapturedRequest> capture_har(std::string_view json, std::size_t number);

// A captured request as a server has it after parsing. Refers to the CapturedRequest.
class CapturedMessage {
 public:
  // `own_names` as wire::find_address() has them. InvalidURI, as a server would answer.
  static wire::Result<std::unique_ptr<CapturedMessage>> of(const CapturedRequest& request,
                                                           std::span<const std::string> own_names);
  Message message() const { return {method_, path_, query_, headers_, host_bucket_}; }

 private:
  CapturedMessage() = default;

  std::string_view method_;
  std::string_view path_;
  wire::Query query_;
  wire::Headers headers_;
  std::string host_bucket_;
};

// The moment for which a request was signed: its date, or for a V2 URL, which has none, its last
// second where that is over by `now`. nullopt without a readable one; `now` settles two-digit
// years.
std::optional<wire::Time> own_time(const Message& message, wire::Time now);
// Whether it carries any form of S3's authentication.
bool carries_signature(const CapturedRequest& request);

// For the readers. Adds a field; of Basic authentication only the scheme is kept.
void add_header(CapturedRequest& request, std::string_view name, std::string_view value);
bool has_header(const CapturedRequest& request, std::string_view name);
// Target and Host of a URL; its user information and fragment are dropped, a missing scheme is
// http. A Host that is there already stays.
wire::Result<void> take_url(CapturedRequest& request, std::string_view url);
wire::Error unreadable(std::string_view why);

}  // namespace pail::signer::explain
