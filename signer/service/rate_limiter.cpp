#include "signer/service/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace pail::signer::service {
namespace {

// Of the fractions of a second that the filling is made of.
constexpr double rounding = 1e-9;

double filled(double tokens, wire::Time since, const Rate& rate, wire::Time now) {
  const auto passed = std::chrono::duration<double, std::ratio<60>>(now - since);
  return std::min(rate.burst, tokens + std::max(0.0, passed.count()) * rate.per_minute);
}

}  // namespace

RateLimiter::Level& RateLimiter::level_of(std::string_view caller, const Rate& rate,
                                          wire::Time now) {
  const auto found = levels_.find(caller);
  if (found != levels_.end()) return found->second;
  if (levels_.size() >= rated_callers_max) {
    std::erase_if(levels_, [&](const auto& entry) {
      return filled(entry.second.tokens, entry.second.at, rate, now) >= rate.burst;
    });
  }
  const std::string_view name = levels_.size() < rated_callers_max ? caller : std::string_view();
  return levels_.try_emplace(std::string(name), Level{rate.burst, now}).first->second;
}

std::optional<std::chrono::seconds> RateLimiter::take(std::string_view caller, const Rate& rate,
                                                      wire::Time now) {
  const std::scoped_lock lock(mutex_);
  Level& level = level_of(caller, rate, now);
  level.tokens = filled(level.tokens, level.at, rate, now);
  level.at = now;
  if (level.tokens >= 1 - rounding) {
    level.tokens -= 1;
    return std::nullopt;
  }
  const double seconds = (1 - level.tokens) / rate.per_minute * 60;
  return std::chrono::seconds(static_cast<std::int64_t>(std::ceil(seconds)));
}

}  // namespace pail::signer::service
