#include "client/jobs/bench.hpp"

#include <algorithm>
#include <numeric>

#include "client/in_order.hpp"
#include "client/jobs/removal.hpp"
#include "client/transfer/crew.hpp"

namespace pail::client::jobs {
namespace {

using std::chrono::microseconds;

// A download that is looked at by nobody.
class Drain final : public Sink {
 public:
  Result<void> write(net::Bytes piece) override {
    bytes_ += piece.size();
    return wire::ok();
  }
  std::uint64_t bytes() const noexcept { return bytes_; }

 private:
  std::uint64_t bytes_ = 0;
};

// What the workers of one bench share.
class Bench {
 public:
  Bench(Client& s3, const BenchOptions& options)
      : s3_(s3), options_(options), body_(options.size, 'x') {}

  Task<void> prepare_some() {
    while (next_ < options_.objects) {
      PAIL_CO_TRY([[maybe_unused]] const std::uint64_t bytes, co_await put(next_++));
    }
    co_return wire::ok();
  }

  void start() {
    next_ = 0;
    begin_ = options_.elapsed();
  }

  Task<void> measure() {
    while (options_.elapsed() - begin_ < options_.duration) {
      const unsigned turn = next_++;
      const BenchOperation operation = operation_of(turn);
      BenchRow& row = result_.rows[static_cast<std::size_t>(operation)];
      const microseconds before = options_.elapsed();
      const Result<std::uint64_t> bytes = co_await one(operation, turn % options_.objects);
      if (bytes) {
        row.latencies.add(options_.elapsed() - before);
        row.bytes += bytes.assume_value();
      } else if (bytes.error().code() == wire::Errc::Cancelled) {
        co_return bytes.error();
      } else {
        ++row.errors;
        if (result_.first_error.empty()) result_.first_error = wire::describe(bytes.error());
      }
    }
    co_return wire::ok();
  }

  BenchResult take() {
    result_.took = options_.elapsed() - begin_;
    return std::move(result_);
  }

 private:
  // In turn by the mix's weights: the same for everybody who runs it.
  BenchOperation operation_of(unsigned turn) const noexcept {
    const unsigned all = std::accumulate(options_.mix.begin(), options_.mix.end(), 0U);
    unsigned at = turn % all;
    for (std::size_t i = 0; i < options_.mix.size(); ++i) {
      if (at < options_.mix[i]) return static_cast<BenchOperation>(i);
      at -= options_.mix[i];
    }
    return BenchOperation::get;
  }

  std::string key(unsigned number) const { return options_.prefix + std::to_string(number); }

  Task<std::uint64_t> one(BenchOperation operation, unsigned number) {
    switch (operation) {
      case BenchOperation::put:
        co_return co_await put(number);
      case BenchOperation::get:
        co_return co_await get(number);
      case BenchOperation::list:
        co_return co_await list();
    }
    co_return 0;
  }

  Task<std::uint64_t> put(unsigned number) {
    const std::unique_ptr<Body> body = text_body(body_);
    PAIL_CO_TRY([[maybe_unused]] const PutResult stored,
                co_await s3_.put_object(options_.bucket, key(number), *body));
    co_return body_.size();
  }

  Task<std::uint64_t> get(unsigned number) {
    Drain drain;
    PAIL_CO_TRY([[maybe_unused]] const ObjectInfo info,
                co_await s3_.get_object(options_.bucket, key(number), drain));
    co_return drain.bytes();
  }

  Task<std::uint64_t> list() {
    ListOptions options;
    options.prefix = options_.prefix;
    PAIL_CO_TRY([[maybe_unused]] const ListPage page,
                co_await s3_.list_objects(options_.bucket, std::move(options)));
    co_return 0;
  }

  Client& s3_;
  const BenchOptions& options_;
  std::string body_;
  unsigned next_ = 0;
  microseconds begin_{};
  BenchResult result_;
};

Task<void> clean_up(Client& s3, const BenchOptions& options) {
  S3Url url;
  url.bucket = options.bucket;
  url.key = options.prefix;
  Selection all;
  all.recursive = true;
  all.globs = false;
  RemovalWatcher nobody;
  nobody.done = [](const DeletedObject&) {};
  nobody.failed = [](const DeleteFailure&) {};
  Finder stored(s3, std::move(url), std::move(all));
  PAIL_CO_TRY(co_await remove(s3, options.bucket, std::move(stored), nobody));
  if (!options.makes_bucket) co_return wire::ok();
  co_return co_await s3.delete_bucket(options.bucket);
}

Task<void> prepare_and_measure(Bench& state, const BenchOptions& options) {
  std::function<Task<void>()> prepare = [&state] { return state.prepare_some(); };
  std::function<Task<void>()> measure = [&state] { return state.measure(); };
  const unsigned crew = std::min(options.concurrency, options.objects);
  PAIL_CO_TRY(co_await transfer::all_of(crew, std::move(prepare)));
  state.start();
  co_return co_await transfer::all_of(options.concurrency, std::move(measure));
}

Task<BenchResult> whole_bench(Client& s3, const BenchOptions& options) {
  if (options.makes_bucket) {
    PAIL_CO_TRY(co_await s3.create_bucket(options.bucket));
  }
  Bench state(s3, options);
  const Result<void> measured = co_await prepare_and_measure(state, options);
  BenchResult result = state.take();
  co_await boost::asio::this_coro::reset_cancellation_state();
  const Result<void> cleaned = co_await clean_up(s3, options);
  if (!measured) co_return measured.error();
  if (!cleaned) co_return cleaned.error();
  co_return result;
}

}  // namespace

Task<BenchResult> bench(Client& s3, BenchOptions options) {
  co_return co_await in_order(whole_bench(s3, options));
}

}  // namespace pail::client::jobs
