#include "emulator/authentication.hpp"

#include <utility>

#include "emulator/redact.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

std::shared_ptr<const access::Identity> claimed_or_first(const access::Directory& directory,
                                                         std::string_view claimed_key) {
  auto identity = directory.identity(claimed_key);
  return identity ? identity : directory.first();
}

// A key can go between the check of its signature and here: the request then came too late.
Result<Authenticated> proven(signer::Verdict verdict, const access::Directory& directory) {
  Authenticated who{std::move(verdict)};
  if (!who.verdict.key) return who;
  const std::string_view access_key = who.verdict.key->access_key();
  who.identity = directory.identity(access_key);
  if (!who.identity) return Error(Errc::InvalidAccessKeyId).with("AWSAccessKeyId", access_key);
  return who;
}

}  // namespace

Result<Authenticated> admit(AuthMode mode, Result<signer::Verdict> judged,
                            const access::Directory& directory, std::string_view claimed_key) {
  if (mode == AuthMode::off) {
    return Authenticated{.identity = claimed_or_first(directory, claimed_key)};
  }
  Result<Authenticated> who = judged ? proven(std::move(judged.value()), directory)
                                     : Result<Authenticated>(std::move(judged.error()));
  if (who || mode == AuthMode::verify) return who;
  return Authenticated{.identity = claimed_or_first(directory, claimed_key),
                       .waived = std::move(who.error())};
}

Result<Authenticated> authenticate(AuthMode mode, const signer::Message& message,
                                   const access::Directory& directory, const signer::Rules& rules) {
  return admit(
      mode, mode == AuthMode::off ? signer::Verdict{} : signer::verify(message, directory, rules),
      directory,
      mode == AuthMode::verify ? std::string_view{}
                               : claimed_access_key(message.headers, message.query));
}

}  // namespace pail::emulator
