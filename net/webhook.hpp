// A Courier over HTTP/1.1: one kept-alive connection to one URL, http or https. An https server's
// certificate must be one the system trusts.
#pragma once

#include <string>

#include "net/courier.hpp"

namespace pail::net {

// Ours: how long whoever is told of something may take to say that it has heard.
inline constexpr std::chrono::milliseconds webhook_time_max{5'000};

// InvalidURI: no absolute http or https URL.
Result<void> check_webhook(const std::string& url);
// std::invalid_argument when check_webhook() would fail.
std::unique_ptr<Courier> make_webhook(const std::string& url);

}  // namespace pail::net
