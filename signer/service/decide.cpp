#include "signer/service/decide.hpp"

#include <algorithm>

#include "signer/service/glob.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::signer::service {
namespace {

using wire::Errc;
using wire::Error;

Error denied(const Rule& rule, std::string_view why) {
  return Error(Errc::AccessDenied,
               "Rule '" + rule.name + "' does not allow this: " + std::string(why))
      .with("Rule", rule.name);
}

std::string in_bytes(const UploadTerms::Sizes& sizes) {
  return "from " + std::to_string(sizes.bytes_min) + " to " + std::to_string(sizes.bytes_max) +
         " bytes";
}

bool writes(Act act) noexcept {
  return act != Act::get && act != Act::credentials;
}

// RFC 6838 §4.2's characters, and one slash.
bool is_media_type(std::string_view type) noexcept {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$&-^_.+/").find(c) != std::string_view::npos;
  };
  return std::all_of(type.begin(), type.end(), fits) &&
         std::count(type.begin(), type.end(), '/') == 1 && type.front() != '/' &&
         type.back() != '/';
}

Result<void> judge_version(const Rule& rule, const Ask& ask) {
  if (ask.version != Version::v2) return wire::ok();
  if (rule.v2.value_or(ask.act != Act::put || !rule.bytes)) return wire::ok();
  return denied(rule, rule.v2 ? "it takes signature v4 only."
                              : "Version 2 cannot hold an upload to a size; ask for signature v4.");
}

Result<void> judge_type(const Rule& rule, const Ask& ask) {
  if (rule.content_types.empty() || !writes(ask.act) || ask.begun) return wire::ok();
  if (ask.content_type.value_or("").empty()) return denied(rule, "say the content type.");
  if (is_type_among(*ask.content_type, rule.content_types)) return wire::ok();
  return denied(rule, "not this content type.");
}

Result<void> judge_size(const Rule& rule, const Ask& ask) {
  if (!rule.bytes || !writes(ask.act)) return wire::ok();
  const UploadTerms::Sizes& may = *rule.bytes;
  const bool must_say = ask.act == Act::put || ask.act == Act::multipart;
  if (must_say && !ask.size && !ask.begun) return denied(rule, "say the size, as \"size\".");
  const bool fits = !ask.size || (*ask.size >= may.bytes_min && *ask.size <= may.bytes_max);
  const bool within = !ask.sizes || (ask.sizes->bytes_min >= may.bytes_min &&
                                     ask.sizes->bytes_max <= may.bytes_max);
  if (fits && within) return wire::ok();
  return denied(rule, "a file has " + in_bytes(may) + ".");
}

Result<std::chrono::seconds> judge_lifetime(const Rule& rule, const Ask& ask) {
  if (!ask.lifetime) return rule.lifetime;
  if (*ask.lifetime <= rule.lifetime) return *ask.lifetime;
  return denied(rule, "it lasts " + std::to_string(rule.lifetime.count()) + " seconds at most.");
}

// A key that the caller chose.
Result<std::string> judge_key(const Rule& rule, std::string_view caller, const Ask& ask) {
  const KeyTemplate& name = *rule.key;
  const bool fits =
      ask.key_is_prefix ? name.matches_prefix(ask.key, caller) : name.matches(ask.key, caller);
  if (!fits) return denied(rule, "the key does not fit '" + name.text() + "'.");
  // Else one caller could write over what another one has.
  const bool is_shared = name.has_uuid() && !name.has_caller();
  if (is_shared && writes(ask.act) && !ask.begun) {
    return denied(rule, "new objects get their key from here; send \"filename\" instead.");
  }
  return ask.key;
}

Result<std::string> find_key(const Rule& rule, std::string_view caller, const Ask& ask,
                             wire::Time now, wire::Random& random) {
  if (!rule.key) return ask.key.empty() ? ask.filename : ask.key;
  if (ask.act == Act::credentials) return rule.key->prefix_of(caller);
  if (ask.filename.empty()) return judge_key(rule, caller, ask);
  return rule.key->make({caller, ask.filename, now}, random);
}

Result<Grant> judge(const Rule& rule, std::string_view caller, const Ask& ask, wire::Time now,
                    wire::Random& random) {
  if (!ask.bucket.empty() && !rule.has_bucket(ask.bucket)) return denied(rule, "not this bucket.");
  PAIL_TRY(judge_version(rule, ask));
  PAIL_TRY(judge_type(rule, ask));
  PAIL_TRY(judge_size(rule, ask));
  Grant grant;
  grant.rule = &rule;
  grant.bucket = ask.bucket.empty() ? rule.buckets.front() : ask.bucket;
  grant.sizes = ask.sizes ? ask.sizes : rule.bytes;
  PAIL_TRY(grant.lifetime, judge_lifetime(rule, ask));
  PAIL_TRY(grant.key, find_key(rule, caller, ask, now, random));
  return grant;
}

}  // namespace

bool is_type_among(std::string_view content_type, const std::vector<std::string>& globs) {
  const std::string type = wire::lower(wire::trim(content_type.substr(0, content_type.find(';'))));
  if (globs.empty()) return true;
  return is_media_type(type) &&
         std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return glob_matches(glob, type); });
}

Result<Grant> decide(const Policy& policy, std::string_view caller, const Ask& ask, wire::Time now,
                     wire::Random& random) {
  std::optional<Error> nearest;
  for (const Rule& rule : policy.rules) {
    if (!rule.may(ask.act) || !rule.concerns(caller)) continue;
    auto grant = judge(rule, caller, ask, now, random);
    if (grant) return grant;
    if (!nearest) nearest = grant.error();
  }
  if (nearest) return *nearest;
  return Error(Errc::AccessDenied, "No rule allows " + std::string(word_of(ask.act)) + " to " +
                                       std::string(caller) + ".");
}

}  // namespace pail::signer::service
