// Work that comes a page at a time, for several coroutines that take from it: when little is left,
// one of them asks for more, and the others go on with that. What it has in memory is little more
// than one page.
//
// One thread. Lives until all who take are done.
#pragma once

#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "client/transfer/crew.hpp"

namespace pail::client::jobs {

template <class T>
class Feed {
 public:
  // Nothing at the end. Not called again after that, nor after a failure.
  using More = std::function<Task<std::vector<T>>()>;

  Feed(const boost::asio::any_io_executor& executor, More more)
      : more_(std::move(more)), changed_(executor) {}

  // The next, so many at most; none at the end. What asking for more fails with, one of those who
  // take is told; for the others it is the end.
  Task<std::vector<T>> take(std::size_t count_max) {
    if (!asking_ && !at_end_ && waiting_.size() < little) {
      PAIL_CO_TRY(co_await ask());
    }
    while (waiting_.empty() && (asking_ || !at_end_)) {
      if (asking_) {
        PAIL_CO_TRY(co_await changed_.wait());
      } else {
        PAIL_CO_TRY(co_await ask());
      }
    }
    std::vector<T> some;
    while (!waiting_.empty() && some.size() < count_max) {
      some.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    co_return some;
  }

  // Enough to keep a usual crew busy while a page is listed.
  static constexpr std::size_t little = 64;

 private:
  Task<void> ask() {
    asking_ = true;
    Result<std::vector<T>> page = co_await more_();
    asking_ = false;
    at_end_ = !page || page.assume_value().empty();
    changed_.notify();
    if (!page) co_return page.error();
    for (T& one : page.assume_value()) waiting_.push_back(std::move(one));
    co_return wire::ok();
  }

  More more_;
  transfer::Signal changed_;
  std::deque<T> waiting_;
  bool asking_ = false;
  bool at_end_ = false;
};

}  // namespace pail::client::jobs
