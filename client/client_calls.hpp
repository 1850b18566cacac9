// What Client's own files share: the pieces of one call. Nobody else includes this.
#pragma once

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "client/client.hpp"
#include "client/upload.hpp"

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

// A cancelled coroutine of Asio's throws at its next co_await, unless told otherwise. Here it ends
// with an Error, and stays as it was for who awaits this.
template <class T>
Task<T> quietly(Task<T> task) {
  const bool throws = co_await boost::asio::this_coro::throw_if_cancelled();
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  auto result = co_await std::move(task);
  co_await boost::asio::this_coro::throw_if_cancelled(throws);
  co_return result;
}

// A signal that came between two operations has ended neither.
inline boost::asio::awaitable<bool> is_cancelled() {
  const auto state = co_await boost::asio::this_coro::cancellation_state;
  co_return state.cancelled() != boost::asio::cancellation_type::none;
}

}  // namespace pail::client
