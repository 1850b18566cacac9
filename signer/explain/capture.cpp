#include "signer/explain/capture.hpp"

#include <algorithm>
#include <chrono>

#include "signer/canonical.hpp"
#include "wire/date.hpp"
#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::string_view basic = "Basic ";

std::optional<wire::Time> time_of_v2_url(std::string_view expires, wire::Time now) {
  const auto seconds = wire::parse_signed(expires);
  constexpr std::int64_t far = 1LL << 40;  // beyond any date, well inside a Time
  if (!seconds || *seconds > far || *seconds < -far) return std::nullopt;
  return std::min(now, wire::Time(std::chrono::seconds(*seconds)));
}

}  // namespace

Error unreadable(std::string_view why) {
  return Error(Errc::InvalidArgument, why);
}

void add_header(CapturedRequest& request, std::string_view name, std::string_view value) {
  value = wire::trim(value);
  const bool password = wire::iequals(name, "authorization") && wire::istarts_with(value, basic);
  request.headers.push_back(
      {std::string(name), password ? std::string(basic) + "***" : std::string(value)});
}

bool has_header(const CapturedRequest& request, std::string_view name) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [&](const auto& field) { return wire::iequals(field.name, name); });
}

Result<void> take_url(CapturedRequest& request, std::string_view url) {
  url = url.substr(0, url.find('#'));
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
    const std::string_view name = url.substr(0, scheme);
    if (!wire::iequals(name, "http") && !wire::iequals(name, "https")) {
      return unreadable("the URL is neither http nor https");
    }
    url.remove_prefix(scheme + 3);
  }
  std::string_view authority = url.substr(0, url.find_first_of("/?"));
  url.remove_prefix(authority.size());
  authority.remove_prefix(authority.rfind('@') + 1);  // npos + 1 is 0
  if (authority.empty()) return unreadable("the URL names no host");
  request.target = url.starts_with('/') ? std::string(url) : "/" + std::string(url);
  if (!has_header(request, "Host")) add_header(request, "Host", authority);
  return wire::ok();
}

Result<std::unique_ptr<CapturedMessage>> CapturedMessage::of(
    const CapturedRequest& request, std::span<const std::string> own_names) {
  std::unique_ptr<CapturedMessage> made(new CapturedMessage());
  PAIL_TRY(const wire::Target target, wire::split_target(request.target));
  PAIL_TRY(made->query_, wire::Query::parse(target.query));
  for (const wire::NamedText& field : request.headers) made->headers_.add(field.name, field.value);
  PAIL_TRY(const wire::Address address,
           wire::find_address(made->headers_.get("Host"), target.path, own_names));
  made->method_ = request.method;
  made->path_ = target.path;
  made->host_bucket_ = address.host_bucket;
  return made;
}

std::optional<wire::Time> own_time(const Message& message, wire::Time now) {
  if (const auto date = message.query.value("X-Amz-Date")) return wire::parse_iso_basic(*date);
  if (const auto expires = message.query.value("Expires")) return time_of_v2_url(*expires, now);
  return wire::parse_request_date(canonical::request_date(message.headers).text, now);
}

bool carries_signature(const CapturedRequest& request) {
  return has_header(request, "Authorization") ||
         request.target.find("Signature=") != std::string::npos;  // X-Amz-Signature too
}

}  // namespace pail::signer::explain
