// The contract of whoever carries messages out of the process, and nothing about sockets: the
// emulator hands over, net/webhook carries, tests take them themselves.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "wire/result.hpp"

namespace pail::net {

using wire::Result;

// Of one URL. All calls on one thread, but for hurry().
class Courier {
 public:
  virtual ~Courier() = default;
  // POSTs a JSON document and blocks until it is answered: the status. NetworkFailure (Phase) when
  // no answer came, or not in time.
  virtual Result<unsigned> post(std::string_view json) = 0;
  // From any thread, once: ends the post() under way, if there is one, and none may take longer
  // than that from now on.
  virtual void hurry(std::chrono::milliseconds time_max) = 0;
};

// Never null.
using CourierMaker = std::function<std::unique_ptr<Courier>(const std::string& url)>;

}  // namespace pail::net
