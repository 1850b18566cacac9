// What an operation is: one row of data and one function. Each file of emulator/ops/ defines
// exactly one, named like the file (ops/put_object.cpp: `const Operation put_object`), and the
// build collects them into the table that the router reads. Adding an operation is adding that
// file, and a test.
//
// A handler gets a Call: the request, already authenticated and authorised, with the world's model
// and clock. It answers a Reply at once, or an Upload that takes the body. It knows nothing of
// sockets, signatures or policies. Spec: shared/spec/operations.md §2, operations.csv.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emulator/model/model.hpp"
#include "net/exchange.hpp"
#include "wire/query.hpp"
#include "wire/target.hpp"

namespace pail::emulator {

using net::Begin;
using net::Reply;
using wire::Result;

enum class Level : std::uint8_t { service, bucket, object };  // what the address names

// Who asks. Anonymous callers have an empty account.
struct Caller {
  std::string account;       // 12 digits
  std::string canonical_id;  // 64 hex digits: <Owner><ID>
  std::string arn;
  bool anonymous() const noexcept { return account.empty(); }
};

// What an exchange with one world looks like to a handler. Lives until the exchange is over (an
// Upload may keep it).
struct Call {
  const net::Request& request;
  const wire::Headers&
      headers;  // request.headers, plus x-amz-* query parameters, which act as headers
  const wire::Query& query;
  const wire::Address& address;
  model::Model& model;
  const Caller& caller;
  wire::Time now;  // the world's time when the request arrived
  std::string_view region;
  // Length of the data to be stored: Content-Length, or x-amz-decoded-content-length of an
  // aws-chunked body.
  std::optional<std::uint64_t> body_length;
};

struct Operation {
  std::string_view name;    // "PutObject"
  std::string_view method;  // "PUT"
  Level level = Level::object;
  // The query parameter whose presence chooses this operation ("location"), "" when none does.
  // "list-type=2" asks for that value exactly.
  std::string_view selector;
  std::string_view header_selector;  // "x-amz-copy-source"; "" when none
  std::string_view action;           // IAM action: "s3:PutObject"
  bool stores_body = false;  // takes an upload body (…-TRAILER payload hashes are allowed)
  Result<Begin> (*begin)(Call& call) = nullptr;
};

// All rows, in the order of their files. Defined by the build's table (operation_table.cpp).
std::span<const Operation* const> operations() noexcept;

}  // namespace pail::emulator
