// Who may call: whoever sits at this machine, or has the token. Pure.
//
// Being on loopback proves little where a browser is concerned: any web page can make it send
// requests here. So without the token neither another site's page (Origin, Sec-Fetch-Site) nor a
// strange name that was made to resolve to loopback (Host: DNS rebinding) gets in.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "emulator/control/problem.hpp"
#include "net/exchange.hpp"

namespace pail::control {

// 127.0.0.0/8, ::1, and the former mapped into IPv6.
bool is_loopback(std::string_view peer) noexcept;

// nullopt: come in. `token` "" when there is none; `domains` are names of this machine beside
// localhost, those below it, and addresses.
std::optional<Problem> refusal(const net::Request& request, std::string_view token,
                               std::span<const std::string> domains);

}  // namespace pail::control
