// The peer of durable PUTs: a bare loop of SQLite transactions, with the settings, tables and rows
// of the disk engine, and as many PUTs in each transaction as the server had. No HTTP, no index, no
// second thread. Prints one line of JSON.
//
// The log is grown to its full length first: writing over it, as a server does all its life, needs
// no new blocks of the file system and is several times as fast.
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "emulator/store/disk_format.hpp"

namespace {

namespace fs = std::filesystem;

// emulator/store/disk_database.cpp has the same, and why.
constexpr const char* settings =
    "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 4096;"
    "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384;"
    "PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;";

// Of wal_autocheckpoint: so many pages, each with a header of 24 bytes.
constexpr std::uintmax_t full_log = 4096 * (4096 + 24);
constexpr double growing_batch = 1000;

struct Wanted {
  fs::path folder;
  double batch = 1;  // PUTs in a transaction, as a mean
  double seconds = 2;
  std::size_t key_bytes = 40, record_bytes = 200, blobs_bytes = 21, body_bytes = 1024;
};

class Loop {
 public:
  explicit Loop(const Wanted& wanted)
      : wanted_(wanted),
        record_(wanted.record_bytes, 'r'),
        blobs_(wanted.blobs_bytes, 'b'),
        body_(wanted.body_bytes, 'x') {
    require(sqlite3_open((wanted.folder / "loop.sqlite").c_str(), &database_));
    run(settings);
    run(pail::store::disk_schema);
    put_row_ = prepared("REPLACE INTO entries VALUES (1, ?, ?, ?, ?)");
    put_body_ = prepared("REPLACE INTO bodies VALUES (?, ?)");
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop() {
    sqlite3_finalize(put_row_);
    sqlite3_finalize(put_body_);
    sqlite3_close(database_);
  }

  void grow_log() {
    while (fs::file_size(wanted_.folder / "loop.sqlite-wal") < full_log) transaction(growing_batch);
  }
  void transaction(double batch) {
    due_ += batch;
    run("BEGIN IMMEDIATE");
    for (; puts_ < static_cast<std::uint64_t>(due_); ++puts_) put();
    run("COMMIT");
  }
  std::uint64_t puts() const { return puts_; }

 private:
  void put() {
    std::string key = std::to_string(1'000'000'000 + puts_);
    if (key.size() < wanted_.key_bytes) key.insert(0, wanted_.key_bytes - key.size(), 'k');
    sqlite3_bind_int64(put_body_, 1, static_cast<sqlite3_int64>(puts_ + 1));
    bind(put_body_, 2, body_);
    step(put_body_);
    bind(put_row_, 1, key);
    bind(put_row_, 2, record_);
    bind(put_row_, 3, blobs_);
    sqlite3_bind_int64(put_row_, 4, pail::store::row_crc(1, key, record_, blobs_));
    step(put_row_);
  }
  void bind(sqlite3_stmt* statement, int index, const std::string& bytes) {
    require(sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), SQLITE_STATIC));
  }
  void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) require(sqlite3_errcode(database_));
    sqlite3_reset(statement);
  }
  void run(const char* sql) { require(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepared(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr));
    return statement;
  }
  static void require(int code) {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
  }

  const Wanted& wanted_;
  const std::string record_, blobs_, body_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* put_row_ = nullptr;
  sqlite3_stmt* put_body_ = nullptr;
  double due_ = 0;
  std::uint64_t puts_ = 0;
};

void measure(const Wanted& wanted) {
  using Clock = std::chrono::steady_clock;
  fs::create_directories(wanted.folder);
  Loop loop(wanted);
  loop.grow_log();
  const std::uint64_t before = loop.puts();
  std::uint64_t transactions = 0;
  const auto begin = Clock::now();
  std::chrono::duration<double> took{};
  for (; took.count() < wanted.seconds; took = Clock::now() - begin) {
    loop.transaction(wanted.batch);
    ++transactions;
  }
  std::printf("{\"puts\":%llu,\"transactions\":%llu,\"seconds\":%.6f}\n",
              static_cast<unsigned long long>(loop.puts() - before),
              static_cast<unsigned long long>(transactions), took.count());
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  CLI::App app("Stores rows like the disk engine's, in transactions of a given size");
  app.add_option("folder", wanted.folder, "An empty folder on the disk to measure")->required();
  app.add_option("--batch", wanted.batch)->check(CLI::PositiveNumber);
  app.add_option("--seconds", wanted.seconds)->check(CLI::PositiveNumber);
  app.add_option("--key-bytes", wanted.key_bytes);
  app.add_option("--record-bytes", wanted.record_bytes);
  app.add_option("--blobs-bytes", wanted.blobs_bytes);
  app.add_option("--body-bytes", wanted.body_bytes);
  CLI11_PARSE(app, argc, argv);
  measure(wanted);
}
