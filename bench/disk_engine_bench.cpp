// The disk engine: durable puts by number of writers (group commit), beside a bare loop of SQLite
// transactions, and how long a start takes. In the directory PAIL_BENCH_DIR, else the current one:
// /tmp and /dev/shm are often memory.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "emulator/store/disk.hpp"

namespace {

using namespace pail::store;

class Directory {
 public:
  Directory() {
    const char* base = std::getenv("PAIL_BENCH_DIR");
    path_ = std::filesystem::absolute(base != nullptr ? base : ".") / "disk-engine-bench.tmp";
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

const std::string record(300, 'r');

std::unique_ptr<Engine> engine_in(const Directory& directory, Durability durability) {
  auto engine = open_disk_engine({directory.path(), durability});
  if (!engine) std::abort();
  return std::move(engine.value());
}

EntryPtr entry_with_body(Space& space, std::size_t bytes) {
  if (bytes == 0) return make_entry(record);
  const std::string body(bytes, 'b');
  auto writer = space.new_blob();
  if (!writer || !writer.value()->write(pail::wire::as_bytes(body))) std::abort();
  return make_entry(record, {writer.value()->close().value()});
}

std::string key_of(std::uint64_t number) {
  return "bucket-000017/photos/2024/07/" + std::to_string(number * 0x9e3779b97f4a7c15);
}

// Arguments: writers, bytes of the body. One iteration: every writer puts 64 times.
void disk_durable_puts(benchmark::State& state) {
  const Directory directory;
  const auto engine = engine_in(directory, Durability::sync);
  const auto space = std::move(engine->open("world").value());
  const auto writers = static_cast<std::uint64_t>(state.range(0));
  const auto bytes = static_cast<std::size_t>(state.range(1));
  constexpr std::uint64_t puts = 64;
  std::atomic<std::uint64_t> number = 0;
  for (auto _ : state) {
    std::vector<std::thread> threads;
    for (std::uint64_t i = 0; i < writers; ++i) {
      threads.emplace_back([&] {
        for (std::uint64_t n = 0; n < puts; ++n) {
          const Change change{key_of(++number), nullptr, entry_with_body(*space, bytes)};
          if (!space->swap({&change, 1}).value()) std::abort();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(number.load()));
}

// What one writer could have at best: the same row, a transaction each, nothing else.
void bare_sqlite_puts(benchmark::State& state) {
  const Directory directory;
  sqlite3* database = nullptr;
  sqlite3_open((directory.path() / "bare.sqlite").c_str(), &database);
  sqlite3_exec(database,
               "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
               "CREATE TABLE entries (key BLOB PRIMARY KEY, record BLOB) WITHOUT ROWID",
               nullptr, nullptr, nullptr);
  sqlite3_stmt* put = nullptr;
  sqlite3_prepare_v2(database, "REPLACE INTO entries VALUES (?, ?)", -1, &put, nullptr);
  std::uint64_t number = 0;
  for (auto _ : state) {
    const std::string key = key_of(++number);
    sqlite3_bind_blob(put, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
    sqlite3_bind_blob(put, 2, record.data(), static_cast<int>(record.size()), SQLITE_STATIC);
    if (sqlite3_step(put) != SQLITE_DONE) std::abort();
    sqlite3_reset(put);
  }
  sqlite3_finalize(put);
  sqlite3_close(database);
  state.SetItemsProcessed(static_cast<std::int64_t>(number));
}

// Argument: entries; each has a record of 300 bytes and names a body of 1 KiB or none. The page
// cache is warm.
void disk_open(benchmark::State& state) {
  const Directory directory;
  const bool bodies = state.range(1) != 0;
  {
    const auto engine = engine_in(directory, Durability::none);
    const auto space = std::move(engine->open("world").value());
    std::vector<Change> changes;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      changes.push_back({key_of(static_cast<std::uint64_t>(i)), nullptr,
                         entry_with_body(*space, bodies ? 1024 : 0)});
      if (changes.size() < 1000 && i + 1 < state.range(0)) continue;
      if (!space->swap(changes).value()) std::abort();
      changes.clear();
    }
  }
  for (auto _ : state) {
    auto engine = engine_in(directory, Durability::sync);
    state.PauseTiming();
    if (engine->entry_count() != static_cast<std::uint64_t>(state.range(0))) std::abort();
    engine.reset();
    state.ResumeTiming();
  }
}

// Argument: bytes of the body, read from the cache.
void disk_get_cached_body(benchmark::State& state) {
  const Directory directory;
  const auto engine = engine_in(directory, Durability::none);
  const auto space = std::move(engine->open("world").value());
  const Change change{"key", nullptr,
                      entry_with_body(*space, static_cast<std::size_t>(state.range(0)))};
  if (!space->swap({&change, 1}).value()) std::abort();
  std::vector<std::byte> scratch;
  for (auto _ : state) {
    const EntryPtr entry = space->read("key").value();
    benchmark::DoNotOptimize(entry->blobs()[0]->read(0, 1u << 20, scratch).value().data());
  }
}

BENCHMARK(bare_sqlite_puts)->UseRealTime();
BENCHMARK(disk_durable_puts)
    ->ArgNames({"writers", "body"})
    ->ArgsProduct({{1, 8, 64}, {0, 1024, 16 * 1024}})
    ->UseRealTime();
BENCHMARK(disk_open)
    ->ArgNames({"entries", "bodies"})
    ->ArgsProduct({{10'000, 100'000, 1'000'000}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(disk_get_cached_body)->Arg(1024)->Arg(64 * 1024);

}  // namespace
