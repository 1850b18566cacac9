// What an Error of net says beside its sentence, for programs: elements, and what stands in them.
// The sentence is for people and may change.
#pragma once

#include <string_view>

#include "wire/error.hpp"

namespace pail::net {

// Where an exchange was: wait, resolve, connect, proxy, tls, send, head, body.
inline constexpr std::string_view phase_element = "Phase";
// Why it ended there, where that is one of these.
inline constexpr std::string_view cause_element = "Cause";
inline constexpr std::string_view cause_timeout = "timeout";
// The server's, or the one of ours that it wanted: asking again changes nothing.
inline constexpr std::string_view cause_certificate = "certificate";

// The same failure in other words: with its phase and cause, and nothing else of it.
inline wire::Error retold(const wire::Error& failure, std::string_view message) {
  wire::Error told(failure.code(), message);
  for (const std::string_view element : {phase_element, cause_element}) {
    const std::string_view value = failure.detail(element);
    if (!value.empty()) told.with(element, value);
  }
  return told;
}

}  // namespace pail::net
