// When the rules of a bucket act, on what, and what the headers of answers say of it. Nothing here
// does anything: emulator/lifecycle/run.hpp acts. Pure; thread-safe.
//
// Days are counted in seconds, as S3 shows times, and rounded up to the next midnight UTC; a time
// that is a midnight stays. Spec: shared/spec/semantics.md §20.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/documents/lifecycle.hpp"
#include "emulator/model/object.hpp"
#include "wire/clock.hpp"

namespace pail::emulator::lifecycle {

using documents::Lifecycle;
using documents::LifecycleRule;

// The midnight at which something that began at `from` is that many days old.
wire::Time days_after(wire::Time from, std::uint32_t days) noexcept;

// Whether the rule is about that version: its key, tags and size. A delete marker has no tags, and
// the size 0.
bool covers(const documents::LifecycleFilter& filter, std::string_view key,
            const model::Object& version);

// The time that acts may fall into: what was due before falls upon its beginning.
struct Window {
  wire::Time from;
  wire::Time until;
};

// A rule, and when it is its turn. Views into the Lifecycle asked.
struct Due {
  wire::Time when;
  const LifecycleRule* rule;
};
struct DueTransition {
  wire::Time when;
  const LifecycleRule* rule;
  std::string_view storage_class;
};

// When the current version, an object, expires: the earliest of all rules, the first one listed
// where several agree.
std::optional<Due> expiration_of(const Lifecycle& lifecycle, std::string_view key,
                                 const model::Object& object);
// When a delete marker goes that has no version below it: by an expiration in days once it is as
// old, and at once where a rule asks for its like.
std::optional<Due> lone_marker_of(const Lifecycle& lifecycle, std::string_view key,
                                  const model::Object& marker);
// The next change of class of a current object within the window: of those that lead to a colder
// class than it has, the earliest, and of those the coldest.
std::optional<DueTransition> transition_of(const Lifecycle& lifecycle, std::string_view key,
                                           const model::Object& object, const Window& window);

// A version that is no longer current: since when, and how many versions that are not current
// either are newer.
struct Noncurrent {
  std::string_view key;
  const model::Object& version;  // or a delete marker
  wire::Time since;              // its successor was created then
  std::size_t newer = 0;
};
std::optional<Due> expiration_of(const Lifecycle& lifecycle, const Noncurrent& noncurrent);
std::optional<DueTransition> transition_of(const Lifecycle& lifecycle, const Noncurrent& noncurrent,
                                           const Window& window);

// When an upload of that key is given up.
std::optional<Due> abort_of(const Lifecycle& lifecycle, std::string_view key, wire::Time begun);

// expiry-date="Fri, 23 Dec 2012 00:00:00 GMT", rule-id="picture-deletion-rule"
std::string expiration_header(const Due& due);

}  // namespace pail::emulator::lifecycle
