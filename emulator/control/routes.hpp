// The calls of the control API: one table. openapi.json describes the same calls, and a test
// compares the two. Adding a call: its handler (handlers.hpp), its row, its path in openapi.json.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "emulator/control/call.hpp"

namespace pail::control {

// Ours: rules, names and clocks are short; a fault rule with everything in it is 2 KiB.
inline constexpr std::uint64_t document_bytes_max = 256 * 1024;
// Ours: a seed holds objects inline; what is larger than this comes as an import.
inline constexpr std::uint64_t seed_bytes_max = 64 * 1024 * 1024;

struct Route {
  std::string_view method;
  std::string_view path;  // behind /_pail/v1/; {world} and one more name in braces
  // Exactly one of the two: the answer, with the body read where there is one; or who takes the
  // body piece by piece.
  Outcome<net::Reply> (*answer)(const Call& call) = nullptr;
  Outcome<std::unique_ptr<net::Upload>> (*receive)(const Call& call) = nullptr;
  std::uint64_t body_bytes_max = 0;  // 0: `answer` wants no body
  // Whether it may work for long, or wait for a disk where the engine has one.
  bool slow = false;
  std::string_view query = {};  // parameters it knows, with a space between them
};

std::span<const Route> routes() noexcept;

// What a path leads to. `route` null: nowhere, or not by this method; `allow` is what Allow says
// then, "" when the path is none.
struct Found {
  const Route* route = nullptr;
  std::string world{world::default_world_name};
  std::string item = {};
  std::string allow = {};
};
// `path` behind /_pail/v1/, raw. HEAD goes where GET goes.
Found find_route(std::string_view method, std::string_view path);

}  // namespace pail::control
