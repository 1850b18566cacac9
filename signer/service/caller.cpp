#include "signer/service/caller.hpp"

#include <algorithm>

#include "signer/json_text.hpp"
#include "signer/jwt.hpp"
#include "wire/digest.hpp"
#include "wire/text.hpp"

namespace pail::signer::service {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view scheme = "Bearer ";

Error unknown(std::string_view why) {
  return Error(Errc::UnauthorizedAccess, why).header("WWW-Authenticate", "Bearer");
}

// A name that came along must fit, and be nobody's whom the policy lists.
Result<Caller> named(const Policy& policy, std::string name, std::string_view known_by) {
  const bool fits = name.size() <= caller_bytes_max && wire::is_utf8(name) &&
                    std::none_of(name.begin(), name.end(), [](char c) {
                      return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
                    });
  if (!fits) return unknown("The caller's name is too long, or no text.");
  if (policy.reserves(name)) return unknown("The caller's name is another one's.");
  return Caller{std::move(name), known_by};
}

// Looks at every listed token, whichever fits, so that the time tells nothing.
const TokenCaller* find_token(const Policy& policy, std::string_view token) {
  const wire::Sha256Digest digest = wire::sha256(wire::as_bytes(token));
  const TokenCaller* found = nullptr;
  for (const TokenCaller& caller : policy.tokens) {
    if (wire::constant_time_equal(wire::as_text(caller.token), wire::as_text(digest))) {
      found = &caller;
    }
  }
  return found;
}

Result<Caller> by_jwt(const Policy& policy, std::string_view text, wire::Time now) {
  const auto token = parse_jwt(text);
  if (!token) return unknown("The token is none that is known here, and no JWT that can be read.");
  const Jwt& jwt = token.value();
  const auto is_for = [&](const JwtCallers& callers) {
    return callers.issuer == jwt.issuer && std::find(jwt.audiences.begin(), jwt.audiences.end(),
                                                     callers.audience) != jwt.audiences.end();
  };
  const auto callers = std::find_if(policy.jwts.begin(), policy.jwts.end(), is_for);
  if (callers == policy.jwts.end())
    return unknown("Nobody here takes JWTs of that issuer and audience.");
  if (!signature_holds(jwt, callers->keys)) return unknown("The JWT's signature does not hold.");
  if (!check_dates(jwt, now)) return unknown("The JWT is over, or not valid yet.");
  const std::string_view claim = text_of(jwt.claims, callers->claim);
  if (claim.empty()) return unknown("The JWT lacks the claim that names its bearer.");
  return named(policy, callers->prefix + std::string(claim), "jwt");
}

Result<Caller> by_token(const Policy& policy, std::string_view authorization, wire::Time now) {
  if (!wire::istarts_with(authorization, scheme)) return unknown("Only Bearer tokens are taken.");
  const std::string_view token = wire::trim(authorization.substr(scheme.size()));
  const TokenCaller* const listed = find_token(policy, token);
  if (listed != nullptr) return Caller{listed->name, "token"};
  return by_jwt(policy, token, now);
}

// 403, not 401: who he is has been proven, so saying it again would change nothing.
Error refused(std::string_view why) {
  return {Errc::AccessDenied, why};
}

// What stands for the star may not reach into another part of the subject.
bool is_one_value(std::string_view text) noexcept {
  return !text.empty() && text.find_first_of(",+=\\\"") == std::string_view::npos;
}

Result<Caller> by_subject(const Policy& policy, std::string_view subject) {
  for (const SubjectCaller& caller : policy.subjects) {
    if (!caller.name.empty()) {
      if (caller.before == subject) return Caller{caller.name, "certificate"};
      continue;
    }
    if (subject.size() <= caller.before.size() + caller.after.size() ||
        !subject.starts_with(caller.before) || !subject.ends_with(caller.after)) {
      continue;
    }
    const std::string_view middle = subject.substr(
        caller.before.size(), subject.size() - caller.before.size() - caller.after.size());
    if (is_one_value(middle)) {
      auto found = named(policy, caller.prefix + std::string(middle), "certificate");
      if (!found) return refused(found.error().message().value_or(""));
      return found;
    }
  }
  return refused("The certificate is nobody's here.");
}

}  // namespace

Result<Caller> identify(const Policy& policy, const net::Request& request, wire::Time now) {
  const auto authorization = request.headers.find("Authorization");
  if (request.headers.count("Authorization") > 1) return unknown("One Authorization is enough.");
  if (authorization) return by_token(policy, *authorization, now);
  if (!request.peer_subject.empty() && !policy.subjects.empty()) {
    return by_subject(policy, request.peer_subject);
  }
  if (policy.anonymous) return Caller{};
  return unknown("Say who you are: Authorization: Bearer TOKEN.");
}

}  // namespace pail::signer::service
