#include "client/load/measure.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "client/load/worker.hpp"

namespace pail::client::load {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

constexpr auto tick = 100ms;
// A shell gives 1024 descriptors, and the hard limit on request.
constexpr rlim_t other_descriptors = 64;

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void raise_descriptor_limit(unsigned connections) {
  rlimit limit{};
  const rlim_t wanted = connections + other_descriptors;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Seconds, or a tenth of what is shorter than ten.
Timeline::Length interval_of(const Plan& plan) {
  if (plan.requests > 0) return tick;
  return std::clamp<Timeline::Length>(plan.duration / 10, 10ms, 1s);
}

// A deletion finds every object once, so that the rounds share them.
Pace::Limits limits_of(const Plan& plan, unsigned round) {
  Pace::Limits limits;
  if (plan.requests > 0) limits.count = plan.requests;
  if (plan.job == Job::remove) {
    const std::uint64_t share = plan.objects / plan.rounds;
    limits.first = share * round;
    limits.count = std::min(limits.count, share);
  }
  return limits;
}

class Round {
 public:
  Round(const Plan& plan, const Course& course, unsigned round)
      : plan_(plan),
        course_(course),
        bodies_(plan.seed),
        sequence_(plan),
        begin_(net::load_now()),
        pace_(plan, begin_, limits_of(plan, round)),
        timeline_(pace_.from(), interval_of(plan)),
        shared_{plan_, sequence_, pace_, *course_.clock, [this] { cpu_before_ = cpu_seconds(); }} {}

  // One loop for each thread, with its share of the connections.
  Result<void> set_up() {
    raise_descriptor_limit(plan_.concurrency);
    const unsigned threads = std::min(plan_.threads, plan_.concurrency);
    for (unsigned i = 0; i < threads; ++i) {
      net::LoadOptions options = course_.options;
      options.connections = plan_.concurrency / threads + (i < plan_.concurrency % threads ? 1 : 0);
      net::LoadPeer peer = course_.peer;
      if (peer.tls) {
        PAIL_TRY(peer.tls, net::TlsContext::for_client(course_.tls));
      }
      workers_.push_back(std::make_unique<Worker>(
          shared_, RequestWriter(course_.place, plan_, bodies_, course_.signing),
          Tally(timeline_, interval_of(plan_)), options.connections));
      loops_.push_back(std::make_unique<net::LoadLoop>(std::move(peer), options, *workers_.back()));
    }
    return wire::ok();
  }

  // `at_end` is called on the last thread that ends.
  void start(const std::function<void()>& at_end) {
    running_ = loops_.size();
    ends_.resize(loops_.size());
    for (std::size_t i = 0; i < loops_.size(); ++i) {
      threads_.emplace_back([this, i, at_end] {
        loops_[i]->run();
        ends_[i] = net::load_now();
        if (running_.fetch_sub(1) == 1) at_end();
      });
    }
  }
  bool is_running() const noexcept { return running_ > 0; }

  void stop() {
    was_interrupted_ = true;
    for (const auto& loop : loops_) loop->stop();
  }

  Progress progress() const {
    Progress progress;
    const auto now = net::load_now();
    progress.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - begin_);
    if (plan_.requests == 0) progress.whole = plan_.warm_up + plan_.duration;
    progress.is_warming_up = now < pace_.from();
    progress.interval = timeline_.length();
    progress.latest = timeline_.latest();
    return progress;
  }

  Measurement finish() {
    for (std::thread& thread : threads_) thread.join();
    Measurement result;
    const net::LoadMoment end = *std::max_element(ends_.begin(), ends_.end());
    result.seconds = std::max(std::chrono::duration<double>(end - pace_.from()).count(), 1e-9);
    result.cpu_seconds = cpu_before_ ? cpu_seconds() - *cpu_before_ : 0;
    result.was_interrupted = was_interrupted_;
    if (!was_interrupted_) count_unsent();
    for (const auto& worker : workers_) {
      worker->tally().flush();
      for (std::size_t i = 0; i < kind_count; ++i) result.rows[i].add(worker->tally().rows()[i]);
      for (const auto& [code, count] : worker->tally().errors()) result.errors[code] += count;
    }
    take_intervals(result);
    return result;
  }

 private:
  void count_unsent() {
    pace_.each_unsent([this](std::uint64_t number, Timeline::Length waited) {
      workers_.front()->tally().add(
          {.kind = sequence_.at(number).kind,
           .at = pace_.to(),
           .took = std::chrono::duration_cast<std::chrono::microseconds>(waited),
           .bytes = 0,
           .error = unsent,
           .is_unanswered = true});
    });
  }

  // The last one ends with the load.
  void take_intervals(Measurement& result) {
    const double length = std::chrono::duration<double>(timeline_.length()).count();
    double second = 0;
    for (const Row& row : timeline_.take()) {
      const double seconds = std::clamp(result.seconds - second, 1e-9, length);
      result.intervals.push_back({second, seconds, summary_of(row)});
      second += length;
    }
  }

  const Plan& plan_;
  const Course& course_;
  Bodies bodies_;
  Sequence sequence_;
  net::LoadMoment begin_;
  Pace pace_;
  Timeline timeline_;
  std::optional<double> cpu_before_;  // the thread's that sent the first request
  Worker::Shared shared_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::unique_ptr<net::LoadLoop>> loops_;
  std::vector<std::thread> threads_;
  std::vector<net::LoadMoment> ends_;
  std::atomic<std::size_t> running_{0};
  bool was_interrupted_ = false;
};

}  // namespace

Result<Course> find_course(const Config& config, const Plan& plan, SignatureOptions signing,
                           std::shared_ptr<const wire::Clock> clock) {
  Course course;
  const net::Origin endpoint = config.endpoint.value_or(default_endpoint());
  PAIL_TRY(course.place, find_place(endpoint, config.addressing, plan));
  net::Origin server = endpoint;
  if (!course.place.host_bucket.empty()) server.host = plan.bucket + "." + endpoint.host;
  PAIL_TRY(course.peer, net::find_peer(server, config.http.tls, config.http.connect_time_max));
  course.tls = config.http.tls;
  course.signing = std::move(signing);
  course.signing.host = course.place.host;
  course.signing.host_bucket = course.place.host_bucket;
  course.clock = std::move(clock);
  return course;
}

Task<Measurement> measure(const Plan& plan, const Course& course, unsigned round, Watch watch) {
  Round load(plan, course, round);
  PAIL_CO_TRY(load.set_up());
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  load.start([&timer, executor] { asio::post(executor, [&timer] { timer.cancel(); }); });
  watch(load.progress());
  while (load.is_running()) {
    boost::system::error_code woken;
    timer.expires_after(tick);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    const auto stop = co_await asio::this_coro::cancellation_state;
    if (stop.cancelled() != asio::cancellation_type::none) {
      load.stop();
      co_await asio::this_coro::reset_cancellation_state();
    }
    watch(load.progress());
  }
  Measurement result = load.finish();
  // What the last thread has posted still refers to the timer.
  co_await asio::post(asio::use_awaitable);
  co_return result;
}

}  // namespace pail::client::load
