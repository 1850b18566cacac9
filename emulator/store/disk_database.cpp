#include "emulator/store/disk_database.hpp"

namespace pail::store {
namespace {

using wire::Result;

// The write-ahead log is folded into the database each time it has grown by this much: bodies of
// 64 KiB would reach SQLite's default, 1000 pages, every 60 puts.
constexpr const char* settings =
    "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 4096;"
    "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384;"
    "PRAGMA temp_store = MEMORY;";

}  // namespace

Result<Database> Database::open(DatabaseOptions options) {
  Database database(std::move(options));
  PAIL_TRY(database.connect());
  PAIL_TRY(Connection anchor, Connection::open(database.options_.path, Connection::Mode::read_only,
                                               database.options_.sqlite_vfs));
  PAIL_TRY(anchor.run("SELECT count FROM openings"));  // only now it has opened the log
  database.anchor_ = std::move(anchor);
  return database;
}

Result<void> Database::connect() {
  PAIL_TRY(Connection connection,
           Connection::open(options_.path, Connection::Mode::read_write, options_.sqlite_vfs));
  PAIL_TRY(connection.run(settings));
  PAIL_TRY(
      connection.run(options_.sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"));
  connection_ = std::move(connection);
  Result<void> prepared = prepare();
  if (!prepared) give_up(prepared.error());
  return prepared;
}

Result<void> Database::prepare() {
  const struct {
    Statement& statement;
    const char* sql;
  } all[] = {
      {statements_.begin, "BEGIN IMMEDIATE"},
      {statements_.commit, "COMMIT"},
      {statements_.rollback, "ROLLBACK"},
      {statements_.put_row, "REPLACE INTO entries VALUES (?, ?, ?, ?, ?)"},
      {statements_.put_row_below, "INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?)"},
      {statements_.erase_row, "DELETE FROM entries WHERE layer = ? AND key = ?"},
      {statements_.put_body, "REPLACE INTO bodies VALUES (?, ?)"},
      {statements_.erase_body, "DELETE FROM bodies WHERE id = ?"},
      {statements_.rows,
       "SELECT key, record, blobs, crc FROM entries WHERE layer = ? ORDER BY key LIMIT ?"},
      {statements_.rows_after,
       "SELECT key, record, blobs, crc FROM entries WHERE layer = ? AND key > ?3 ORDER BY key "
       "LIMIT ?2"},
      {statements_.body, "SELECT bytes FROM bodies WHERE id = ?"},
      {statements_.bodies, "SELECT id FROM bodies WHERE id > ? ORDER BY id LIMIT ?"},
  };
  for (const auto& [statement, sql] : all) {
    PAIL_TRY(statement, connection_->prepare(sql));
  }
  return wire::ok();
}

Result<void> Database::transact(const std::function<Result<void>()>& work) {
  if (!connection_) {
    PAIL_TRY(connect());
  }
  const auto all = [&]() -> Result<void> {
    PAIL_TRY(statements_.begin.run());
    PAIL_TRY(work());
    // There must be something to overwrite the failed one with.
    if (uncertain_) {
      PAIL_TRY(connection_->run("UPDATE openings SET count = count"));
    }
    return statements_.commit.run();
  };
  Result<void> outcome = all();
  uncertain_ = !outcome.has_value();
  if (uncertain_) give_up(outcome.error());
  return outcome;
}

// A full disk leaves the connection as it was. After anything else what SQLite remembers of the
// files is not worth relying on.
void Database::give_up(const wire::Error& error) {
  const bool rolled_back = !connection_->in_transaction() || statements_.rollback.run().has_value();
  if (rolled_back && error.code() == wire::Errc::ServiceUnavailable) return;
  statements_ = {};
  connection_.reset();
}

Result<void> Database::put_row(std::uint64_t layer, const StoredRow& row) {
  bind_row(statements_.put_row, layer, row);
  return statements_.put_row.run();
}

Result<void> Database::put_row_below(std::uint64_t layer, const StoredRow& row) {
  bind_row(statements_.put_row_below, layer, row);
  return statements_.put_row_below.run();
}

void Database::bind_row(Statement& statement, std::uint64_t layer, const StoredRow& row) {
  statement.bind(1, layer).bind(2, row.key).bind(5, row.crc);
  if (row.record) {
    statement.bind(3, *row.record);
  } else {
    statement.bind_null(3);
  }
  if (row.blob_refs.empty()) {
    statement.bind_null(4);
  } else {
    statement.bind(4, row.blob_refs);
  }
}

StoredRow Database::row_of(const Statement& statement) {
  StoredRow row{statement.bytes(0), std::nullopt, statement.bytes(2),
                static_cast<std::uint32_t>(statement.number(3))};
  if (!statement.is_null(1)) row.record = statement.bytes(1);
  return row;
}

Result<void> Database::erase_row(std::uint64_t layer, std::string_view key) {
  return statements_.erase_row.bind(1, layer).bind(2, key).run();
}

Result<void> Database::put_body(std::uint64_t id, wire::Bytes bytes) {
  return statements_.put_body.bind(1, id).bind(2, bytes).run();
}

Result<void> Database::erase_body(std::uint64_t id) {
  return statements_.erase_body.bind(1, id).run();
}

Result<void> Database::put_space(std::string_view name, std::uint64_t layer) {
  PAIL_TRY(Statement put, connection_->prepare("REPLACE INTO spaces VALUES (?, ?)"));
  return put.bind(1, name).bind(2, layer).run();
}

Result<void> Database::erase_space(std::string_view name) {
  PAIL_TRY(Statement erase, connection_->prepare("DELETE FROM spaces WHERE name = ?"));
  return erase.bind(1, name).run();
}

Result<void> Database::put_layer(std::uint64_t id, std::uint64_t parent) {
  PAIL_TRY(Statement put, connection_->prepare("REPLACE INTO layers VALUES (?, nullif(?, 0))"));
  return put.bind(1, id).bind(2, parent).run();
}

Result<void> Database::erase_layer(std::uint64_t id) {
  PAIL_TRY(Statement erase, connection_->prepare("DELETE FROM layers WHERE id = ?"));
  return erase.bind(1, id).run();
}

Result<void> Database::put_opening(std::uint64_t count, bool clean) {
  PAIL_TRY(Statement put, connection_->prepare("UPDATE openings SET count = ?, clean = ?"));
  return put.bind(1, count).bind(2, std::uint64_t{clean}).run();
}

Result<Database::Opening> Database::opening() {
  PAIL_TRY(Statement select, connection_->prepare("SELECT count, clean FROM openings"));
  PAIL_TRY(const bool row, select.step());
  if (!row) return wire::Error(wire::Errc::InternalError, "database: openings has no row");
  return Opening{select.number(0), select.number(1) != 0};
}

Result<std::optional<std::string>> Database::body(std::uint64_t id) {
  PAIL_TRY(const bool row, statements_.body.bind(1, id).step());
  std::optional<std::string> bytes;
  if (row) bytes = statements_.body.bytes(0);
  statements_.body.reset();
  return bytes;
}

Result<std::vector<std::string>> Database::integrity_faults() {
  PAIL_TRY(Statement check, connection_->prepare("PRAGMA integrity_check"));
  std::vector<std::string> faults;
  for (;;) {
    PAIL_TRY(const bool row, check.step());
    if (!row) return faults;
    if (check.bytes(0) != "ok") faults.emplace_back(check.bytes(0));
  }
}

}  // namespace pail::store
