#include "emulator/lifecycle/walk.hpp"

#include <algorithm>
#include <utility>

namespace pail::emulator::lifecycle {
namespace {

using wire::Result;

// Ours: few enough to be nothing in memory, many enough that the seeks do not count.
constexpr std::size_t page_versions_max = 1000;

// A change of class that is due on the day of a deletion is not worth making.
bool comes_first(const std::optional<DueTransition>& transition,
                 const std::optional<Due>& expiration) noexcept {
  return transition && (!expiration || transition->when < expiration->when);
}

}  // namespace

std::optional<Due> within(std::optional<Due> due, const Window& window) noexcept {
  if (!due || due->when > window.until) return std::nullopt;
  due->when = std::max(due->when, window.from);
  return due;
}

Window Walk::window_from(wire::Time since) const noexcept {
  return {std::min(std::max(window_.from, since), window_.until), window_.until};
}

Result<bool> Walk::go(std::string& finished) {
  model::VersionQuery query{.key_marker = finished, .versions_max = page_versions_max};
  for (bool more = true; more;) {
    PAIL_TRY(const model::VersionPage page, model_.list_versions(bucket_, query));
    for (const model::ListedVersion& listed : page.versions) {
      PAIL_TRY(const bool held, pass(listed, finished));
      if (!held) return false;
      query.key_marker = listed.key;
      query.sequence_marker = listed.version.sequence();
    }
    more = page.truncated;
  }
  return leave_key(finished);
}

Result<bool> Walk::pass(const model::ListedVersion& listed, std::string& finished) {
  if (!listed.is_latest) return pass_noncurrent(listed.version);
  PAIL_TRY(const bool held, leave_key(finished));
  if (!held) return false;
  key_ = Key{.name = listed.key, .since = listed.version.last_modified()};
  if (!listed.version.is_delete_marker()) return pass_current(listed.version);
  key_->marker = listed.version;
  return true;
}

Result<bool> Walk::pass_current(model::Object version) {
  const Window window = window_from(version.last_modified());
  for (;;) {
    const auto expiration = within(expiration_of(lifecycle_, key_->name, version), window);
    const auto transition = transition_of(lifecycle_, key_->name, version, window);
    if (!comes_first(transition, expiration)) {
      return expiration ? expire(version, *expiration) : true;
    }
    PAIL_TRY(auto moved, acts_.transition({bucket_, key_->name, version, true}, *transition));
    if (!moved) return false;
    version = std::move(*moved);
  }
}

// What a marker hides has become a version like the others below it, unless the marker took its
// place.
Result<bool> Walk::expire(const model::Object& object, const Due& due) {
  PAIL_TRY(auto expired, acts_.expire(key_->name, object, due));
  if (!expired) return false;
  if (!expired->marker) return true;
  key_->since = expired->marker->last_modified();
  key_->null_replaced = expired->marker->version_id() == model::null_version;
  key_->marker = std::move(expired->marker);
  return pass_noncurrent(object);
}

Result<bool> Walk::pass_noncurrent(model::Object version) {
  if (key_->null_replaced && version.version_id() == model::null_version) return true;
  const wire::Time since = std::exchange(key_->since, version.last_modified());
  const Window window = window_from(since);
  for (;;) {
    const Noncurrent noncurrent{key_->name, version, since, key_->below};
    const auto expiration = within(expiration_of(lifecycle_, noncurrent), window);
    const auto transition = transition_of(lifecycle_, noncurrent, window);
    if (!comes_first(transition, expiration)) {
      if (!expiration) return ++key_->below > 0;
      key_->emptied = std::max(key_->emptied, expiration->when);
      return acts_.remove_noncurrent(key_->name, version, *expiration);
    }
    PAIL_TRY(auto moved, acts_.transition({bucket_, key_->name, version, false}, *transition));
    if (!moved) return false;
    version = std::move(*moved);
  }
}

Result<bool> Walk::leave_key(std::string& finished) {
  if (!key_) return true;
  const auto& marker = key_->marker;
  if (marker && key_->below == 0) {
    const Window window = window_from(std::max(marker->last_modified(), key_->emptied));
    if (const auto due = within(lone_marker_of(lifecycle_, key_->name, *marker), window)) {
      PAIL_TRY(const bool held, acts_.remove_marker(key_->name, *marker, *due));
      if (!held) return false;
    }
  }
  finished = std::move(key_->name);
  key_.reset();
  return true;
}

}  // namespace pail::emulator::lifecycle
