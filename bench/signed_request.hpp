// A signed request and every text it is made of, sent into an Emulator without a socket. What the
// benches of whole requests share.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "emulator/emulator.hpp"

namespace pail::bench {

inline constexpr wire::Time now{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)};

struct Prepared {
  std::string target, body, date, payload_hash, authorization;
  net::Request request;  // views into the texts
};

enum class Version { v2, v4 };

// By the default identity.
std::unique_ptr<Prepared> prepare(Version version, std::string_view method, std::string target,
                                  std::string body = {});

// The status; the body of the reply is read to its end.
unsigned exchange(emulator::Emulator& s3, const Prepared& request);

}  // namespace pail::bench
