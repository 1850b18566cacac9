// Signature Version 4 as STS and IAM judge it: the same code that judges S3's, but the service's
// own scope, a payload hash that is the body's, and words of its own for refusals.
//
// Pure; thread-safe. Spec: shared/spec/errors.md §8, operations.md §4 and §6, sigv4.md §16.7.
#pragma once

#include <optional>
#include <string_view>

#include "emulator/query_api/service.hpp"
#include "signer/verify.hpp"
#include "wire/error.hpp"
#include "wire/headers.hpp"
#include "wire/query.hpp"
#include "wire/result.hpp"

namespace pail::emulator::query_api {

// What a V4 credential says it is for, before anything is verified; both "" without one.
struct Scope {
  std::string_view region;
  std::string_view service;
};
Scope claimed_scope(const wire::Headers& headers, const wire::Query& query);

struct Expectation {
  const Service& service;
  std::string_view region;  // the world's; us-east-1 is right too, and for IAM nothing else is
  wire::Time now;
  std::string_view body;
};
// The verdict of signer::verify(), refusals still as S3 would word them: the doctor reads those.
wire::Result<signer::Verdict> verify(const signer::Message& message, const signer::KeyRing& keys,
                                     const Expectation& expected);
// What these services say instead. They show no elements: what they computed is in the message.
wire::Error in_words_of_the_service(const wire::Error& s3, wire::Time now);

}  // namespace pail::emulator::query_api
