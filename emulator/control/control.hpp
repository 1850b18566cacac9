// The control API: JSON over HTTP under /_pail/v1/, a skin over the calls that C++ has (Worlds,
// World, Faults, Journal, seed, archive, lifecycle). Served beside S3 on the service host (Front),
// or alone on an address of its own (`--control`). openapi.json beside this file describes it, is
// served at /_pail/v1/openapi.json, and a test holds the server to it.
//
// Who may: loopback; others with `Authorization: Bearer` of the token, 403 without it or when there
// is none. A request with an Origin header of another site is refused: a web page must not steer
// somebody's local server (gate.hpp). Thread-safe as Service says.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/emulator.hpp"
#include "net/exchange.hpp"

namespace pail::control {

inline constexpr std::string_view path_prefix = "/_pail/v1/";

struct Options {
  std::string token = {};     // "" for none: loopback only
  std::string version;        // for /health
  std::string endpoint = {};  // told to new worlds; "" = as the request's Host says
  // Names of this machine beside localhost and addresses. By another one nobody gets in without the
  // token, since anybody's name can be made to resolve to loopback.
  std::vector<std::string> domains = {};
};

class Control final : public net::Service {
 public:
  // The Emulator outlives it.
  Control(emulator::Emulator& emulator, Options options);
  ~Control() override;

  net::Begin begin(const net::Request& request) override;
  net::Reply fail(const wire::Error& error, const net::Request* request,
                  net::Upload* upload) override;
  bool may_block(const net::Request& request) const noexcept override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// S3 and control on one port: what asks for /_pail/ on a service host goes to control.
class Front final : public net::Service {
 public:
  Front(emulator::Emulator& emulator, Control& control) : emulator_(emulator), control_(control) {}

  net::Begin begin(const net::Request& request) override;
  net::Reply fail(const wire::Error& error, const net::Request* request,
                  net::Upload* upload) override;
  bool may_block(const net::Request& request) const noexcept override;

 private:
  emulator::Emulator& emulator_;
  Control& control_;
};

}  // namespace pail::control
