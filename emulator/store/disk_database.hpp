// The database of a data directory: its rows as functions. Knows tables, not trees.
//
// Threads: one at a time (whoever has the committer's turn; opening and fsck are alone anyway).
// Errors: as sqlite.hpp says.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "emulator/store/disk_format.hpp"
#include "emulator/store/sqlite.hpp"

namespace pail::store {

struct DatabaseOptions {
  std::string path;
  const char* sqlite_vfs;
  bool sync;
};

// A row of `entries` as stored. Views last until the next row.
struct StoredRow {
  std::string_view key;
  std::optional<std::string_view> record;  // none: a tombstone
  std::string_view blob_refs;
  std::uint32_t crc;
};

class Database {
 public:
  static wire::Result<Database> open(DatabaseOptions options);

  // All that `work` writes or, when it or the commit fails, nothing. After a failure the connection
  // is made anew where SQLite cannot say what became of the old one.
  wire::Result<void> transact(const std::function<wire::Result<void>()>& work);
  // A transaction failed, and none has succeeded since: should the process die now, the next one
  // may find the failed one in the log, whole, and believe it. The next success overwrites it.
  bool uncertain() const noexcept { return uncertain_; }

  // Inside of transact():
  wire::Result<void> put_row(std::uint64_t layer, const StoredRow& row);
  // Only where no layer above has written this key yet.
  wire::Result<void> put_row_below(std::uint64_t layer, const StoredRow& row);
  wire::Result<void> erase_row(std::uint64_t layer, std::string_view key);
  wire::Result<void> put_body(std::uint64_t id, wire::Bytes bytes);
  wire::Result<void> erase_body(std::uint64_t id);
  wire::Result<void> put_space(std::string_view name, std::uint64_t layer);
  wire::Result<void> erase_space(std::string_view name);
  wire::Result<void> put_layer(std::uint64_t id, std::uint64_t parent);
  wire::Result<void> erase_layer(std::uint64_t id);
  wire::Result<void> put_opening(std::uint64_t count, bool clean);

  // Anywhere:
  struct Opening {
    std::uint64_t count;
    bool clean;  // nothing was left to sweep
  };
  wire::Result<Opening> opening();
  template <class Visit>  // Result<void>(std::string_view name, std::uint64_t layer)
  wire::Result<void> each_space(Visit visit);
  template <class Visit>  // Result<void>(std::uint64_t id, std::uint64_t parent), 0: none
  wire::Result<void> each_layer(Visit visit);
  // In key order, from the first key after `after`, at most `count_max`.
  template <class Visit>  // Result<void>(const StoredRow&)
  wire::Result<void> each_row(std::uint64_t layer, std::optional<std::string_view> after,
                              std::uint64_t count_max, Visit visit);
  // Numbers of bodies, ascending, from the first after `after`, at most `count_max`.
  template <class Visit>  // void(std::uint64_t id)
  wire::Result<void> each_body(std::uint64_t after, std::uint64_t count_max, Visit visit);
  wire::Result<std::optional<std::string>> body(std::uint64_t id);
  // What SQLite finds wrong with its own structures.
  wire::Result<std::vector<std::string>> integrity_faults();

 private:
  struct Statements {
    Statement begin, commit, rollback;
    Statement put_row, put_row_below, erase_row, put_body, erase_body;
    Statement rows, rows_after, body, bodies;
  };

  explicit Database(DatabaseOptions options) : options_(std::move(options)) {}
  wire::Result<void> connect();
  wire::Result<void> prepare();
  void give_up(const wire::Error& error);
  static void bind_row(Statement& statement, std::uint64_t layer, const StoredRow& row);
  static StoredRow row_of(const Statement& statement);

  DatabaseOptions options_;
  std::optional<Connection> connection_;
  Statements statements_;  // of connection_
  // Does nothing but be there: while any connection is open, SQLite goes by what it knows of the
  // log. A first connection would read the log anew, and take a transaction that failed in its sync
  // for one that succeeded.
  std::optional<Connection> anchor_;
  bool uncertain_ = false;
};

template <class Visit>
wire::Result<void> Database::each_space(Visit visit) {
  PAIL_TRY(Statement select, connection_->prepare("SELECT name, layer FROM spaces"));
  for (;;) {
    PAIL_TRY(const bool row, select.step());
    if (!row) return wire::ok();
    PAIL_TRY(visit(select.bytes(0), select.number(1)));
  }
}

template <class Visit>
wire::Result<void> Database::each_layer(Visit visit) {
  PAIL_TRY(Statement select, connection_->prepare("SELECT id, parent FROM layers ORDER BY id"));
  for (;;) {
    PAIL_TRY(const bool row, select.step());
    if (!row) return wire::ok();
    PAIL_TRY(visit(select.number(0), select.number(1)));
  }
}

template <class Visit>
wire::Result<void> Database::each_row(std::uint64_t layer, std::optional<std::string_view> after,
                                      std::uint64_t count_max, Visit visit) {
  Statement& select = after ? statements_.rows_after : statements_.rows;
  select.bind(1, layer).bind(2, count_max);
  if (after) select.bind(3, *after);
  for (;;) {
    PAIL_TRY(const bool row, select.step());
    if (!row) return wire::ok();
    wire::Result<void> visited = visit(row_of(select));
    if (visited) continue;
    select.reset();
    return visited;
  }
}

template <class Visit>
wire::Result<void> Database::each_body(std::uint64_t after, std::uint64_t count_max, Visit visit) {
  statements_.bodies.bind(1, after).bind(2, count_max);
  for (;;) {
    PAIL_TRY(const bool row, statements_.bodies.step());
    if (!row) return wire::ok();
    visit(statements_.bodies.number(0));
  }
}

}  // namespace pail::store
