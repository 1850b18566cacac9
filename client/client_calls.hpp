// What Client's own files share: the pieces of one call. Nobody else includes this.
#pragma once

#include <boost/asio/this_coro.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "client/client.hpp"
#include "client/in_order.hpp"
#include "client/upload.hpp"
#include "net/cancelled.hpp"

namespace pail::client {

struct Client::Sending {
  Request request;
  std::string text;          // the whole body, unless there is a stream
  Upload* upload = nullptr;  // announced with Expect
};

struct Client::Call {
  const Sending& sending;
  Intake& intake;
  std::optional<Place> place = {};  // where a refusal sent it
  unsigned attempts = 1;            // corrections do not count
  unsigned hops = 0;
  bool time_corrected = false;
  bool keys_renewed = false;
  std::uint32_t taken = 0;      // of the quota, by the last retry
  bool may_have_acted = false;  // an attempt whose answer was lost, or that failed in the server
};

struct Client::Attempt {
  Place place;
  std::shared_ptr<const signer::Key> key;  // null: unsigned, or signed elsewhere
  net::ResponseHead head;                  // status 0: there was no whole answer
  std::optional<wire::Error> error;        // none: a success
};

struct Client::Outgoing {
  Draft draft;
  std::unique_ptr<net::Source> chunks;  // around the upload; null: it goes as it is
};

inline bool only_reads(const Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

// A signal that came between two operations has ended neither.
inline boost::asio::awaitable<bool> is_cancelled() {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  co_return net::is_cancelled(state);
}

}  // namespace pail::client
