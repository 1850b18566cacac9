#include "emulator/world/journal.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace pail::world {
namespace {

std::size_t bytes_of(const JournalEntry& entry) noexcept {
  std::size_t bytes = sizeof entry;
  for (const std::string* text :
       {&entry.request_id, &entry.peer, &entry.method, &entry.target, &entry.headers,
        &entry.operation, &entry.bucket, &entry.key, &entry.version_id, &entry.identity,
        &entry.access_key, &entry.scheme, &entry.verdict, &entry.reason, &entry.code,
        &entry.response_headers, &entry.detail}) {
    bytes += text->size();
  }
  for (const std::string& fault : entry.faults) bytes += sizeof(std::string) + fault.size();
  return bytes;
}

}  // namespace

// Whoever waits for entries. What it has found is under the journal's lock; what it calls is under
// one of its own, so that a call can be waited for without holding up the journal.
class Journal::Lookout {
 public:
  Lookout(JournalMatch match, std::size_t count, std::function<void()> ready)
      : match_(std::move(match)), count_(count), ready_(std::move(ready)) {}

  bool is_done() const noexcept { return found.size() >= count_; }
  void look_at(const EntryPtr& entry) {
    if (!is_done() && match_.fits(*entry)) found.push_back(entry);
  }

  void call() {
    const std::lock_guard lock(calling_);
    if (const auto ready = std::exchange(ready_, nullptr)) ready();
  }
  void end() {
    const std::lock_guard lock(calling_);
    ready_ = nullptr;
  }

  std::vector<EntryPtr> found;

 private:
  const JournalMatch match_;
  const std::size_t count_;
  std::recursive_mutex calling_;  // recursive: ready() may drop its own watch
  std::function<void()> ready_;
};

class Journal::LookoutWatch final : public Watch {
 public:
  LookoutWatch(const Journal& journal, std::shared_ptr<Lookout> lookout)
      : journal_(journal), lookout_(std::move(lookout)) {}
  ~LookoutWatch() override {
    {
      const std::lock_guard lock(journal_.mutex_);
      std::erase(journal_.lookouts_, lookout_);
    }
    lookout_->end();
  }
  std::vector<EntryPtr> found() const override {
    const std::lock_guard lock(journal_.mutex_);
    return lookout_->found;
  }

 private:
  const Journal& journal_;
  const std::shared_ptr<Lookout> lookout_;
};

void Journal::add(JournalEntry entry) {
  const std::size_t bytes = bytes_of(entry);
  const auto added = std::make_shared<JournalEntry>(std::move(entry));
  std::vector<EntryPtr> gone;  // destroyed outside the lock
  std::vector<std::shared_ptr<Lookout>> done;
  {
    const std::lock_guard lock(mutex_);
    added->id = ++last_id_;
    entries_.push_back({added, bytes});
    bytes_ += bytes;
    while (is_full()) {
      bytes_ -= entries_.front().bytes;
      gone.push_back(std::move(entries_.front().entry));
      entries_.pop_front();
      ++dropped_;
    }
    if (!lookouts_.empty()) done = show(added);
  }
  for (const auto& lookout : done) lookout->call();
}

// The newest stays, however long it is.
bool Journal::is_full() const noexcept {
  return entries_.size() > journal_entries_max ||
         (bytes_ > journal_bytes_max && entries_.size() > 1);
}

// Those that have now found what they wait for.
std::vector<std::shared_ptr<Journal::Lookout>> Journal::show(const EntryPtr& entry) {
  for (const auto& lookout : lookouts_) lookout->look_at(entry);
  const auto done = std::stable_partition(lookouts_.begin(), lookouts_.end(),
                                          [](const auto& lookout) { return !lookout->is_done(); });
  std::vector<std::shared_ptr<Lookout>> all(done, lookouts_.end());
  lookouts_.erase(done, lookouts_.end());
  return all;
}

Journal::Page Journal::find(const JournalMatch& match, std::uint64_t after,
                            std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  Page page{{}, last_id_, dropped_};
  auto kept = std::partition_point(entries_.begin(), entries_.end(),
                                   [after](const Kept& each) { return each.entry->id <= after; });
  for (; kept != entries_.end() && page.entries.size() < limit; ++kept) {
    if (match.fits(*kept->entry)) page.entries.push_back(kept->entry);
  }
  return page;
}

void Journal::clear() {
  std::deque<Kept> gone;  // destroyed outside the lock
  const std::lock_guard lock(mutex_);
  gone.swap(entries_);
  bytes_ = 0;
  for (const auto& lookout : lookouts_) lookout->found.clear();
}

std::size_t Journal::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

std::vector<Journal::EntryPtr> Journal::wait(const JournalMatch& match, std::size_t count,
                                             std::chrono::milliseconds timeout) const {
  std::promise<void> done;
  const auto watching = watch(match, count, [&done] { done.set_value(); });
  static_cast<void>(done.get_future().wait_for(timeout));
  return watching->found();
}

std::unique_ptr<Journal::Watch> Journal::watch(JournalMatch match, std::size_t count,
                                               std::function<void()> ready) const {
  const auto lookout = std::make_shared<Lookout>(std::move(match), count, std::move(ready));
  auto watch = std::make_unique<LookoutWatch>(*this, lookout);
  bool done = false;
  {
    const std::lock_guard lock(mutex_);
    for (const Kept& kept : entries_) lookout->look_at(kept.entry);
    done = lookout->is_done();
    if (!done) lookouts_.push_back(lookout);
  }
  if (done) lookout->call();
  return watch;
}

}  // namespace pail::world
