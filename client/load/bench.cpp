#include "client/load/bench.hpp"

#include <algorithm>
#include <utility>

#include "client/in_order.hpp"
#include "client/jobs/removal.hpp"
#include "client/ops/multipart.hpp"
#include "client/transfer/crew.hpp"

namespace pail::client::load {
namespace {

using Watcher = std::function<void(const Standing&)>;

constexpr unsigned writers_max = 64;  // ours: more only wait for each other

bool needs_objects(Job job) {
  return job != Job::put && job != Job::multipart;
}

// The objects of one side, written by several at once.
class Preparation {
 public:
  Preparation(const Side& side, std::size_t number, const Watcher& watch)
      : side_(side),
        number_(number),
        watch_(watch),
        sequence_(side.plan),
        bodies_(side.plan.seed) {}

  Task<void> write_some() {
    while (next_ < side_.plan.objects) {
      const Step step = sequence_.preparation(next_++);
      std::string key;
      append_key(key, side_.plan.prefix, step.object);
      const std::unique_ptr<Body> body = bodies_.upload(step.offset, step.bytes);
      PAIL_CO_TRY([[maybe_unused]] const PutResult stored,
                  co_await side_.s3->put_object(side_.plan.bucket, std::move(key), *body));
      watch_({number_, 0, ++written_, nullptr});
    }
    co_return wire::ok();
  }

 private:
  const Side& side_;
  std::size_t number_;
  const Watcher& watch_;
  Sequence sequence_;
  Bodies bodies_;
  std::uint64_t next_ = 0;
  std::uint64_t written_ = 0;
};

Task<void> prepare(const Side& side, std::size_t number, const Watcher& watch) {
  if (!needs_objects(side.plan.job)) co_return wire::ok();
  Preparation preparation(side, number, watch);
  std::function<Task<void>()> write = [&preparation] { return preparation.write_some(); };
  co_return co_await transfer::all_of(
      static_cast<unsigned>(std::min<std::uint64_t>(side.plan.objects, writers_max)),
      std::move(write));
}

Task<void> abort_uploads(const Side& side) {
  ops::ListUploadsOptions options;
  options.prefix = side.plan.prefix;
  for (;;) {
    PAIL_CO_TRY(const ops::UploadPage page,
                co_await side.s3->call(ops::list_multipart_uploads(side.plan.bucket, options)));
    for (const ops::UploadEntry& upload : page.uploads) {
      PAIL_CO_TRY(co_await side.s3->call(
          ops::abort_multipart_upload(side.plan.bucket, upload.key, upload.upload_id)));
    }
    if (!page.next) co_return wire::ok();
    options.after = *page.next;
  }
}

Task<void> clean_up(const Side& side) {
  S3Url url;
  url.bucket = side.plan.bucket;
  url.key = side.plan.prefix;
  jobs::Selection all;
  all.recursive = true;
  all.globs = false;
  jobs::RemovalWatcher nobody;
  nobody.done = [](const DeletedObject&) {};
  nobody.failed = [](const DeleteFailure&) {};
  jobs::Finder stored(*side.s3, std::move(url), std::move(all));
  PAIL_CO_TRY(co_await jobs::remove(*side.s3, side.plan.bucket, std::move(stored), nobody));
  if (side.plan.job == Job::multipart) {
    PAIL_CO_TRY(co_await abort_uploads(side));
  }
  if (!side.plan.makes_bucket) co_return wire::ok();
  co_return co_await side.s3->delete_bucket(side.plan.bucket);
}

// a b, b a, a b ...: what grows with the time favours neither.
Task<void> measure_all(std::vector<Side>& sides, const Watcher& watch) {
  const unsigned rounds = sides.front().plan.rounds;
  for (unsigned round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < sides.size(); ++i) {
      const std::size_t number = round % 2 == 0 ? i : sides.size() - 1 - i;
      Side& side = sides[number];
      Watch tell = [&watch, number, round](const Progress& progress) {
        watch({number, round, 0, &progress});
      };
      PAIL_CO_TRY(const Measurement found,
                  co_await measure(side.plan, side.course, round, std::move(tell)));
      side.result.add(found);
      if (found.was_interrupted) co_return wire::ok();
    }
  }
  co_return wire::ok();
}

Task<void> prepare_and_measure(std::vector<Side>& sides, const Watcher& watch,
                               std::size_t& prepared) {
  for (std::size_t i = 0; i < sides.size(); ++i) {
    if (sides[i].plan.prepared) continue;
    // A bucket that somebody else has is not ours to empty.
    if (sides[i].plan.makes_bucket) {
      PAIL_CO_TRY(co_await sides[i].s3->create_bucket(sides[i].plan.bucket));
    }
    prepared = i + 1;
    PAIL_CO_TRY(co_await prepare(sides[i], i, watch));
  }
  co_return co_await measure_all(sides, watch);
}

Task<void> whole(std::vector<Side>& sides, const Watcher& watch) {
  std::size_t prepared = 0;  // sides of which something may be stored
  Result<void> result = co_await prepare_and_measure(sides, watch, prepared);
  co_await boost::asio::this_coro::reset_cancellation_state();
  for (std::size_t i = 0; i < prepared; ++i) {
    if (sides[i].plan.prepared) continue;
    const Result<void> cleaned = co_await clean_up(sides[i]);
    if (result && !cleaned) result = cleaned.error();
  }
  co_return result;
}

}  // namespace

Task<void> bench(std::vector<Side>& sides, std::function<void(const Standing&)> watch) {
  co_return co_await in_order(whole(sides, watch));
}

}  // namespace pail::client::load
