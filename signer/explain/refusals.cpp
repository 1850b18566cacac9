// Refusals other than a wrong signature: which row each belongs to, and its particulars. What is
// asked is the Error that verify() made. Facts: sigv2.md §9, sigv4.md §7-9.
#include <chrono>

#include "signer/explain/mistakes.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain::rows {
namespace {

using Particulars = std::optional<std::string>;
using std::chrono::seconds;
using wire::Errc;

std::string_view message_of(const Exhibit& exhibit) noexcept {
  return exhibit.refusal.message().value_or(std::string_view{});
}

bool says(const Exhibit& exhibit, std::string_view words) noexcept {
  return message_of(exhibit).find(words) != std::string_view::npos;
}

Particulars if_says(const Exhibit& exhibit, std::string_view words) {
  return says(exhibit, words) ? Particulars("") : std::nullopt;
}

// "2 h 3 min 4 s".
std::string duration(seconds time) {
  using std::chrono::hours;
  using std::chrono::minutes;
  std::string text;
  const auto append = [&](auto count, std::string_view unit) {
    if (count == 0) return;
    text.append(text.empty() ? "" : " ").append(std::to_string(count)).append(unit);
  };
  append(std::chrono::duration_cast<hours>(time).count(), " h");
  append(std::chrono::duration_cast<minutes>(time % hours(1)).count(), " min");
  append((time % minutes(1)).count(), " s");
  return text.empty() ? "0 s" : text;
}

// How far the request's date is ahead of the server's clock, when that is what was refused.
std::optional<seconds> clock_difference(const Exhibit& exhibit) {
  if (exhibit.refusal.code() != Errc::RequestTimeTooSkewed) return std::nullopt;
  const wire::Time now = exhibit.rules.now;
  const auto time = wire::parse_request_date(exhibit.refusal.detail("RequestTime"), now);
  if (!time) return std::nullopt;
  return *time - std::chrono::floor<seconds>(now);
}

std::string ahead_or_behind(seconds ahead) {
  std::string text = "The request's date is ";
  text += duration(ahead < seconds(0) ? -ahead : ahead);
  return text +=
         ahead < seconds(0) ? " behind the server's clock." : " ahead of the server's clock.";
}

std::string_view between(std::string_view text, std::string_view before, char end) noexcept {
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + before.size());
  return text.substr(0, text.find(end));
}

// "It ended 5 min ago." of a time as error documents write it.
Particulars ended(const Exhibit& exhibit) {
  const auto end = wire::parse_iso_extended(exhibit.refusal.detail("Expires"));
  if (!end) return "";
  const auto ago = std::chrono::floor<seconds>(exhibit.rules.now - *end);
  return "It ended " + duration(std::max(ago, seconds(0))) + " ago.";
}

}  // namespace

Particulars clock_zone(const Exhibit& exhibit) {
  using namespace std::chrono_literals;
  constexpr seconds step = 30min;      // zones differ by half hours
  constexpr seconds tolerance = 2min;  // for the clock itself
  constexpr seconds farthest = 14h;
  const auto ahead = clock_difference(exhibit);
  if (!ahead) return std::nullopt;
  const seconds distance = *ahead < 0s ? -*ahead : *ahead;
  const seconds rest = distance % step;
  const bool whole = rest <= tolerance || step - rest <= tolerance;
  if (!whole || distance < step - tolerance || distance > farthest + tolerance) return std::nullopt;
  return ahead_or_behind(*ahead);
}

Particulars clock_off(const Exhibit& exhibit) {
  const auto ahead = clock_difference(exhibit);
  return ahead ? Particulars(ahead_or_behind(*ahead)) : std::nullopt;
}

Particulars date_missing(const Exhibit& exhibit) {
  if (says(exhibit, "X-Amz-Date must be in the ISO8601 Long Format")) return "";
  return if_says(exhibit, "requires a valid Date or x-amz-date header");
}

Particulars scope_region(const Exhibit& exhibit) {
  constexpr std::string_view before = "the region '";
  if (!says(exhibit, before) || !says(exhibit, "is wrong; expecting '")) return std::nullopt;
  std::string text = "The request is signed for '";
  text.append(between(message_of(exhibit), before, '\'')).append("', this endpoint is '");
  return text.append(exhibit.rules.region).append("'.");
}

Particulars scope_day(const Exhibit& exhibit) {
  return if_says(exhibit, "Invalid credential date");
}

Particulars scope_shape(const Exhibit& exhibit) {
  constexpr std::string_view faults[] = {
      "the Credential is mal-formed", "incorrect date format", "a non-empty region must",
      "a non-empty Access Key",       "incorrect service",     "incorrect terminal"};
  for (const std::string_view fault : faults) {
    if (says(exhibit, fault)) {
      return std::string(message_of(exhibit).substr(message_of(exhibit).find(fault)));
    }
  }
  return std::nullopt;
}

Particulars headers_not_signed(const Exhibit& exhibit) {
  const std::string_view names = exhibit.refusal.detail("HeadersNotSigned");
  if (names.empty()) return std::nullopt;
  return "Not signed: " + std::string(names) + ".";
}

Particulars content_sha256_missing(const Exhibit& exhibit) {
  if (says(exhibit, "Missing required header for this request: x-amz-content-sha256")) return "";
  return if_says(exhibit, "x-amz-content-sha256 must be UNSIGNED-PAYLOAD");
}

Particulars authorization_shape(const Exhibit& exhibit) {
  if (says(exhibit, "one and only one ' ' (space) required")) return "";
  if (says(exhibit, "Expected AwsAccessKeyId:signature")) return "";
  return if_says(exhibit, "requires three components: Credential, SignedHeaders");
}

Particulars authorization_type(const Exhibit& exhibit) {
  return if_says(exhibit, "Unsupported Authorization Type");
}

Particulars two_mechanisms(const Exhibit& exhibit) {
  return if_says(exhibit, "Only one auth mechanism allowed");
}

Particulars url_expired(const Exhibit& exhibit) {
  const bool expired = says(exhibit, "Request has expired") || says(exhibit, "Policy expired");
  return expired ? ended(exhibit) : std::nullopt;
}

Particulars url_not_yet_valid(const Exhibit& exhibit) {
  if (!says(exhibit, "Request is not yet valid")) return std::nullopt;
  const auto start = wire::parse_signed(exhibit.refusal.detail("X-Amz-Date"));
  if (!start) return "";
  const wire::Time begins{std::chrono::milliseconds(*start)};
  return "It starts in " + duration(std::chrono::floor<seconds>(begins - exhibit.rules.now)) + ".";
}

Particulars url_expires_range(const Exhibit& exhibit) {
  if (message_of(exhibit).starts_with("X-Amz-Expires "))
    return std::string(message_of(exhibit)) + ".";
  return if_says(exhibit, "Invalid date (should be seconds since epoch)");
}

Particulars url_incomplete(const Exhibit& exhibit) {
  if (says(exhibit, "X-Amz-Algorithm only supports")) return "";
  if (says(exhibit, "Query-string authentication version 4 requires")) return "";
  return if_says(exhibit, "Query-string authentication requires the Signature");
}

// The key is known, so what is missing is its token.
Particulars token_missing(const Exhibit& exhibit) {
  if (exhibit.refusal.code() != Errc::InvalidAccessKeyId) return std::nullopt;
  const auto key = exhibit.keys.find(exhibit.refusal.detail("AWSAccessKeyId"));
  return key != nullptr && !key->session_token().empty() ? Particulars("") : std::nullopt;
}

Particulars key_unknown(const Exhibit& exhibit) {
  if (exhibit.refusal.code() != Errc::InvalidAccessKeyId) return std::nullopt;
  std::string text = "The key is '";
  return text.append(exhibit.refusal.detail("AWSAccessKeyId")).append("'.");
}

Particulars token_wrong(const Exhibit& exhibit) {
  return exhibit.refusal.code() == Errc::InvalidToken ? Particulars("") : std::nullopt;
}

Particulars token_expired(const Exhibit& exhibit) {
  return exhibit.refusal.code() == Errc::ExpiredToken ? Particulars("") : std::nullopt;
}

Particulars chunk_signature(const Exhibit& exhibit) {
  const std::string_view text = exhibit.refusal.detail("StringToSign");
  const bool chunk = text.starts_with("AWS4-HMAC-SHA256-PAYLOAD\n") ||
                     text.starts_with("AWS4-HMAC-SHA256-TRAILER\n");
  if (exhibit.refusal.code() != Errc::SignatureDoesNotMatch || !chunk) return std::nullopt;
  return "Which mistake it is was not searched: the doctor looks at heads only.";
}

}  // namespace pail::signer::explain::rows
