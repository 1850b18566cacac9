#include "emulator/condition_keys.hpp"

#include <algorithm>
#include <array>

#include "emulator/condition_tags.hpp"
#include "wire/date.hpp"

namespace pail::emulator {
namespace {

using access::Kind;
using signer::Scheme;
// nullopt: the request has no such key.
using Value = std::optional<std::string>;

Value text(std::optional<std::string_view> found) {
  if (!found) return std::nullopt;
  return std::string(*found);
}

// An empty text is none.
Value filled(std::string_view found) {
  if (found.empty()) return std::nullopt;
  return std::string(found);
}

Value truth(bool yes) {
  return yes ? "true" : "false";
}

std::int64_t seconds_of(wire::Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

// A role's session goes by its role here; aws:userid has the session.
Value principal_arn(const RequestFacts& facts) {
  if (facts.caller == nullptr) return std::nullopt;
  const auto& caller = *facts.caller;
  return caller.kind == Kind::assumed_role ? caller.issuer_arn : caller.arn;
}

Value principal_account(const RequestFacts& facts) {
  if (facts.caller == nullptr) return std::nullopt;
  return facts.caller->account;
}

Value principal_type(const RequestFacts& facts) {
  if (facts.caller == nullptr) return "Anonymous";
  switch (facts.caller->kind) {
    case Kind::root:
      return "Account";
    case Kind::user:
      return "User";
    case Kind::assumed_role:
      return "AssumedRole";
    case Kind::federated_user:
      break;
  }
  return "FederatedUser";
}

Value user_id(const RequestFacts& facts) {
  return facts.caller == nullptr ? "anonymous" : facts.caller->user_id;
}

Value user_name(const RequestFacts& facts) {
  if (facts.caller == nullptr || facts.caller->kind != Kind::user) return std::nullopt;
  return filled(facts.caller->user_name);
}

Value token_issue_time(const RequestFacts& facts) {
  if (facts.caller == nullptr || !facts.caller->temporary()) return std::nullopt;
  return wire::format_iso_extended(*facts.caller->issued);
}

// Temporary keys say whether a device was used, and here none ever is; long-term keys say nothing.
Value device_used(const RequestFacts& facts) {
  if (facts.caller == nullptr || !facts.caller->temporary()) return std::nullopt;
  return truth(false);
}

Value signature_version(const RequestFacts& facts) {
  switch (facts.scheme) {
    case Scheme::anonymous:
      return std::nullopt;
    case Scheme::v2_header:
    case Scheme::v2_query:
    case Scheme::v2_post:
      return "AWS";
    case Scheme::v4_header:
    case Scheme::v4_query:
    case Scheme::v4_post:
      return "AWS4-HMAC-SHA256";
    case Scheme::v4a_header:
    case Scheme::v4a_query:
      break;
  }
  return "AWS4-ECDSA-P256-SHA256";
}

Value auth_type(const RequestFacts& facts) {
  switch (facts.scheme) {
    case Scheme::anonymous:
      return std::nullopt;
    case Scheme::v2_header:
    case Scheme::v4_header:
    case Scheme::v4a_header:
      return "REST-HEADER";
    case Scheme::v2_query:
    case Scheme::v4_query:
    case Scheme::v4a_query:
      return "REST-QUERY-STRING";
    case Scheme::v2_post:
    case Scheme::v4_post:
      break;
  }
  return "POST";
}

// Milliseconds since it was signed. V2 forms do not say when that was.
Value signature_age(const RequestFacts& facts) {
  std::optional<std::string_view> date;
  if (facts.scheme == Scheme::v4_query || facts.scheme == Scheme::v4a_query) {
    date = facts.query.value("X-Amz-Date");
  } else if (facts.scheme == Scheme::v4_post) {
    date = facts.headers.find("x-amz-date");
  }
  const auto signed_at = date ? wire::parse_iso_basic(*date) : std::nullopt;
  if (!signed_at) return std::nullopt;
  const auto age = std::chrono::floor<std::chrono::milliseconds>(facts.now - *signed_at);
  return std::to_string(age.count());
}

bool is_listing(const RequestFacts& facts) {
  return facts.action == "s3:ListBucket" || facts.action == "s3:ListBucketVersions";
}

Value list_parameter(const RequestFacts& facts, std::string_view name) {
  if (!is_listing(facts)) return std::nullopt;
  return text(facts.query.value(name));
}

Value prefix(const RequestFacts& facts) {
  if (facts.prefix) return text(facts.prefix);
  return list_parameter(facts, "prefix");
}

// The header as sent, escapes included, without the slash that some put in front.
Value copy_source(const RequestFacts& facts) {
  auto source = facts.headers.find("x-amz-copy-source");
  if (source && source->starts_with('/')) source->remove_prefix(1);
  return text(source);
}

struct Row {
  std::string_view key;
  Value (*value)(const RequestFacts& facts);
};

constexpr std::array<Row, 28> rows = {{
    {"aws:currenttime",
     [](const RequestFacts& f) -> Value { return wire::format_iso_extended(f.now); }},
    {"aws:epochtime",
     [](const RequestFacts& f) -> Value { return std::to_string(seconds_of(f.now)); }},
    {"aws:multifactorauthpresent", device_used},
    {"aws:principalaccount", principal_account},
    {"aws:principalarn", principal_arn},
    {"aws:principalisawsservice", [](const RequestFacts&) { return truth(false); }},
    {"aws:principaltype", principal_type},
    {"aws:referer", [](const RequestFacts& f) { return text(f.headers.find("Referer")); }},
    {"aws:requestedregion", [](const RequestFacts& f) { return filled(f.region); }},
    {"aws:resourceaccount",
     [](const RequestFacts& f) { return filled(f.directory.account_number(f.owner)); }},
    {"aws:securetransport", [](const RequestFacts& f) { return truth(f.request.tls); }},
    {"aws:sourceip", [](const RequestFacts& f) { return filled(f.request.peer); }},
    {"aws:tokenissuetime", token_issue_time},
    {"aws:useragent", [](const RequestFacts& f) { return text(f.headers.find("User-Agent")); }},
    {"aws:userid", user_id},
    {"aws:username", user_name},
    {"aws:viaawsservice", [](const RequestFacts&) { return truth(false); }},
    {"s3:authtype", auth_type},
    {"s3:delimiter", [](const RequestFacts& f) { return list_parameter(f, "delimiter"); }},
    {"s3:if-match", [](const RequestFacts& f) { return text(f.headers.find("If-Match")); }},
    {"s3:if-none-match",
     [](const RequestFacts& f) { return text(f.headers.find("If-None-Match")); }},
    {"s3:max-keys", [](const RequestFacts& f) { return list_parameter(f, "max-keys"); }},
    {"s3:prefix", prefix},
    {"s3:resourceaccount",
     [](const RequestFacts& f) { return filled(f.directory.account_number(f.owner)); }},
    {"s3:signatureage", signature_age},
    {"s3:signatureversion", signature_version},
    {"s3:versionid", [](const RequestFacts& f) { return filled(f.version_id); }},
    {"s3:x-amz-copy-source", copy_source},
}};

// Keys that are a header's value, named "s3:" and the header; those of Object Lock are named
// without x-amz-.
constexpr std::array<std::string_view, 18> header_keys = {
    "x-amz-acl",
    "x-amz-content-sha256",
    "x-amz-grant-full-control",
    "x-amz-grant-read",
    "x-amz-grant-read-acp",
    "x-amz-grant-write",
    "x-amz-grant-write-acp",
    "x-amz-metadata-directive",
    "x-amz-object-lock-legal-hold",
    "x-amz-object-lock-mode",
    "x-amz-object-lock-retain-until-date",
    "x-amz-object-ownership",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-storage-class",
    "x-amz-tagging-directive",
    "x-amz-website-redirect-location"};

Value header_value(const RequestFacts& facts, std::string_view key) {
  constexpr std::string_view service = "s3:";
  constexpr std::string_view lock_key = "object-lock-";
  if (!key.starts_with(service)) return std::nullopt;
  const std::string_view name = key.substr(service.size());
  const std::string header =
      name.starts_with(lock_key) ? "x-amz-" + std::string(name) : std::string(name);
  if (std::find(header_keys.begin(), header_keys.end(), header) == header_keys.end()) {
    return std::nullopt;
  }
  return text(facts.headers.find(header));
}

Value value_of(const RequestFacts& facts, std::string_view key) {
  const auto* const row =
      std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.key == key; });
  return row == rows.end() ? header_value(facts, key) : row->value(facts);
}

}  // namespace

void RequestKeys::append(std::string_view key, std::vector<std::string>& values) const {
  if (append_tags(facts_, key, values)) return;
  if (auto value = value_of(facts_, key)) values.push_back(std::move(*value));
}

}  // namespace pail::emulator
