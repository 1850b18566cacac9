#include "client/advice.hpp"

#include "client/transfer/transfer.hpp"
#include "net/failure.hpp"

namespace pail::client {
namespace {

std::string advice_by_code(const wire::Error& error) {
  using wire::Errc;
  switch (error.code()) {
    case Errc::NetworkFailure:
      if (error.detail(net::phase_element) != "connect") return {};
      return "Start one with `pail serve`, or name another with --endpoint-url.";
    case Errc::NoSuchBucket:
      return "See which buckets there are with `pail ls`.";
    case Errc::NoSuchKey:
      return "See which keys there are with `pail ls --recursive`.";
    case Errc::NoSuchVersion:
      return "See which versions there are with `pail ls --versions`.";
    case Errc::BucketNotEmpty:
      return "`pail rb --force` deletes what is in it, too: versions and unfinished uploads count.";
    case Errc::BucketAlreadyOwnedByYou:
      return "`pail mb -p` takes that for a success.";
    case Errc::InvalidBucketName:
      return "A name is 3 to 63 small letters, digits, dots and hyphens.";
    case Errc::InvalidAccessKeyId:
      return "This server does not know the access key: check AWS_ACCESS_KEY_ID or the profile.";
    case Errc::SignatureDoesNotMatch:
      return "Check the secret key; a proxy that changes the request has the same effect.";
    case Errc::RequestTimeTooSkewed:
      return "Set this machine's clock: the server says it is " +
             std::string(error.detail("ServerTime")) + ".";
    case Errc::AuthorizationHeaderMalformed:
      if (error.detail("Region").empty()) return {};
      return "Use the region " + std::string(error.detail("Region")) + ".";
    case Errc::XAmzContentSHA256Mismatch:
      return "The file changed while it was being sent: try again.";
    case Errc::ExpiredToken:
      return "Get new temporary keys.";
    default:
      return {};
  }
}

}  // namespace

std::string advice(const wire::Error& error) {
  std::string text = advice_by_code(error);
  const std::string_view left = error.detail(transfer::left_upload_element);
  if (left.empty()) return text;
  if (!text.empty()) text += ' ';
  return text + "Its parts are still on the server: upload " + std::string(left) +
         " is to be aborted.";
}

}  // namespace pail::client
