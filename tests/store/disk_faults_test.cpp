// What becomes of a data directory when the disk fails, fills up, or loses its power: at every call
// of a workload in turn. Acknowledged is there afterwards; what was refused is there whole or not
// at all; reads go on meanwhile; nothing has to be restarted once the disk works again.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "emulator/store/disk.hpp"
#include "emulator/store/fsck.hpp"
#include "tests/store/support.hpp"
#include "tests/store/support/faulty_disk.hpp"
#include "tests/store/support/temporary_directory.hpp"

namespace pail::store::testing {
namespace {

// "70000:3": the entry's text names the size and the seed of its body.
std::string text_of(std::size_t size, unsigned seed) {
  return std::to_string(size) + ":" + std::to_string(seed);
}

void expect_whole(const Entry& entry) {
  const std::string text(entry.text());
  const std::size_t size = std::stoul(text);
  const auto seed = static_cast<unsigned>(std::stoul(text.substr(text.find(':') + 1)));
  ASSERT_EQ(entry.blobs().size(), 1u);
  std::vector<std::byte> scratch;
  std::string body;
  while (body.size() < size) {
    const auto piece = entry.blobs()[0]->read(body.size(), 1u << 20, scratch);
    ASSERT_TRUE(piece) << wire::describe(piece.error());
    body += wire::as_text(piece.value());
  }
  EXPECT_TRUE(body == pattern(size, seed)) << text;
}

// What may be found in a Space: of each key the acknowledged text ("" when absent), and what was
// refused since.
class Expected {
 public:
  void acknowledge(const std::string& key, const std::string& text, bool done) {
    if (done) {
      acknowledged_[key] = text;
      now_[key] = {text};
    } else {
      acknowledged_.emplace(key, "");
      now_.emplace(key, std::set<std::string>{""});
      now_[key].insert(text);
    }
  }

  // `exactly`: of a running engine, that shows nothing of what it refused.
  void check(const Space& space, bool exactly) const {
    const Texts found = everything(space);
    for (const auto& [key, texts] : now_) {
      const auto row = found.find(key);
      const std::string text = row == found.end() ? "" : row->second;
      EXPECT_TRUE(exactly ? text == acknowledged_.at(key) : texts.count(text) != 0)
          << key << " is '" << text << "'";
      if (row != found.end()) expect_whole(*entry_of(space, key));
    }
    for (const auto& row : found) EXPECT_EQ(now_.count(row.first), 1u) << row.first;
    // One swap wrote both.
    EXPECT_EQ(found.count("twin a"), found.count("twin b"));
  }

 private:
  std::map<std::string, std::set<std::string>> now_;
  std::map<std::string, std::string> acknowledged_;
};

// Bodies of every kind, overwritten, erased, shared; forks made, written and dropped.
class Workload {
 public:
  explicit Workload(DiskOptions options) : options_(std::move(options)) {}

  void run() {
    auto opened = open_disk_engine(options_);
    if (!opened) return;
    engine_ = std::move(opened.value());
    auto space = engine_->open("world");
    if (!space) return;
    world_ = std::move(space.value());
    put(*world_, world_expected_, "row", 1000);
    put(*world_, world_expected_, "file", 70'000);
    put(*world_, world_expected_, "row", 64 * 1024);
    put_twins();
    work_in_a_fork();
    put(*world_, world_expected_, "file", 200'000);
    erase(*world_, world_expected_, "row");
    put(*world_, world_expected_, "last", 10);
  }

  void check_running() const {
    if (world_) world_expected_.check(*world_, true);
    if (fork_) fork_expected_.check(*fork_, true);
  }
  void expect_to_write_again() {
    if (!world_) return;
    const bool done = put(*world_, world_expected_, "again", 100'000);
    EXPECT_TRUE(done) << "the disk works again";
    check_running();
  }
  void close() {
    world_.reset();
    fork_.reset();
    engine_.reset();
  }

  void check_after_restart() const {
    auto engine = open_disk_engine({options_.directory, options_.durability});
    ASSERT_TRUE(engine) << wire::describe(engine.error());
    const auto names = engine.value()->names();
    world_expected_.check(*open(*engine.value(), "world"), false);
    if (!fork_acknowledged_) return;
    ASSERT_EQ(std::count(names.begin(), names.end(), "fork"), 1);
    fork_expected_.check(*open(*engine.value(), "fork"), false);
  }

 private:
  static EntryPtr blob_entry(Space& space, std::size_t size, unsigned seed) {
    auto writer = space.new_blob();
    const std::string bytes = pattern(size, seed);
    if (!writer || !writer.value()->write(wire::as_bytes(bytes))) return nullptr;
    auto blob = writer.value()->close();
    return blob ? make_entry(text_of(size, seed), {std::move(blob.value())}) : nullptr;
  }

  bool put(Space& space, Expected& expected, const std::string& key, std::size_t size) {
    const unsigned seed = ++seed_;
    const EntryPtr entry = blob_entry(space, size, seed);
    return entry && change(space, expected, key, entry, text_of(size, seed));
  }
  void erase(Space& space, Expected& expected, const std::string& key) {
    change(space, expected, key, nullptr, "");
  }
  static bool change(Space& space, Expected& expected, const std::string& key,
                     const EntryPtr& entry, const std::string& text) {
    const Change change{key, entry_of(space, key), entry};
    const auto done = space.swap({&change, 1});
    if (done) {
      EXPECT_TRUE(done.value()) << key << " was not as it was read";
    } else {
      expect_honest(done.error());
    }
    expected.acknowledge(key, text, done.has_value());
    return done.has_value();
  }
  static void expect_honest(const wire::Error& error) {
    EXPECT_TRUE(error.code() == wire::Errc::ServiceUnavailable ||
                error.code() == wire::Errc::InternalError)
        << wire::describe(error);
  }

  void put_twins() {
    const unsigned seed = ++seed_;
    const EntryPtr entry = blob_entry(*world_, 3000, seed);
    if (!entry) return;
    const std::vector<Change> changes = {{"twin a", nullptr, entry}, {"twin b", nullptr, entry}};
    const auto done = world_->swap(changes);
    for (const Change& change : changes) {
      world_expected_.acknowledge(change.key, text_of(3000, seed), done.has_value());
    }
  }

  void work_in_a_fork() {
    auto forked = engine_->fork(*world_, "fork");
    if (!forked) return expect_honest(forked.error());
    fork_ = std::move(forked.value());
    fork_acknowledged_ = true;
    fork_expected_ = world_expected_;
    put(*fork_, fork_expected_, "file", 80'000);
    erase(*fork_, fork_expected_, "row");
    auto doomed = engine_->fork(*fork_, "doomed");
    if (!doomed) return;
    Expected ignored = fork_expected_;
    put(*doomed.value(), ignored, "file", 90'000);
    doomed.value().reset();
    const auto dropped = engine_->drop("doomed");
    if (!dropped) expect_honest(dropped.error());
  }

  const DiskOptions options_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Space> world_;
  std::unique_ptr<Space> fork_;
  bool fork_acknowledged_ = false;
  Expected world_expected_;
  Expected fork_expected_;
  unsigned seed_ = 0;
};

void expect_no_damage(const Path& directory) {
  const auto report = fsck({.directory = directory}, [](const Finding& finding) {
    if (finding.kind == Finding::Kind::orphan) return;
    ADD_FAILURE() << name(finding.kind) << " " << finding.key << ": " << finding.detail;
  });
  ASSERT_TRUE(report) << wire::describe(report.error());
}

DiskOptions options_on(FaultyDisk& disk, const Path& directory) {
  return {.directory = directory,
          .durability = Durability::sync,
          .report = {},
          .files = &disk.files(),
          .sqlite_vfs = disk.sqlite_vfs()};
}

std::uint64_t calls_of_a_clean_run() {
  const TemporaryDirectory directory;
  FaultyDisk disk(directory.path());
  Workload work(options_on(disk, directory.path()));
  work.run();
  work.close();
  return disk.calls();
}

struct Case {
  Fault fault;
  bool forever;
};

class DiskFaults : public ::testing::TestWithParam<Case> {};

TEST_P(DiskFaults, LoseNothingAcknowledgedAtAnyCall) {
  const std::uint64_t calls = calls_of_a_clean_run();
  ASSERT_GT(calls, 60u);
  for (std::uint64_t call = 1; call <= calls; ++call) {
    SCOPED_TRACE("failing call " + std::to_string(call));
    const TemporaryDirectory directory;
    FaultyDisk disk(directory.path());
    Workload work(options_on(disk, directory.path()));
    disk.fail_at(call, GetParam().fault, GetParam().forever);
    work.run();
    work.check_running();
    disk.repair();
    work.expect_to_write_again();
    work.close();
    work.check_after_restart();
    expect_no_damage(directory.path());
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Disk, DiskFaults,
    ::testing::Values(Case{Fault::no_space, false}, Case{Fault::no_space, true},
                      Case{Fault::io_error, false}, Case{Fault::io_error, true}),
    [](const auto& tried) {
      return std::string(tried.param.fault == Fault::no_space ? "NoSpace" : "IoError") +
             (tried.param.forever ? "ForEver" : "Once");
    });

class PowerCut : public ::testing::TestWithParam<bool> {};

TEST_P(PowerCut, LosesNothingAcknowledgedAtAnyCall) {
  const bool torn = GetParam();
  const std::uint64_t calls = calls_of_a_clean_run();
  for (std::uint64_t call = 1; call <= calls; ++call) {
    SCOPED_TRACE("power cut at call " + std::to_string(call));
    const TemporaryDirectory directory;
    FaultyDisk disk(directory.path());
    Workload work(options_on(disk, directory.path()));
    disk.fail_at(call, Fault::power_cut, true);
    work.run();
    work.check_running();
    work.close();
    disk.settle_power_cut(torn, static_cast<unsigned>(call));
    work.check_after_restart();
    expect_no_damage(directory.path());
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Disk, PowerCut, ::testing::Values(false, true),
                         [](const auto& tried) { return tried.param ? "Torn" : "Clean"; });

TEST(FullDisk, RefusesWritesReadsOnAndWritesAgainWhenThereIsRoom) {
  const TemporaryDirectory directory;
  FaultyDisk disk(directory.path());
  const auto engine = open_disk_engine(options_on(disk, directory.path()));
  ASSERT_TRUE(engine);
  const auto space = open(*engine.value(), "world");
  disk.limit_room(500'000);
  std::map<std::string, std::string> stored;
  unsigned refused = 0;
  for (unsigned i = 0; refused < 5 && i < 1000; ++i) {
    const std::string bytes = pattern(i % 3 == 0 ? 70'000 : 5000, i);
    auto writer = space->new_blob();
    ASSERT_TRUE(writer);
    const auto written = writer.value()->write(wire::as_bytes(bytes));
    if (!written) {
      EXPECT_EQ(written.error().code(), wire::Errc::ServiceUnavailable);
      ++refused;
      continue;
    }
    const auto blob = writer.value()->close();
    ASSERT_TRUE(blob);
    const Change change{numbered("k", i), nullptr, make_entry("x", {blob.value()})};
    const auto done = space->swap({&change, 1});
    if (done) {
      stored[change.key] = bytes;
    } else {
      EXPECT_EQ(done.error().code(), wire::Errc::ServiceUnavailable);
      ++refused;
    }
  }
  EXPECT_EQ(refused, 5u);
  EXPECT_EQ(everything(*space).size(), stored.size());
  for (const auto& [key, bytes] : stored) {
    EXPECT_TRUE(blob_text(*entry_of(*space, key)->blobs()[0], 1u << 20) == bytes) << key;
  }
  disk.repair();
  put(*space, "again", make_entry("", {make_blob(*space, pattern(100'000, 7))}));
}

}  // namespace
}  // namespace pail::store::testing
