#include "client/corrections.hpp"

#include <array>

#include "client/error_code.hpp"
#include "client/request.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

using wire::Errc;

// Ours, as the SDKs': a clock that is off by less is not why somebody was refused.
constexpr std::chrono::minutes skew_noticed{5};

bool names_the_time(const wire::Error& error) {
  constexpr std::array<std::string_view, 3> codes = {"RequestTimeTooSkewed", "RequestExpired",
                                                     "RequestInTheFuture"};
  if (is_one_of(codes, code_of(error))) return true;
  const std::string_view message = error.message().value_or("");
  if (error.code() == Errc::SignatureDoesNotMatch) {  // of STS and IAM
    return message.starts_with("Signature expired") ||
           message.starts_with("Signature not yet current");
  }
  return error.code() == Errc::AccessDenied && message == "Request is not yet valid";
}

bool is_below(std::string_view host, std::string_view parent) {
  return host.size() > parent.size() + 1 &&
         wire::iequals(host.substr(host.size() - parent.size()), parent) &&
         host[host.size() - parent.size() - 1] == '.';
}

// The host that a redirect names, with the scheme in use where it names none.
std::optional<net::Origin> named_origin(const Refusal& refusal, bool tls) {
  const std::string_view location = refusal.head.get("Location");
  const std::string_view endpoint = refusal.error.detail("Endpoint");
  std::string url(location.empty() ? endpoint : location);
  if (url.empty()) return std::nullopt;
  if (url.find("://") == std::string::npos) url.insert(0, tls ? "https://" : "http://");
  const auto parsed = net::parse_url(url);
  if (!parsed) return std::nullopt;
  return parsed.assume_value().origin;
}

// The bucket goes in front again when the request is made.
net::Origin without_bucket(net::Origin origin, const Asked& asked) {
  const std::string in_front = std::string(asked.bucket) + ".";
  if (asked.bucket.empty() || !origin.host.starts_with(in_front)) return origin;
  net::Origin base = origin;
  base.host.erase(0, in_front.size());
  return may_be_trusted(base, asked.endpoint) ? base : origin;
}

net::Origin aws_origin(net::Origin origin, const std::string& region) {
  const std::string_view suffix =
      origin.host.ends_with(".cn") ? ".amazonaws.com.cn" : ".amazonaws.com";
  origin.host = "s3." + region;
  origin.host += suffix;
  return origin;
}

std::string named_region(const Refusal& refusal) {
  const std::string_view element = refusal.error.detail("Region");
  return std::string(element.empty() ? refusal.head.get("x-amz-bucket-region") : element);
}

bool is_redirect(unsigned status) noexcept {
  return status == 301 || status == 307 || status == 308;
}

bool may_be_about_region(const Refusal& refusal) noexcept {
  const unsigned status = refusal.head.status();
  return status == 301 || status == 400 || status == 403;
}

}  // namespace

std::optional<wire::Time> server_time_of(const Refusal& refusal, wire::Time now) {
  const bool named = names_the_time(refusal.error);
  const bool unclear = refusal.to_head && refusal.head.status() == 403;
  if (!named && !unclear) return std::nullopt;
  if (const auto time = wire::parse_iso_extended(refusal.error.detail("ServerTime"))) return *time;
  const auto date = wire::parse_http_date(refusal.head.get("Date"), now);
  if (!date) return std::nullopt;
  const auto apart = *date > now ? *date - now : now - *date;
  if (!named && apart < skew_noticed) return std::nullopt;
  return *date;
}

bool may_be_trusted(const net::Origin& origin, const net::Origin& endpoint) {
  if (endpoint.tls && !origin.tls) return false;
  return wire::iequals(origin.host, endpoint.host) || is_below(origin.host, endpoint.host) ||
         (is_aws(origin.host) && is_aws(endpoint.host));
}

std::optional<Better> better_place_of(const Refusal& refusal, const Asked& asked) {
  const unsigned status = refusal.head.status();
  if (!is_redirect(status) && !may_be_about_region(refusal)) return std::nullopt;
  Better better{asked.place, status != 307};
  const std::string region = named_region(refusal);
  if (!region.empty()) better.place.region = region;
  const auto named =
      is_redirect(status) ? named_origin(refusal, asked.place.origin.tls) : std::nullopt;
  if (named) {
    better.place.origin = without_bucket(*named, asked);
  } else if (!region.empty() && region != asked.place.region && is_aws(asked.place.origin.host)) {
    better.place.origin = aws_origin(asked.place.origin, region);
  }
  if (!may_be_trusted(better.place.origin, asked.endpoint)) return std::nullopt;
  const bool other_region = asked.region_counts && better.place.region != asked.place.region;
  const bool other = other_region || better.place.origin != asked.place.origin;
  // A temporary redirect may lead to where the request came: the name stands for another machine.
  if (!other && !(named && status == 307)) return std::nullopt;
  return better;
}

bool wants_new_keys(const Refusal& refusal, bool has_token) {
  constexpr std::array<std::string_view, 4> codes = {"ExpiredToken", "ExpiredTokenException",
                                                     "InvalidToken", "TokenRefreshRequired"};
  if (is_one_of(codes, code_of(refusal.error))) return true;
  // A HEAD does not say which of its 400 it is.
  return refusal.to_head && refusal.head.status() == 400 && has_token;
}

}  // namespace pail::client
