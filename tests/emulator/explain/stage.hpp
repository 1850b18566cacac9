// A server on a real loopback socket whose errors carry explanations, and a client that sends
// bytes as they are: nothing in between that would mend a wrong request.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/emulator.hpp"
#include "net/server.hpp"
#include "wire/clock.hpp"

namespace pail::emulator::testing {

struct RawRequest {
  std::string method = "GET";
  std::string target = "/b/k";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};

  RawRequest& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  std::string text() const;
};

struct RawAnswer {
  unsigned status = 0;
  std::string head;
  std::string body;

  // All elements of that name below <Error>.
  std::vector<std::string> elements(std::string_view name) const;
  std::string element(std::string_view name) const;
};

inline constexpr std::string_view stage_access_key = "AKIDEXPLAIN000000001";
// With a slash, a plus and a %41, so that every way of mangling a secret changes it.
inline constexpr std::string_view stage_secret = "wJa/rXU+nFEMI/K7MDENG%41PxRfiCYEXAMPLEKEY";
inline constexpr std::string_view stage_other_access_key = "AKIDEXPLAIN000000002";
inline constexpr std::string_view stage_other_secret = "theOtherSecretOfSomebodyElse/0123456789+";
inline constexpr std::string_view stage_session_key = "ASIAEXPLAIN000000003";
inline constexpr std::string_view stage_session_secret = "secretOfASession/0123456789+abcdefghijkl";
inline constexpr std::string_view stage_session_token = "token/of+a/session==";

class Stage {
 public:
  explicit Stage(Options options = {.explain = true});

  RawAnswer send(const RawRequest& request);
  std::string host() const;  // "localhost:<port>"
  wire::ManualClock& clock() { return *clock_; }
  // For the ration.
  wire::ManualClock& real_clock() { return *real_clock_; }
  // What was logged so far, a line for each explanation.
  std::vector<std::string> log();

 private:
  std::shared_ptr<wire::ManualClock> clock_, real_clock_;
  std::mutex mutex_;
  std::vector<std::string> log_;
  std::unique_ptr<Emulator> emulator_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace pail::emulator::testing
