#include "emulator/world/fault_kinds.hpp"

#include <algorithm>
#include <iterator>

namespace pail::world {
namespace {

template <auto Member>
bool is_there(const FaultAction& action) {
  return static_cast<bool>(action.*Member);
}

template <auto Member>
void copy_member(const FaultAction& from, FaultAction& to) {
  to.*Member = from.*Member;
}

template <FaultEffect Effect>
FaultEffect always(const FaultAction&) {
  return Effect;
}

// Cut before it, or before the request is even whole, there is no answer.
FaultEffect effect_of_close(const FaultAction& action) {
  return action.close->when == FaultClose::When::after_response_bytes ? FaultEffect::none
                                                                      : FaultEffect::replaces;
}

bool fails_after_commit(const FaultAction& action) {
  return action.commit_then_fail || action.commit_then_reset;
}

void copy_failure_after_commit(const FaultAction& from, FaultAction& to) {
  to.commit_then_fail = from.commit_then_fail;
  to.commit_then_reset = from.commit_then_reset;
}

template <auto Member, FaultEffect Effect>
constexpr FaultKind kind(std::string_view name) {
  return {name, is_there<Member>, always<Effect>, copy_member<Member>};
}

using enum FaultEffect;
constexpr FaultKind kinds[] = {
    kind<&FaultAction::error, replaces>("error"),
    kind<&FaultAction::status, replaces>("status"),
    kind<&FaultAction::delay, none>("delay_ms"),
    kind<&FaultAction::bandwidth, none>("bandwidth_bytes_per_second"),
    {"close", is_there<&FaultAction::close>, effect_of_close, copy_member<&FaultAction::close>},
    kind<&FaultAction::stall, none>("stall_ms"),
    kind<&FaultAction::corrupt_response_at, alters>("corrupt_response"),
    kind<&FaultAction::wrong_etag, alters>("wrong_etag"),
    kind<&FaultAction::error_in_200, replaces>("error_in_200"),
    {"commit_then_fail", fails_after_commit, always<replaces>, copy_failure_after_commit},
    kind<&FaultAction::clock_offset, none>("clock_offset_seconds"),
    kind<&FaultAction::redirect, replaces>("redirect"),
};

bool exclude(FaultEffect one, FaultEffect other) {
  if (one == none || other == none) return false;
  return one == replaces || other == replaces;
}

}  // namespace

std::span<const FaultKind> fault_kinds() noexcept {
  return kinds;
}

const FaultKind* conflict(const FaultAction& action, const FaultKind& kind,
                          const FaultAction& other) {
  const FaultEffect effect = kind.effect(other);
  const auto found = std::find_if(std::begin(kinds), std::end(kinds), [&](const FaultKind& mine) {
    if (!mine.is_in(action)) return false;
    return mine.name == kind.name || exclude(mine.effect(action), effect);
  });
  return found == std::end(kinds) ? nullptr : found;
}

}  // namespace pail::world
