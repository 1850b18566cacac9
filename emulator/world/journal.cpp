#include "emulator/world/journal.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace pail::world {

// Whoever waits for entries. What it has found is under the journal's lock; what it calls is under
// one of its own, so that a call can be waited for without holding up the journal.
class Journal::Lookout {
 public:
  Lookout(JournalMatch match, std::size_t count, std::function<void()> ready)
      : match_(std::move(match)), count_(count), ready_(std::move(ready)) {}

  bool is_done() const noexcept { return found.size() >= count_; }
  void look_at(const JournalTape& tape, std::size_t place) {
    if (is_done() || !tape.fits(match_, place)) return;
    found.push_back(std::make_shared<const JournalEntry>(tape.entry(place)));
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

void Journal::add(const JournalNote& note) {
  std::vector<std::shared_ptr<Lookout>> done;
  {
    const std::lock_guard lock(mutex_);
    tape_.append(note, ++last_id_);
    while (is_full()) {
      tape_.drop_first();
      ++dropped_;
    }
    if (!lookouts_.empty()) done = show(tape_.size() - 1);
  }
  for (const auto& lookout : done) lookout->call();
}

// The newest stays, however long it is.
bool Journal::is_full() const noexcept {
  return tape_.size() > journal_entries_max ||
         (tape_.bytes() > journal_bytes_max && tape_.size() > 1);
}

// Those that have now found what they wait for.
std::vector<std::shared_ptr<Journal::Lookout>> Journal::show(std::size_t place) {
  for (const auto& lookout : lookouts_) lookout->look_at(tape_, place);
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
  for (std::size_t place = tape_.find_above(after);
       place < tape_.size() && page.entries.size() < limit; ++place) {
    if (!tape_.fits(match, place)) continue;
    page.entries.push_back(std::make_shared<const JournalEntry>(tape_.entry(place)));
  }
  return page;
}

void Journal::clear() {
  JournalTape gone;  // destroyed outside the lock
  const std::lock_guard lock(mutex_);
  std::swap(gone, tape_);
  for (const auto& lookout : lookouts_) lookout->found.clear();
}

std::size_t Journal::size() const {
  const std::lock_guard lock(mutex_);
  return tape_.size();
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
    for (std::size_t place = 0; place < tape_.size(); ++place) lookout->look_at(tape_, place);
    done = lookout->is_done();
    if (!done) lookouts_.push_back(lookout);
  }
  if (done) lookout->call();
  return watch;
}

}  // namespace pail::world
