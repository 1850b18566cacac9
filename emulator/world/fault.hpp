// What a world may be told to do wrong, as values: a rule says which requests, when, and what
// happens to them. JSON shapes: docs/faults.md; rules that belong together ship as profiles
// (emulator/world/profiles/*.json).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/error.hpp"

namespace pail::world {

// What must fit; nothing given fits every request.
struct FaultMatch {
  std::optional<std::string> operation = {};  // "PutObject"
  std::optional<std::string> bucket = {};
  std::optional<std::string> key_prefix = {};
  std::optional<std::string> access_key = {};  // as claimed

  bool operator==(const FaultMatch&) const = default;
};

// Of the requests that fit, which are hit: the first `skip` are not, then at most `times` are, each
// with `probability`. The draws come from `seed` alone, so a run can be repeated.
struct FaultTrigger {
  std::uint64_t skip = 0;
  std::optional<std::uint64_t> times = {};
  double probability = 1;
  std::uint64_t seed = 0;

  bool operator==(const FaultTrigger&) const = default;
};

// A length of time, fixed or drawn anew for each request.
struct FaultDelay {
  enum class Shape : std::uint8_t { fixed, uniform, normal, exponential };
  Shape shape = Shape::fixed;
  // fixed: a is the length. uniform: from a to b. normal: mean a, deviation b, never below 0.
  // exponential: mean a.
  std::chrono::milliseconds a{0};
  std::chrono::milliseconds b{0};

  bool operator==(const FaultDelay&) const = default;
};

struct FaultError {
  wire::Errc code = wire::Errc::InternalError;
  std::optional<std::string> message = {};  // S3's own when not given
  std::optional<std::chrono::seconds> retry_after = {};

  bool operator==(const FaultError&) const = default;
};

struct FaultClose {
  enum class When : std::uint8_t { before_response, after_request_bytes, after_response_bytes };
  When when = When::before_response;
  std::uint64_t bytes = 0;
  bool reset = false;  // RST instead of FIN

  bool operator==(const FaultClose&) const = default;
};

struct FaultBandwidth {
  std::uint64_t up = 0;  // bytes per second; 0: no limit
  std::uint64_t down = 0;

  bool operator==(const FaultBandwidth&) const = default;
};

struct FaultStall {
  std::chrono::milliseconds length{0};
  std::optional<std::uint64_t> after_bytes = {};  // of the answer's body; nullopt: half of it

  bool operator==(const FaultStall&) const = default;
};

struct FaultRedirect {
  unsigned status = 307;  // 301 PermanentRedirect, 307 TemporaryRedirect
  // "s3.eu-west-1.amazonaws.com" or "http://127.0.0.1:9001"; "" for the one that was asked.
  std::string endpoint = {};
  std::string region = {};  // x-amz-bucket-region; "" for the world's own

  bool operator==(const FaultRedirect&) const = default;
};

// One or more of these; what excludes each other is refused when the rule is read.
struct FaultAction {
  std::optional<FaultError> error = {};
  std::optional<unsigned> status = {};  // a bare status, without a document
  std::optional<FaultDelay> delay = {};
  std::optional<FaultBandwidth> bandwidth = {};
  std::optional<FaultClose> close = {};
  std::optional<FaultStall> stall = {};
  // One bit of the byte at that offset of the answer's body, or of its last.
  std::optional<std::uint64_t> corrupt_response_at = {};
  bool wrong_etag = false;
  // Fits CopyObject, UploadPartCopy and CompleteMultipartUpload alone.
  std::optional<FaultError> error_in_200 = {};
  std::optional<FaultError> commit_then_fail = {};  // the write happens, the client is told this
  bool commit_then_reset = false;                   // ... or sees the connection break
  std::optional<std::chrono::seconds> clock_offset =
      {};  // this request is judged at a shifted time
  std::optional<FaultRedirect> redirect = {};

  bool operator==(const FaultAction&) const = default;
};

struct FaultRule {
  FaultMatch match = {};
  FaultTrigger when = {};
  FaultAction then = {};
  std::string profile = {};  // the profile it came with; "" for none

  bool operator==(const FaultRule&) const = default;
};

// A rule in force.
struct ActiveFault {
  std::string id;  // "f1"
  FaultRule rule;
  std::uint64_t matched = 0;  // requests that fitted
  std::uint64_t hits = 0;     // requests it happened to
};

// What happens to one request: the rules that hit it, in the order they were made, as one action
// (the earlier rule wins where two say something of the same kind), with its draws made.
struct Trouble {
  FaultAction action;
  std::chrono::milliseconds delay{0};
  std::vector<std::string> rules;  // ids
};

}  // namespace pail::world
