// What the service decided, for who has to know later: one line of JSON for each request that asked
// for something. Never in it: a secret, a token, a signature, a URL.
//
// Value type.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "wire/clock.hpp"
#include "wire/error.hpp"

namespace pail::signer::service {

struct AuditEntry {
  wire::Time time;
  std::string request_id;
  std::string peer;
  std::string subject;        // of the certificate that was shown
  std::string caller;         // empty: not known
  std::string_view known_by;  // as in Caller
  std::string path;           // "/presign"
  std::string_view act;       // "PUT"; empty: it was not read so far
  std::string bucket;
  std::string key;
  std::string content_type;
  std::optional<std::uint64_t> size;
  std::optional<std::chrono::seconds> lifetime;
  std::string rule;  // that allowed it, or came nearest
  bool allowed = false;
  unsigned status = 0;
  std::string reason;    // empty: all went well
  std::string callback;  // how telling the application went; empty: there is none
};

// Called from any thread; lines end with a line feed.
using AuditSink = std::function<void(const std::string& line)>;

// "allow": granted and done. "deny": refused here. "error": granted, and then it failed.
std::string audit_line(const AuditEntry& entry);

}  // namespace pail::signer::service
