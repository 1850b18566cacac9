// What a Trouble of the world does to an exchange: the answers that come instead of the
// operation's, what it changes in a true one, and how the connection is told to carry it. The steps
// in which an exchange asks are in pipeline_faults.cpp. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "emulator/request_ids.hpp"
#include "emulator/world/fault.hpp"
#include "net/exchange.hpp"
#include "wire/target.hpp"

namespace pail::emulator {

// With Retry-After where the rule has it.
wire::Error told_error(const world::FaultError& fault);
// PermanentRedirect or TemporaryRedirect, with the elements and headers S3 gives them. `region`:
// the world's.
wire::Error redirection(const world::FaultRedirect& fault, const net::Request& request,
                        const wire::Address& address, std::string_view region);
// 200 as S3 begins it when it does not know yet: white space to keep the connection alive, and then
// an <Error> document.
net::Reply error_in_200(const wire::Error& error, const RequestIds& ids);

// A wrong ETag and a flipped bit, where they are asked for. All other headers stay true.
void falsify(net::Reply& reply, const world::FaultAction& action);
// Null when the connection is to do its best. `body_size`: of the answer, which tells of a success
// or not; before there is one, 0 and false.
std::unique_ptr<const net::Carriage> carriage_for(const world::Trouble& trouble,
                                                  std::uint64_t body_size, bool succeeded);

}  // namespace pail::emulator
