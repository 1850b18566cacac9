#include "client/transfer/crew.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <utility>

#include "net/cancelled.hpp"

namespace pail::client::transfer {
namespace {

namespace asio = boost::asio;
using wire::Errc;

constexpr auto ending = asio::cancellation_type::terminal;

// Owned by its members too: when the loop goes in the midst of things, nobody knows who goes first.
struct Team {
  Team(const asio::any_io_executor& executor, unsigned count, std::function<Task<void>()> job)
      : work(std::move(job)), changed(executor), stops(count), left(count) {}

  void stop() {
    if (std::exchange(stopped, true)) return;
    for (asio::cancellation_signal& member : stops) member.emit(ending);
  }

  std::function<Task<void>()> work;
  Signal changed;
  std::deque<asio::cancellation_signal> stops;
  unsigned left;
  bool stopped = false;
  Result<void> result = wire::ok();
  std::exception_ptr thrown;
};

asio::awaitable<void> member(std::shared_ptr<Team> team) {
  Result<void> result = wire::Error(Errc::Cancelled);
  try {
    result = co_await team->work();
  } catch (const boost::system::system_error& stopped) {
    if (stopped.code() != asio::error::operation_aborted) throw;
  }
  // The first failure is the reason; the others' are only that they were stopped for it.
  if (!result && !team->stopped) team->result = std::move(result);
}

void start_member(const asio::any_io_executor& executor, const std::shared_ptr<Team>& team,
                  asio::cancellation_slot stop) {
  const auto done = [team](std::exception_ptr thrown) {
    if (thrown && !team->thrown) team->thrown = std::move(thrown);
    if (team->thrown || !team->result) team->stop();
    --team->left;
    team->changed.notify();
  };
  asio::co_spawn(executor, member(team), asio::bind_cancellation_slot(stop, done));
}

Task<void> whole_crew(unsigned count, std::function<Task<void>()> work) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto team = std::make_shared<Team>(executor, count, std::move(work));
  for (asio::cancellation_signal& stop : team->stops) start_member(executor, team, stop.slot());
  while (team->left > 0) {
    PAIL_CO_TRY(co_await team->changed.wait());
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    if (!net::is_cancelled(state)) continue;
    // Heard once; from here on the members are waited for.
    co_await asio::this_coro::reset_cancellation_state();
    if (team->stopped) continue;
    team->result = wire::Error(Errc::Cancelled);
    team->stop();
  }
  if (team->thrown) std::rethrow_exception(team->thrown);
  co_return std::move(team->result);
}

}  // namespace

Task<void> Signal::wait() {
  boost::system::error_code woken;
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  co_return wire::ok();
}

Task<void> all_of(unsigned count, std::function<Task<void>()> work) {
  return in_order(whole_crew(count, std::move(work)));
}

}  // namespace pail::client::transfer
