// Whether what clients of one bucket were told could have happened one call after the other: the
// search of Wing and Gong, remembering where it has been (Lowe).
//
// A call may be put anywhere between its beginning and its end. Values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pail::testing {

using Contents = std::map<std::string, std::string>;  // key -> ETag

enum class CallKind { put, put_if_absent, put_if_match, get, remove, list };
enum class Outcome { done, refused, missing };

struct Call {
  CallKind kind = CallKind::get;
  std::string key = {};
  std::string etag = {};      // of what was put, or of what a get showed
  std::string if_match = {};  // what put_if_match asked for
  Outcome outcome = Outcome::done;
  Contents listed = {};
  std::uint64_t begun = 0, ended = 0;  // by a clock that all clients share
};

// What the bucket holds after `call`; nullopt when it could not have been answered so.
std::optional<Contents> after(const Contents& before, const Call& call);

inline constexpr std::size_t calls_max = 64;

// std::invalid_argument for a longer history.
bool is_linearizable(const std::vector<Call>& history);

// One line per call, in the order they began.
std::string text_of(std::vector<Call> history);

}  // namespace pail::testing
