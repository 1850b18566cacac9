#include "client/retry.hpp"

#include <algorithm>
#include <array>

#include "client/error_code.hpp"
#include "net/failure.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

using std::chrono::milliseconds;
using wire::Errc;

constexpr std::uint32_t cost = 5;
constexpr std::uint32_t cost_after_timeout = 10;
constexpr std::uint32_t reward = 1;

// What services of AWS call it; the list of the SDKs' standard mode.
constexpr std::array<std::string_view, 14> throttling_codes = {
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException"};
constexpr std::array<std::string_view, 4> transient_codes = {
    "InternalError", "RequestTimeout", "RequestTimeoutException", "ServiceUnavailable"};

bool is_transient(unsigned status) noexcept {
  return status == 500 || status == 502 || status == 503 || status == 504;
}

// From 0 to 1, both included.
double chance(wire::Random& random) {
  std::array<std::byte, 4> bytes{};
  random.fill(bytes);
  std::uint32_t number = 0;
  for (const std::byte byte : bytes) number = number << 8 | std::to_integer<std::uint32_t>(byte);
  return static_cast<double>(number) / 0xFFFF'FFFF;
}

// 0 where the field is missing or cannot be read.
milliseconds time_of(std::string_view retry_after, wire::Time now) {
  if (const auto seconds = wire::parse_unsigned(retry_after)) {
    constexpr std::uint64_t readable_max = 1'000'000'000;  // 30 years; more would overflow below
    return std::chrono::seconds(std::min(*seconds, readable_max));
  }
  const auto date = wire::parse_http_date(retry_after, now);
  if (!date || *date <= now) return milliseconds(0);
  return std::chrono::ceil<milliseconds>(*date - now);
}

}  // namespace

std::optional<std::uint32_t> RetryQuota::take(bool after_timeout) noexcept {
  const std::uint32_t price = after_timeout ? cost_after_timeout : cost;
  if (price > left_) return std::nullopt;
  left_ -= price;
  return price;
}

void RetryQuota::give_back(std::uint32_t taken) noexcept {
  left_ = std::min(capacity, left_ + std::max(taken, reward));
}

bool had_no_effect(const wire::Error& error, unsigned status) noexcept {
  if (status == 0) {
    const std::string_view phase = error.detail(net::phase_element);
    constexpr std::array<std::string_view, 5> before_sending = {"wait", "resolve", "connect",
                                                                "proxy", "tls"};
    return is_one_of(before_sending, phase);
  }
  const std::string_view code = code_of(error);
  return status == 429 || is_one_of(throttling_codes, code) || code == "RequestTimeout";
}

Kind kind_of(const Failed& failed) noexcept {
  if (!failed.can_be_repeated) return Kind::final;
  const wire::Error& error = failed.error;
  if (error.code() == Errc::NetworkFailure) {
    const std::string_view cause = error.detail(net::cause_element);
    // Nobody becomes another by being asked again.
    if (cause == net::cause_certificate) return Kind::final;
    return cause == net::cause_timeout ? Kind::timeout : Kind::transient;
  }
  if (failed.status == 0) return Kind::final;  // a file of ours, or the caller's own doing
  const std::string_view code = code_of(error);
  if (failed.status == 429 || is_one_of(throttling_codes, code)) return Kind::throttled;
  const bool transient = is_transient(failed.status) || is_one_of(transient_codes, code);
  return transient ? Kind::transient : Kind::final;
}

std::optional<milliseconds> wait_before(unsigned next, const Failed& failed,
                                        const RetryOptions& options, wire::Random& random) {
  const milliseconds asked = time_of(failed.retry_after, failed.now);
  if (asked > options.retry_after_max) return std::nullopt;
  constexpr unsigned doublings_max = 20;  // far beyond any backoff_max, and no overflow
  const unsigned doublings = std::min(next < 2 ? 0 : next - 2, doublings_max);
  const milliseconds longest =
      std::min(options.backoff_max, options.backoff_base * (std::int64_t{1} << doublings));
  const auto drawn =
      static_cast<std::int64_t>(static_cast<double>(longest.count()) * chance(random));
  return std::max(asked, milliseconds(drawn));
}

}  // namespace pail::client
