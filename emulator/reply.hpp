// The shapes answers come in, before the pipeline adds ids and date. Pure.
#pragma once

#include <string>

#include "emulator/request_ids.hpp"
#include "net/exchange.hpp"
#include "wire/error.hpp"

namespace pail::emulator {

// No body: 200 or 204 of writes.
net::Reply empty_reply(unsigned status);
// 200 with an XML document.
net::Reply xml_reply(std::string document);
// The <Error> document and the headers that go with it. To a HEAD, and for NotModified, the head
// alone. Spec: shared/spec/errors.md §1-4.
net::Reply error_reply(const wire::Error& error, const RequestIds& ids, bool head);

}  // namespace pail::emulator
