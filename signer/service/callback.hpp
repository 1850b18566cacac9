// Tells an application's URL of an upload that is done: a JSON document by POST, a few times until
// it is heard. Waits for the answer.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "net/courier.hpp"

namespace pail::signer::service {

// Ours: the upload's sender waits meanwhile.
inline constexpr unsigned callback_tries = 3;
inline constexpr std::chrono::milliseconds callback_pause{250};  // doubled from try to try

// Waits so long, or less when the service ends.
using Pause = std::function<void(std::chrono::milliseconds)>;

// "delivered" after a 2xx; else "failed: 500" or "failed: NetworkFailure", of the last try.
std::string call_back(net::Courier& courier, const boost::json::object& document,
                      const Pause& pause);

}  // namespace pail::signer::service
