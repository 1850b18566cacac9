#include "client/signing.hpp"

#include "signer/message.hpp"
#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"

namespace pail::client {
namespace {

// Views of the draft's fields, in the form in which the canonical forms read them.
wire::Headers views(const Draft& draft) {
  wire::Headers headers;
  for (const auto& [name, value] : draft.headers) headers.add(name, value);
  return headers;
}

signer::Message message_of(const Draft& draft, const wire::Headers& headers) {
  return {draft.method, draft.path, draft.query, headers, draft.host_bucket};
}

void add_unless_there(Draft& draft, std::string_view name, std::string value) {
  if (draft.header(name).empty()) draft.headers.push_back({std::string(name), std::move(value)});
}

void add_token(Draft& draft, const signer::Key& key) {
  if (key.session_token().empty()) return;
  draft.headers.push_back({"x-amz-security-token", std::string(key.session_token())});
}

void sign_v2(Draft& draft, const Signing& with) {
  if (draft.header("x-amz-date").empty()) {
    add_unless_there(draft, "Date", wire::format_http_date(with.now));
  }
  add_token(draft, with.key);
  const wire::Headers headers = views(draft);
  std::string value = signer::v2::authorization(with.key, message_of(draft, headers));
  draft.headers.push_back({"Authorization", std::move(value)});
}

signer::ChunkSeed sign_v4(Draft& draft, const Signing& with, std::string_view payload_hash) {
  add_unless_there(draft, "x-amz-content-sha256", std::string(payload_hash));
  add_unless_there(draft, "x-amz-date", wire::format_iso_basic(with.now));
  add_token(draft, with.key);
  const wire::Headers headers = views(draft);
  signer::v4::SignedHead signed_head = signer::v4::sign_head(with.key, message_of(draft, headers),
                                                             with.region, with.now, draft.service);
  draft.headers.push_back({"Authorization", std::move(signed_head.authorization)});
  return std::move(signed_head.seed);
}

Result<void> presign_v2(Draft& draft, const Signing& with, std::chrono::seconds lifetime) {
  const wire::Time expires = with.now + lifetime;
  const auto last = wire::Seconds(std::chrono::seconds(wire::limits::expires_v2_max));
  if (expires > last) {
    return wire::Error(wire::Errc::InvalidArgument,
                       "Signature Version 2 cannot name a time after 2038-01-19.");
  }
  const wire::Headers headers = views(draft);
  signer::v2::presign(with.key, message_of(draft, headers), draft.query, expires);
  return wire::ok();
}

Result<void> presign_v4(Draft& draft, const Signing& with, std::chrono::seconds lifetime) {
  if (lifetime.count() > wire::limits::presign_v4_max_s) {
    return wire::Error(wire::Errc::InvalidArgument,
                       "Signature Version 4 allows at most 604800 seconds (7 days).");
  }
  const wire::Headers headers = views(draft);
  signer::v4::presign(with.key, message_of(draft, headers), draft.query, with.region, with.now,
                      lifetime, draft.service);
  return wire::ok();
}

}  // namespace

signer::ChunkSeed sign(Draft& draft, const Signing& with, std::string_view payload_hash) {
  if (with.signature == Signature::v4) return sign_v4(draft, with, payload_hash);
  sign_v2(draft, with);
  return {};
}

Result<void> presign(Draft& draft, const Signing& with, std::chrono::seconds lifetime) {
  if (lifetime.count() < 1) {
    return wire::Error(wire::Errc::InvalidArgument, "A URL must live for 1 second at least.");
  }
  return with.signature == Signature::v2 ? presign_v2(draft, with, lifetime)
                                         : presign_v4(draft, with, lifetime);
}

}  // namespace pail::client
