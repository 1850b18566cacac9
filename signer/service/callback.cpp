#include "signer/service/callback.hpp"

#include <boost/json/serialize.hpp>

namespace pail::signer::service {

std::string call_back(net::Courier& courier, const boost::json::object& document,
                      const Pause& pause) {
  const std::string text = boost::json::serialize(document);
  std::string outcome;
  std::chrono::milliseconds wait = callback_pause;
  for (unsigned attempt = 1; attempt <= callback_tries; ++attempt) {
    if (attempt > 1) {
      pause(wait);
      wait *= 2;
    }
    const auto status = courier.post(text);
    if (status && status.value() / 100 == 2) return "delivered";
    outcome = "failed: " +
              (status ? std::to_string(status.value()) : std::string(status.error().code_text()));
  }
  return outcome;
}

}  // namespace pail::signer::service
