// The documents of the query protocol: <ActionResponse> around what an action wrote, and
// <ErrorResponse>. Pure. Spec: shared/spec/operations.md §4, errors.md §8.
#pragma once

#include <string>
#include <string_view>

#include "emulator/query_api/service.hpp"
#include "emulator/request_ids.hpp"
#include "net/exchange.hpp"
#include "wire/error.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::query_api {

// The name of an exchange in these documents and in x-amzn-RequestId: a UUID made of its ids.
std::string request_uuid(const RequestIds& ids);

net::Reply document_reply(std::string document);
net::Reply error_reply(const wire::Error& error, const Service& service, std::string_view uuid);

}  // namespace pail::emulator::query_api
