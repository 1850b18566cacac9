// Asking for keys over HTTP, and again where that may help: what the sources that are one exchange
// share.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>

#include "client/retry.hpp"
#include "client/waiting.hpp"
#include "wire/random.hpp"

namespace pail::client::credentials {

class Patience {
 public:
  explicit Patience(const RetryOptions& retry)
      : retry_(retry),
        random_(retry.random ? retry.random : std::make_shared<wire::SystemRandom>()) {}

  // `once` makes one attempt; `status` is to be that of its answer, when there is one. Lives until
  // it is over.
  template <class T>
  using Once = std::function<boost::asio::awaitable<wire::Result<T>>(unsigned& status)>;
  template <class T>
  boost::asio::awaitable<wire::Result<T>> ask(const Once<T>& once) {
    for (unsigned next = 2;; ++next) {
      unsigned status = 0;
      auto keys = co_await once(status);
      if (keys || next > retry_.attempts_max) co_return keys;
      const Failed failed{keys.error(), status, {}, true};
      if (kind_of(failed) == Kind::final) co_return keys;
      const auto time = wait_before(next, failed, retry_, *random_);
      if (time) co_await wait(retry_, *time);
    }
  }

 private:
  RetryOptions retry_;
  std::shared_ptr<wire::Random> random_;
};

}  // namespace pail::client::credentials
