// An operation of S3 as a value: what is asked, and how its answer is read. The builders of
// client/ops make them, Client::call() and BlockingClient::call() carry them out; nothing is sent
// until then, so both ends can be tested without a server.
//
//   auto tags = s3.call(ops::get_object_tagging("photos", "cat.jpg"));
//
// In a coroutine an operation with braced lists among its arguments is made before it is awaited:
// g++ 12 does not compile the one inside of the other.
//
// Value types. Bodies that stream (a PUT's, a GET's) are no part of it: see Client::put_object,
// get_object and upload_part.
#pragma once

#include <string>
#include <utility>

#include "client/request.hpp"
#include "net/http_client.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::client {

// What the server said, with its body in memory. `now` is the client's time when it came.
struct Answer {
  net::ResponseHead head;
  std::string body;
  wire::Time now;
};

template <class T>
struct Operation {
  Request request;
  std::string body;  // the request's document; empty for most
  // Only called for a success; an error document inside a 200 has been found before. Pure.
  Result<T> (*read)(const Answer& answer) = nullptr;
};

}  // namespace pail::client
