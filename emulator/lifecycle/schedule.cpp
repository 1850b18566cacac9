#include "emulator/lifecycle/schedule.hpp"

#include <algorithm>
#include <array>

#include "wire/date.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::lifecycle {
namespace {

using documents::LifecycleFilter;
using documents::LifecycleTransition;
using documents::LifecycleWhen;
using documents::NoncurrentTransition;
using documents::TransitionMinimum;
using std::chrono::days;

// Ever colder: an object moves down this list and never up.
constexpr std::array<std::string_view, 6> coldness = {
    "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"};
constexpr std::uint64_t transition_bytes_min = 128 * 1024;  // S3

// 0 for STANDARD and what is as warm.
std::size_t coldness_of(std::string_view storage_class) noexcept {
  const auto* const found = std::find(coldness.begin(), coldness.end(), storage_class);
  return found == coldness.end() ? 0 : static_cast<std::size_t>(found - coldness.begin()) + 1;
}

bool has_tags(const model::Object& version, const model::Pairs& wanted) {
  if (wanted.empty()) return true;
  const auto tags = version.tags();
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& tag) {
    return std::any_of(tags.begin(), tags.end(), [&](const auto& one) {
      return one.first == tag.first && one.second == tag.second;
    });
  });
}

bool governs(const LifecycleRule& rule, std::string_view key) {
  return rule.enabled && (!rule.filter.prefix || key.starts_with(*rule.filter.prefix));
}

bool governs(const LifecycleRule& rule, std::string_view key, const model::Object& version) {
  return rule.enabled && covers(rule.filter, key, version);
}

std::optional<wire::Time> time_of(const LifecycleWhen& when, wire::Time from) noexcept {
  return when.days ? days_after(from, *when.days) : when.date;
}

void take_if_earlier(std::optional<Due>& best, const LifecycleRule& rule,
                     std::optional<wire::Time> when) {
  if (when && (!best || *when < best->when)) best = Due{*when, &rule};
}

// A rule that speaks of sizes needs no minimum.
bool is_large_enough(const Lifecycle& lifecycle, const LifecycleRule& rule,
                     std::string_view storage_class, std::uint64_t size) noexcept {
  if (rule.filter.size_greater_than || rule.filter.size_less_than) return true;
  const bool archive = storage_class == "GLACIER" || storage_class == "DEEP_ARCHIVE";
  if (archive && lifecycle.minimum == TransitionMinimum::varies_by_storage_class) return true;
  return size >= transition_bytes_min;
}

bool precedes(const DueTransition& one, const DueTransition& other) noexcept {
  if (one.when != other.when) return one.when < other.when;
  return coldness_of(one.storage_class) > coldness_of(other.storage_class);
}

// Collects the transitions that a version may make, and keeps the one whose turn is first.
class NextTransition {
 public:
  NextTransition(const Lifecycle& lifecycle, const model::Object& version, const Window& window)
      : lifecycle_(lifecycle),
        size_(version.size()),
        coldness_(coldness_of(version.storage_class())),
        window_(window) {}

  void offer(const LifecycleRule& rule, std::optional<wire::Time> when,
             std::string_view storage_class) {
    if (!when || *when > window_.until || coldness_of(storage_class) <= coldness_) return;
    if (!is_large_enough(lifecycle_, rule, storage_class, size_)) return;
    const DueTransition offered{std::max(*when, window_.from), &rule, storage_class};
    if (!best_ || precedes(offered, *best_)) best_ = offered;
  }
  const std::optional<DueTransition>& best() const noexcept { return best_; }

 private:
  const Lifecycle& lifecycle_;
  std::uint64_t size_;
  std::size_t coldness_;
  Window window_;
  std::optional<DueTransition> best_;
};

bool is_kept(const std::optional<std::uint32_t>& newer_versions, std::size_t newer) noexcept {
  return newer_versions && newer < *newer_versions;
}

}  // namespace

wire::Time days_after(wire::Time from, std::uint32_t count) noexcept {
  const auto shown = std::chrono::floor<std::chrono::seconds>(from);
  return std::chrono::ceil<days>(shown) + days(count);
}

bool covers(const LifecycleFilter& filter, std::string_view key, const model::Object& version) {
  if (filter.prefix && !key.starts_with(*filter.prefix)) return false;
  if (filter.size_greater_than && version.size() <= *filter.size_greater_than) return false;
  if (filter.size_less_than && version.size() >= *filter.size_less_than) return false;
  return has_tags(version, filter.tags);
}

std::optional<Due> expiration_of(const Lifecycle& lifecycle, std::string_view key,
                                 const model::Object& object) {
  std::optional<Due> best;
  for (const LifecycleRule& rule : lifecycle.rules) {
    if (!rule.expiration || !governs(rule, key, object)) continue;
    take_if_earlier(best, rule, time_of(rule.expiration->when, object.last_modified()));
  }
  return best;
}

std::optional<Due> lone_marker_of(const Lifecycle& lifecycle, std::string_view key,
                                  const model::Object& marker) {
  std::optional<Due> best;
  for (const LifecycleRule& rule : lifecycle.rules) {
    if (!rule.expiration || !governs(rule, key, marker)) continue;
    const bool at_once = rule.expiration->expired_object_delete_marker.value_or(false);
    take_if_earlier(
        best, rule,
        at_once ? marker.last_modified() : time_of(rule.expiration->when, marker.last_modified()));
  }
  return best;
}

std::optional<DueTransition> transition_of(const Lifecycle& lifecycle, std::string_view key,
                                           const model::Object& object, const Window& window) {
  NextTransition next(lifecycle, object, window);
  for (const LifecycleRule& rule : lifecycle.rules) {
    if (rule.transitions.empty() || !governs(rule, key, object)) continue;
    for (const LifecycleTransition& each : rule.transitions) {
      next.offer(rule, time_of(each.when, object.last_modified()), each.storage_class);
    }
  }
  return next.best();
}

std::optional<Due> expiration_of(const Lifecycle& lifecycle, const Noncurrent& noncurrent) {
  std::optional<Due> best;
  for (const LifecycleRule& rule : lifecycle.rules) {
    const auto& expiration = rule.noncurrent_expiration;
    if (!expiration || is_kept(expiration->newer_versions, noncurrent.newer)) continue;
    if (!governs(rule, noncurrent.key, noncurrent.version)) continue;
    take_if_earlier(best, rule, days_after(noncurrent.since, expiration->days));
  }
  return best;
}

std::optional<DueTransition> transition_of(const Lifecycle& lifecycle, const Noncurrent& noncurrent,
                                           const Window& window) {
  NextTransition next(lifecycle, noncurrent.version, window);
  for (const LifecycleRule& rule : lifecycle.rules) {
    if (rule.noncurrent_transitions.empty()) continue;
    if (!governs(rule, noncurrent.key, noncurrent.version)) continue;
    for (const NoncurrentTransition& each : rule.noncurrent_transitions) {
      if (is_kept(each.newer_versions, noncurrent.newer)) continue;
      next.offer(rule, days_after(noncurrent.since, each.days), each.storage_class);
    }
  }
  return next.best();
}

std::optional<Due> abort_of(const Lifecycle& lifecycle, std::string_view key, wire::Time begun) {
  std::optional<Due> best;
  for (const LifecycleRule& rule : lifecycle.rules) {
    if (!rule.abort_after_days || !governs(rule, key)) continue;
    take_if_earlier(best, rule, days_after(begun, *rule.abort_after_days));
  }
  return best;
}

std::string expiration_header(const Due& due) {
  return std::string("expiry-date=\"")
      .append(wire::format_http_date(due.when))
      .append("\", rule-id=\"")
      .append(wire::percent_encode(due.rule->id, false))
      .append("\"");
}

}  // namespace pail::emulator::lifecycle
