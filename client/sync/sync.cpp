#include "client/sync/sync.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "client/sync/carrier.hpp"
#include "client/sync/merge.hpp"
#include "net/failure.hpp"

namespace pail::client::sync {
namespace {

using wire::Errc;
using wire::Error;

// Differences found and not begun yet: two pages of a listing, so that one is fetched while the
// other is carried.
constexpr std::size_t waiting_max = 2 * wire::limits::list_keys_max;

// What the next file would meet as well.
bool ends_everything(const Error& error) {
  constexpr Errc fatal[] = {Errc::Cancelled,          Errc::NoSuchBucket,
                            Errc::InvalidAccessKeyId, Errc::SignatureDoesNotMatch,
                            Errc::ExpiredToken,       Errc::RequestTimeTooSkewed};
  const std::string_view phase = error.detail(net::phase_element);
  return std::find(std::begin(fatal), std::end(fatal), error.code()) != std::end(fatal) ||
         phase == "connect" || phase == "resolve";
}

std::uint64_t& count_of(Summary& summary, Act act) {
  switch (act) {
    case Act::upload:
      return summary.uploaded;
    case Act::download:
      return summary.downloaded;
    case Act::copy:
      return summary.copied;
    case Act::remove:
      break;
  }
  return summary.removed;
}

// The first of a crew finds the differences, the others carry what it finds.
class Run {
 public:
  Run(Client& s3, Tree from, Tree to, Options options, Watcher watcher,
      const boost::asio::any_io_executor& executor)
      : from_(std::move(from)),
        to_(std::move(to)),
        options_(std::move(options)),
        watcher_(std::move(watcher)),
        reporter_(watcher_.standing, 0),
        merge_(s3, from_, to_, options_,
               {[this](const Step& step, const Error& error) { failed(step, error); },
                [this] { ++summary_.same; }}),
        carrier_(s3, from_, to_, options_, watcher_.standing ? &reporter_ : nullptr, executor),
        found_(executor),
        taken_(executor) {}

  Task<Summary> run();

 private:
  Task<void> find();
  Task<void> carry();
  Task<void> carry(const Work& work);
  Task<void> remove();
  void done(const Step& step);
  void failed(const Step& step, const Error& error);

  Tree from_;
  Tree to_;
  Options options_;
  Watcher watcher_;
  transfer::Reporter reporter_;
  Summary summary_;
  Merge merge_;
  Carrier carrier_;
  bool finding_ = false;  // somebody does
  bool all_found_ = false;
  std::deque<Work> waiting_;
  std::vector<Step> extra_;
  transfer::Signal found_;
  transfer::Signal taken_;
};

Task<Summary> Run::run() {
  const unsigned parallel = std::max(1U, options_.parallel);
  PAIL_CO_TRY(co_await transfer::all_of(
      parallel + 1, [this] { return std::exchange(finding_, true) ? carry() : find(); }));
  PAIL_CO_TRY(co_await remove());
  reporter_.finish();
  co_return summary_;
}

Task<void> Run::find() {
  for (;;) {
    while (waiting_.size() >= waiting_max) {
      PAIL_CO_TRY(co_await taken_.wait());
    }
    PAIL_CO_TRY(std::optional<Work> work, co_await merge_.next());
    if (!work) break;
    if (work->step.act == Act::remove) {
      extra_.push_back(std::move(work->step));
      continue;
    }
    reporter_.expect(work->step.size);
    waiting_.push_back(std::move(*work));
    found_.notify();
  }
  all_found_ = true;
  found_.notify();
  co_return wire::ok();
}

Task<void> Run::carry() {
  for (;;) {
    while (waiting_.empty() && !all_found_) {
      PAIL_CO_TRY(co_await found_.wait());
    }
    if (waiting_.empty()) co_return wire::ok();
    const Work work = std::move(waiting_.front());
    waiting_.pop_front();
    if (waiting_.size() == waiting_max / 2) taken_.notify();
    PAIL_CO_TRY(co_await carry(work));
  }
}

Task<void> Run::carry(const Work& work) {
  Result<Outcome> outcome = Outcome::done;
  if (options_.dry_run) {
    outcome = co_await carrier_.foresee(work);
  } else {
    outcome = co_await carrier_.carry(work);
  }
  if (!outcome) {
    failed(work.step, outcome.error());
    if (ends_everything(outcome.error())) co_return outcome.error();
  } else if (outcome.assume_value() == Outcome::same) {
    ++summary_.same;
  } else {
    done(work.step);
  }
  co_return wire::ok();
}

// Last, so that a name is free for what comes before only in a next run, but nothing is lost when
// this one is ended early.
Task<void> Run::remove() {
  if (options_.dry_run) {
    for (const Step& step : extra_) done(step);
    co_return wire::ok();
  }
  co_return co_await carrier_.remove(std::move(extra_),
                                     [this](const Step& step, const Result<void>& removed) {
                                       if (removed) {
                                         done(step);
                                       } else {
                                         failed(step, removed.error());
                                       }
                                     });
}

void Run::done(const Step& step) {
  ++count_of(summary_, step.act);
  if (step.act != Act::remove && !options_.dry_run) summary_.bytes += step.size;
  if (watcher_.done) watcher_.done(step);
}

void Run::failed(const Step& step, const Error& error) {
  ++summary_.failed;
  if (watcher_.failed) watcher_.failed(step, error);
}

// "photos" means what is below "photos/", not "photos-old" too.
Tree normal(Tree tree) {
  Prefix* const prefix = std::get_if<Prefix>(&tree);
  if (prefix != nullptr && !prefix->prefix.empty() && !prefix->prefix.ends_with('/')) {
    prefix->prefix += '/';
  }
  return tree;
}

// An empty source would empty the target: it has to be there.
Result<void> check(const Tree& from, const Tree& to) {
  const Folder* const folder = std::get_if<Folder>(&from);
  if (folder != nullptr && std::holds_alternative<Folder>(to)) {
    return Error(Errc::InvalidArgument, "One of the two has to be a bucket.");
  }
  struct stat status {};
  if (folder == nullptr) return wire::ok();
  if (::stat(folder->path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return wire::ok();
  return Error(Errc::InvalidArgument, folder->path + " is not a folder.");
}

}  // namespace

Task<Summary> run(Client& s3, Tree from, Tree to, Options options, Watcher watcher) {
  PAIL_CO_TRY(check(from, to));
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  Run sync(s3, normal(std::move(from)), normal(std::move(to)), std::move(options),
           std::move(watcher), executor);
  co_return co_await in_order(sync.run());
}

}  // namespace pail::client::sync
