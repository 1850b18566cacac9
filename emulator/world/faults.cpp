#include "emulator/world/faults.hpp"

#include <algorithm>

#include "emulator/world/fault_draw.hpp"
#include "emulator/world/fault_kinds.hpp"

namespace pail::world {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

// Those that S3 answers 200 before it knows how they end.
bool may_fail_in_200(std::string_view operation) {
  return operation == "CopyObject" || operation == "UploadPartCopy" ||
         operation == "CompleteMultipartUpload";
}

bool is(std::string_view value, const std::optional<std::string>& wanted) {
  return !wanted || *wanted == value;
}

bool fits(const FaultRule& rule, const FaultSubject& subject) {
  const FaultMatch& match = rule.match;
  return is(subject.operation, match.operation) && is(subject.bucket, match.bucket) &&
         is(subject.access_key, match.access_key) &&
         (!match.key_prefix || subject.key.starts_with(*match.key_prefix)) &&
         (!rule.then.error_in_200 || may_fail_in_200(subject.operation));
}

// Takes over what the earlier rules have left room for. False when that is nothing.
bool merge(const FaultAction& from, FaultAction& into) {
  bool taken = false;
  for (const FaultKind& kind : fault_kinds()) {
    if (!kind.is_in(from) || conflict(into, kind, from) != nullptr) continue;
    kind.copy(from, into);
    taken = true;
  }
  return taken;
}

// Counts the request. False when the rule does not happen to it.
bool strike(ActiveFault& fault, Trouble& trouble) {
  const FaultTrigger& when = fault.rule.when;
  const std::uint64_t number = ++fault.matched;
  if (number <= when.skip || fault.hits >= when.times.value_or(UINT64_MAX)) return false;
  if (!draw_hit(when, number)) return false;
  const bool delayed_before = trouble.action.delay.has_value();
  if (!merge(fault.rule.then, trouble.action)) return false;
  if (!delayed_before && trouble.action.delay) {
    trouble.delay = draw_delay(*trouble.action.delay, when.seed, number);
  }
  ++fault.hits;
  trouble.rules.push_back(fault.id);
  return true;
}

Error too_many_rules() {
  return {Errc::InvalidArgument,
          "There are " + std::to_string(fault_rules_max) + " rules already: no more."};
}

}  // namespace

// Kinds come into an empty action one by one, so the first that meets another is found.
Result<void> check_fault(const FaultRule& rule) {
  FaultAction seen;
  bool any = false;
  for (const FaultKind& kind : fault_kinds()) {
    if (!kind.is_in(rule.then)) continue;
    if (const FaultKind* const other = conflict(seen, kind, rule.then)) {
      return Error(Errc::InvalidArgument, "then." + std::string(kind.name) +
                                              ": cannot go with then." + std::string(other->name));
    }
    kind.copy(rule.then, seen);
    any = true;
  }
  if (rule.then.commit_then_fail && rule.then.commit_then_reset) {
    return Error(Errc::InvalidArgument, "then.commit_then_fail: either an error or a reset");
  }
  if (any) return wire::ok();
  return Error(Errc::InvalidArgument, "then: says nothing that could happen");
}

std::string Faults::append(FaultRule rule) {
  std::string id = "f" + std::to_string(++last_id_);
  rules_.push_back({.id = id, .rule = std::move(rule)});
  return id;
}

std::vector<ActiveFault>::iterator Faults::position(std::string_view id) {
  return std::find_if(rules_.begin(), rules_.end(),
                      [&](const ActiveFault& fault) { return fault.id == id; });
}

Result<std::string> Faults::add(FaultRule rule) {
  PAIL_TRY(check_fault(rule));
  const std::lock_guard lock(mutex_);
  if (rules_.size() >= fault_rules_max) return too_many_rules();
  std::string id = append(std::move(rule));
  publish();
  return id;
}

Result<std::vector<std::string>> Faults::add_profile(std::string_view name) {
  PAIL_TRY(std::vector<FaultRule> rules, fault_profile(name));
  const std::lock_guard lock(mutex_);
  if (rules_.size() + rules.size() > fault_rules_max) return too_many_rules();
  std::vector<std::string> ids;
  ids.reserve(rules.size());
  for (FaultRule& rule : rules) ids.push_back(append(std::move(rule)));
  publish();
  return ids;
}

std::vector<ActiveFault> Faults::list() const {
  const std::lock_guard lock(mutex_);
  return rules_;
}

std::optional<ActiveFault> Faults::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  for (const ActiveFault& fault : rules_) {
    if (fault.id == id) return fault;
  }
  return std::nullopt;
}

Result<bool> Faults::replace(std::string_view id, FaultRule rule) {
  PAIL_TRY(check_fault(rule));
  const std::lock_guard lock(mutex_);
  const auto found = position(id);
  if (found == rules_.end()) return false;
  *found = {.id = std::move(found->id), .rule = std::move(rule)};
  return true;
}

bool Faults::remove(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = position(id);
  if (found == rules_.end()) return false;
  rules_.erase(found);
  publish();
  return true;
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  rules_.clear();
  publish();
}

std::unique_ptr<const Trouble> Faults::judge(const FaultSubject& subject) {
  if (!any()) return nullptr;
  Trouble trouble;
  const std::lock_guard lock(mutex_);
  for (ActiveFault& fault : rules_) {
    if (fits(fault.rule, subject)) strike(fault, trouble);
  }
  return trouble.rules.empty() ? nullptr : std::make_unique<const Trouble>(std::move(trouble));
}

}  // namespace pail::world
