#include "net/server.hpp"

#include <algorithm>
#include <future>
#include <thread>

#include "net/loop.hpp"
#include "net/tls.hpp"

namespace pail::net {
namespace {

using wire::Errc;

unsigned thread_count(const ServerOptions& options) {
  return options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

class Server::Impl {
 public:
  Impl(const ServerOptions& options, Service& service)
      : options_(options),
        service_(service),
        threads_wanted_(thread_count(options)),
        pool_(options.blocking_threads) {}
  ~Impl() { stop(std::chrono::milliseconds(0)); }

  Result<void> listen();
  void run();
  void stop(std::chrono::milliseconds grace);
  const Endpoint& endpoint() const noexcept { return endpoint_; }

 private:
  Result<void> check_free(const tcp::endpoint& wanted);

  ServerOptions options_;
  Service& service_;
  unsigned threads_wanted_;
  Endpoint endpoint_;
  std::shared_ptr<TlsContext> tls_;
  std::atomic<std::size_t> connections_{0};
  BlockingPool pool_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
  std::vector<std::future<void>> finished_;
};

// SO_REUSEPORT would let a second server of the same user share the port in silence and take half
// of our connections.
Result<void> Server::Impl::check_free(const tcp::endpoint& wanted) {
  return Loop(options_, service_, pool_, connections_, tls_).listen(wanted, false);
}

Result<void> Server::Impl::listen() {
  if (options_.tick.count() <= 0) return wire::Error(Errc::InvalidArgument, "a tick of no time");
  if (options_.tls) {
    PAIL_TRY(tls_, TlsContext::for_server(*options_.tls));
  }
  Failure failure;
  const auto address = asio::ip::make_address(options_.address, failure);
  if (failure) {
    return wire::Error(Errc::InvalidArgument, "not a numeric address: " + options_.address);
  }
  tcp::endpoint endpoint(address, options_.port);
  const bool shared = threads_wanted_ > 1;
  if (shared && options_.port != 0) {
    PAIL_TRY(check_free(endpoint));
  }
  for (unsigned i = 0; i < threads_wanted_; ++i) {
    auto loop = std::make_unique<Loop>(options_, service_, pool_, connections_, tls_);
    PAIL_TRY(loop->listen(endpoint, shared));
    endpoint = loop->endpoint();  // the first one's choice when the port was 0
    loops_.push_back(std::move(loop));
  }
  endpoint_ = {endpoint.address().to_string(), endpoint.port(), tls_ != nullptr};
  return wire::ok();
}

void Server::Impl::run() {
  for (const auto& loop : loops_) {
    std::packaged_task<void()> serving([&loop = *loop] { loop.run(); });
    finished_.push_back(serving.get_future());
    threads_.emplace_back(std::move(serving));
  }
}

void Server::Impl::stop(std::chrono::milliseconds grace) {
  if (threads_.empty()) return;
  const auto deadline = Clock::now() + grace;
  for (const auto& loop : loops_) loop->begin_stop();
  for (auto& loop_end : finished_) loop_end.wait_until(deadline);
  for (const auto& loop : loops_) loop->cut();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

Server::Server(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::start(const ServerOptions& options, Service& service) {
  auto impl = std::make_unique<Impl>(options, service);
  PAIL_TRY(impl->listen());
  impl->run();
  return Server(std::move(impl));
}

const Endpoint& Server::endpoint() const noexcept {
  return impl_->endpoint();
}

void Server::stop(std::chrono::milliseconds grace) {
  impl_->stop(grace);
}

}  // namespace pail::net
