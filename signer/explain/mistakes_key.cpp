// Mistakes with the secret, with what is derived from it, and in how the signature is written.
// Facts: sigv2.md §2, §7, §11, sigv4.md §1, §3, §7.
#include <chrono>

#include "signer/explain/mistakes.hpp"
#include "signer/explain/rewrite.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"

namespace pail::signer::explain::rows {
namespace {

using Change = Recipe::Change;
using Secret = std::string_view;

template <std::size_t count>
bool change_secret(Draft& draft, const Change (&changes)[count], unsigned way) noexcept {
  if (way >= count) return false;
  draft.recipe.change = changes[way];
  return true;
}

// Scope and key are made by different code, or by the same: a wrong text gets into the key alone or
// into both.
enum class Where : std::uint8_t { key, both };

bool change_step(Draft& draft, const Case& request, std::size_t step, std::string_view text,
                 Where where) {
  draft.recipe.steps[step] = text;
  if (where == Where::key || draft.scope.empty()) return true;
  std::string scope;
  for (std::size_t i = 0; i < draft.recipe.step_count; ++i) {
    if (i > 0) scope += '/';
    scope += draft.recipe.steps[i];
  }
  draft.scope = request.keep(std::move(scope));
  return true;
}

// Each text in the key alone, then each in both.
template <std::size_t count>
bool change_to_any(Draft& draft, const Case& request, std::size_t step,
                   const std::string_view (&texts)[count], unsigned way) {
  if (way >= 2 * count) return false;
  return change_step(draft, request, step, texts[way % count], static_cast<Where>(way / count));
}

bool write_as(Draft& draft, Writing writing, unsigned way) noexcept {
  draft.writing = writing;
  return way == 0;
}

}  // namespace

bool secret_line_end(Draft& draft, const Case&, unsigned way) {
  constexpr Change changes[] = {[](Secret secret) { return std::string(secret) + '\n'; },
                                [](Secret secret) { return std::string(secret) + "\r\n"; },
                                [](Secret secret) { return std::string(secret) + '\r'; },
                                [](Secret secret) { return std::string(secret) + ' '; },
                                [](Secret secret) { return ' ' + std::string(secret); }};
  return change_secret(draft, changes, way);
}

bool secret_quoted(Draft& draft, const Case&, unsigned way) {
  constexpr Change changes[] = {[](Secret secret) { return '"' + std::string(secret) + '"'; },
                                [](Secret secret) { return '\'' + std::string(secret) + '\''; }};
  return change_secret(draft, changes, way);
}

bool secret_url_decoded(Draft& draft, const Case&, unsigned way) {
  constexpr Change changes[] = {[](Secret secret) { return replaced(secret, "+", " "); },
                                [](Secret secret) { return decoded(secret); }};
  return change_secret(draft, changes, way);
}

bool secret_escaped(Draft& draft, const Case&, unsigned way) {
  constexpr Change changes[] = {
      [](Secret secret) { return wire::percent_encode(secret, false); },
      [](Secret secret) { return replaced(secret, "/", "\\/"); },
      [](Secret secret) { return replaced(replaced(secret, "/", "\\/"), "+", "\\+"); },
      [](Secret secret) { return replaced(secret, "+", "%2B"); },
      [](Secret secret) { return replaced(secret, "/", "%2F"); },
      [](Secret secret) { return with_hex_case(wire::percent_encode(secret, false), true); }};
  return change_secret(draft, changes, way);
}

bool secret_of_another_key(Draft& draft, const Case& request, unsigned way) {
  constexpr unsigned others_max = 8;  // a pair from a stale profile is among the first few
  const auto& others = request.exhibit.others;
  if (way >= std::min<std::size_t>(others.size(), others_max)) return false;
  if (others[way]) draft.recipe.key = others[way].get();
  return true;
}

bool secret_base64(Draft& draft, const Case&, unsigned way) {
  constexpr Change changes[] = {
      [](Secret secret) { return wire::from_base64(secret).value_or(std::string(secret)); },
      [](Secret secret) { return wire::to_base64(wire::as_bytes(secret)); }};
  return change_secret(draft, changes, way);
}

bool secret_is_access_key(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  draft.recipe.change = [](Secret) { return std::string(); };
  draft.recipe.prefix =
      request.keep(std::string(draft.recipe.prefix) + std::string(draft.recipe.key->access_key()));
  return true;
}

bool secret_empty(Draft& draft, const Case&, unsigned way) {
  constexpr Change changes[] = {[](Secret) { return std::string(); }};
  return change_secret(draft, changes, way);
}

bool secret_aws4(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.recipe.prefix = "AWS4";
  return true;
}

bool key_region(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view regions[] = {"us-east-1",    "eu-west-1", "us-west-2",
                                          "eu-central-1", "auto",      ""};
  return change_to_any(draft, request, 1, regions, way);
}

// The day before, the day after, the whole date.
bool key_day(Draft& draft, const Case& request, unsigned way) {
  const auto midnight = wire::parse_iso_day(draft.recipe.steps[0]);
  if (way > 2 || !midnight) return false;
  const auto days = std::chrono::days(way == 0 ? -1 : 1);
  const std::string_view day =
      way == 2 ? draft.date_text : request.keep(wire::format_iso_day(*midnight + days));
  return change_step(draft, request, 0, day, Where::key);
}

bool key_service(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view services[] = {"execute-api", "S3", "iam", "sts"};
  return change_to_any(draft, request, 2, services, way);
}

bool scope_terminal(Draft& draft, const Case&, unsigned way) {
  constexpr std::string_view terminal = "/aws4_request";
  if (way > 0 || !draft.scope.ends_with(terminal)) return false;
  draft.scope.remove_suffix(terminal.size());
  return true;
}

bool scope_with_key_id(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  draft.scope =
      request.keep(std::string(draft.recipe.key->access_key()).append("/").append(draft.scope));
  return true;
}

bool key_prefix(Draft& draft, const Case&, unsigned way) {
  constexpr std::string_view prefixes[] = {"", "aws4", "AWS"};
  const auto* const prefix = nth(prefixes, way);
  if (prefix == nullptr) return false;
  draft.recipe.prefix = *prefix;
  return true;
}

// Without the last step, and so on; then the secret alone.
bool key_steps(Draft& draft, const Case&, unsigned way) {
  if (way > 4) return false;
  if (way == 4) draft.recipe.prefix = {};
  draft.recipe.step_count = way == 4 ? 0 : 3 - way;
  return true;
}

bool key_hex(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.recipe.hex_steps = true;
  return true;
}

bool hmac_swapped(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.recipe.swapped = true;
  return true;
}

bool hmac_sha256(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.recipe.hash = Hash::sha256;
  return true;
}

bool hmac_sha1(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.recipe.hash = Hash::sha1;
  return true;
}

bool signature_hex(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::hex, way);
}

bool signature_base64_of_hex(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::base64_of_hex, way);
}

bool signature_base64(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::base64, way);
}

bool signature_case(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::upper_case_hex, way);
}

bool signature_line_end(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::line_end, way);
}

bool signature_url_encoded(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::url_encoded, way);
}

bool signature_plus_as_space(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::plus_as_space, way);
}

bool signature_url_safe(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::url_safe, way);
}

bool signature_unpadded(Draft& draft, const Case&, unsigned way) {
  return write_as(draft, Writing::unpadded, way);
}

}  // namespace pail::signer::explain::rows
