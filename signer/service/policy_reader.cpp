#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "net/origin.hpp"
#include "net/webhook.hpp"
#include "signer/service/json_list.hpp"
#include "signer/service/policy.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/json_reader.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;
using wire::ObjectReader;

// Ours: 10,000 a second, beyond which a limit limits nothing.
constexpr std::int64_t per_minute_max = 600'000;

std::vector<std::string> texts(ObjectReader& reader, std::string_view name) {
  std::vector<std::string> found;
  const json::array* const list = reader.list(name);
  if (list == nullptr) return found;
  for (const json::value& value : *list) {
    if (!value.is_string() || value.get_string().empty()) {
      reader.refuse(name, "must be a list of texts, none empty");
      return {};
    }
    found.emplace_back(value.get_string());
  }
  return found;
}

std::vector<std::string> required_texts(ObjectReader& reader, std::string_view name) {
  std::vector<std::string> found = texts(reader, name);
  if (found.empty()) reader.refuse(name, "must name one at least");
  return found;
}

// A name that rules can speak of.
void check_name(ObjectReader& reader, std::string_view member, std::string_view name) {
  const bool fits = !name.empty() && name.size() <= caller_bytes_max &&
                    std::none_of(name.begin(), name.end(), [](char c) {
                      return c == '*' || static_cast<unsigned char>(c) < ' ' || c == '\x7f';
                    });
  if (!fits) reader.refuse(member, "must be a name of 1 to 128 bytes, without '*'");
  if (name == anonymous_name) reader.refuse(member, "means who shows nothing; take another name");
}

void read_token(ObjectReader& reader, Policy& policy) {
  TokenCaller caller;
  caller.name = reader.required_text("name");
  check_name(reader, "name", caller.name);
  const auto digest = wire::from_hex(reader.required_text("token_sha256"));
  if (!digest || digest->size() != caller.token.size()) {
    reader.refuse("token_sha256", "must be the 64 hex digits of the token's SHA-256");
    return;
  }
  const wire::Bytes bytes = wire::as_bytes(*digest);
  std::copy(bytes.begin(), bytes.end(), caller.token.begin());
  // What `printf %s "$TOKEN" | sha256sum` says when the variable was not set.
  if (caller.token == wire::sha256({})) {
    reader.refuse("token_sha256", "is that of an empty token, which anybody has");
  }
  policy.tokens.push_back(std::move(caller));
}

void read_subject(ObjectReader& reader, Policy& policy) {
  SubjectCaller caller;
  const std::string subject = reader.required_text("subject");
  const std::size_t star = subject.find('*');
  caller.before = subject.substr(0, star);
  if (subject.empty()) reader.refuse("subject", "must not be empty");
  if (star == std::string::npos) {
    caller.name = reader.required_text("name");
    check_name(reader, "name", caller.name);
  } else {
    caller.after = subject.substr(star + 1);
    caller.prefix = reader.text("prefix").value_or("");
    if (caller.after.find('*') != std::string::npos) reader.refuse("subject", "may have one '*'");
  }
  policy.subjects.push_back(std::move(caller));
}

Result<void> read_caller(ObjectReader& reader, Policy& policy) {
  if (reader.find("subject") != nullptr) {
    read_subject(reader, policy);
  } else {
    read_token(reader, policy);
  }
  return wire::ok();
}

Result<void> read_jwt(ObjectReader& reader, const ReadFile& read_file, Policy& policy) {
  JwtCallers callers;
  callers.issuer = reader.required_text("issuer");
  callers.audience = reader.required_text("audience");
  callers.claim = reader.text("claim").value_or(callers.claim);
  callers.prefix = reader.text("prefix").value_or("");
  const std::string file = reader.required_text("jwks");
  if (callers.issuer.empty()) reader.refuse("issuer", "must not be empty");
  if (callers.audience.empty()) reader.refuse("audience", "must not be empty");
  if (callers.claim.empty()) reader.refuse("claim", "must not be empty");
  if (file.empty()) return wire::ok();
  const auto text = read_file(file);
  if (!text) {
    reader.refuse("jwks", wire::sentence(text.error()));
    return wire::ok();
  }
  auto keys = parse_jwks(text.value());
  if (keys) {
    callers.keys = std::move(keys.value());
  } else {
    reader.refuse("jwks", wire::sentence(keys.error()));
  }
  policy.jwts.push_back(std::move(callers));
  return wire::ok();
}

// Names that certificates and tokens bring along must not be taken for each other's: no prefix may
// begin another one.
Result<void> check_prefixes(const Policy& policy) {
  std::vector<std::string_view> prefixes;
  for (const SubjectCaller& caller : policy.subjects) {
    if (caller.name.empty()) prefixes.push_back(caller.prefix);
  }
  for (const JwtCallers& callers : policy.jwts) prefixes.push_back(callers.prefix);
  std::sort(prefixes.begin(), prefixes.end());
  const auto clash = std::adjacent_find(
      prefixes.begin(), prefixes.end(),
      [](std::string_view one, std::string_view next) { return next.starts_with(one); });
  if (clash == prefixes.end()) return wire::ok();
  return Error(Errc::InvalidArgument,
               "prefix: '" + std::string(clash[0]) + "' begins '" + std::string(clash[1]) +
                   "': callers of the one could be taken for the other's; give each source of "
                   "names a prefix of its own");
}

std::uint8_t read_acts(ObjectReader& reader) {
  std::uint8_t acts = 0;
  for (const std::string& word : required_texts(reader, "may")) {
    std::size_t act = 0;
    while (act < act_count && word_of(static_cast<Act>(act)) != word) ++act;
    if (act == act_count) {
      reader.refuse("may", "there are GET PUT POST multipart credentials upload");
    }
    acts = static_cast<std::uint8_t>(acts | 1u << act);
  }
  return acts;
}

std::optional<KeyTemplate> read_key(ObjectReader& reader) {
  auto key = KeyTemplate::parse(reader.required_text("key"));
  if (key) return std::move(key.value());
  reader.refuse("key", wire::sentence(key.error()));
  return std::nullopt;
}

std::vector<std::string> read_content_types(ObjectReader& reader) {
  std::vector<std::string> types = texts(reader, "content_types");
  for (std::string& type : types) {
    type = wire::lower(type);
    if (type.find('/') == std::string::npos || type.find(';') != std::string::npos) {
      reader.refuse("content_types", "must be like image/png or image/*, without parameters");
    }
  }
  return types;
}

std::optional<UploadTerms::Sizes> read_bytes(ObjectReader& reader) {
  const json::array* const pair = reader.list("bytes");
  if (pair == nullptr) return std::nullopt;
  const auto number = [&](std::size_t at) {
    return at < pair->size() && (*pair)[at].is_int64() ? (*pair)[at].get_int64() : -1;
  };
  const std::int64_t low = number(0);
  const std::int64_t high = number(1);
  if (pair->size() != 2 || low < 0 || low > high ||
      high > static_cast<std::int64_t>(object_bytes_max)) {
    reader.refuse("bytes", "must be the least and the greatest size, up to 5 TiB");
    return std::nullopt;
  }
  return UploadTerms::Sizes{static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high)};
}

std::optional<bool> read_v2(ObjectReader& reader) {
  if (reader.find("signatures") == nullptr) return std::nullopt;
  const std::vector<std::string> words = required_texts(reader, "signatures");
  for (const std::string& word : words) {
    if (word != "v2" && word != "v4") reader.refuse("signatures", "there are v2 and v4");
  }
  return std::find(words.begin(), words.end(), "v2") != words.end();
}

// What cannot be kept must not be promised.
void check_credentials(ObjectReader& reader, const Rule& rule) {
  if (!rule.may(Act::credentials)) return;
  if (!rule.may(Act::get) && !rule.may(Act::put)) {
    reader.refuse("may", "credentials are for what else is in the list: PUT, GET or both");
  }
  if (rule.bytes || !rule.content_types.empty()) {
    reader.refuse("may",
                  "temporary keys can be held to no size and no content type; give "
                  "credentials a rule of their own");
  }
  if (rule.key && !rule.key->prefix_has_caller()) {
    reader.refuse("key",
                  "must have {caller} in front of all else that varies, where temporary "
                  "keys are given");
  }
  if (rule.lifetime < session_least) {
    reader.refuse("seconds", "must be 900 at least where temporary keys are given");
  }
}

std::string read_callback(ObjectReader& reader, const Rule& rule) {
  std::string url = reader.text("callback").value_or("");
  if (url.empty()) return url;
  if (!net::check_webhook(url)) reader.refuse("callback", "must be an absolute URL");
  if (!rule.may(Act::upload)) reader.refuse("callback", "is for rules that allow upload");
  return url;
}

Result<void> read_rule(ObjectReader& reader, Policy& policy) {
  Rule rule;
  rule.name = reader.required_text("name");
  if (rule.name.empty()) reader.refuse("name", "must not be empty");
  rule.callers = required_texts(reader, "callers");
  rule.acts = read_acts(reader);
  rule.buckets = required_texts(reader, "buckets");
  rule.key = read_key(reader);
  rule.content_types = read_content_types(reader);
  rule.bytes = read_bytes(reader);
  rule.lifetime = std::chrono::seconds(
      reader.whole("seconds", 1, wire::limits::presign_v4_max_s).value_or(lifetime_usual.count()));
  rule.v2 = read_v2(reader);
  rule.callback = read_callback(reader, rule);
  check_credentials(reader, rule);
  policy.rules.push_back(std::move(rule));
  return wire::ok();
}

Rate read_rate(ObjectReader& reader) {
  Rate rate;
  rate.per_minute = static_cast<double>(reader.required_whole("per_minute", 1, per_minute_max));
  rate.burst = static_cast<double>(reader.required_whole("burst", 1, per_minute_max));
  return rate;
}

Vendor read_vendor(ObjectReader& reader) {
  Vendor vendor;
  vendor.role = reader.text("role").value_or("");
  const auto endpoint = reader.text("endpoint");
  if (!endpoint) return vendor;
  const auto url = net::parse_url(*endpoint);
  if (url && url.value().target == "/") {
    vendor.endpoint = url.value().origin;
  } else {
    reader.refuse("endpoint", "must be like https://sts.eu-central-1.amazonaws.com");
  }
  return vendor;
}

}  // namespace

Result<Policy> read_policy(std::string_view text, const ReadFile& read_file) {
  PAIL_TRY(const json::object document, wire::parse_json_object(text));
  ObjectReader reader(document);
  Policy policy;
  policy.anonymous = reader.flag("anonymous").value_or(false);
  policy.allow_origins = texts(reader, "allow_origins");
  policy.rate = reader.within("rate", read_rate);
  policy.vendor = reader.within("sts", read_vendor).value_or(Vendor{});
  PAIL_TRY(each_object(reader, "callers",
                       [&](ObjectReader& inner) { return read_caller(inner, policy); }));
  PAIL_TRY(each_object(reader, "jwt",
                       [&](ObjectReader& inner) { return read_jwt(inner, read_file, policy); }));
  PAIL_TRY(
      each_object(reader, "rules", [&](ObjectReader& inner) { return read_rule(inner, policy); }));
  if (reader.find("rules") == nullptr) reader.refuse("rules", "is missing");
  PAIL_TRY(reader.finish());
  PAIL_TRY(check_prefixes(policy));
  return policy;
}

}  // namespace pail::signer::service
