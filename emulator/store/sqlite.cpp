#include "emulator/store/sqlite.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <stdexcept>

namespace pail::store {
namespace {

using wire::Result;

// A checkpoint and a reader of bodies may stand in each other's way for a moment.
constexpr int busy_milliseconds = 10'000;

bool is_full(sqlite3* connection, int code) noexcept {
  if ((code & 0xff) == SQLITE_FULL) return true;
  const int system = sqlite3_system_errno(connection);
  return (code & 0xff) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT);
}

wire::Error error_of(sqlite3* connection, int code) {
  const auto kind =
      is_full(connection, code) ? wire::Errc::ServiceUnavailable : wire::Errc::InternalError;
  return wire::Error(kind, std::string("database: ") + sqlite3_errmsg(connection));
}

void require(int code) {
  if (code != SQLITE_OK) throw std::logic_error(sqlite3_errstr(code));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Statement& Statement::bind(int index, std::uint64_t number) {
  require(sqlite3_bind_int64(statement_.get(), index, static_cast<sqlite3_int64>(number)));
  return *this;
}

Statement& Statement::bind(int index, wire::Bytes bytes) {
  // A null pointer would be NULL instead of no bytes.
  const void* data = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
  require(sqlite3_bind_blob64(statement_.get(), index, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind_null(int index) {
  require(sqlite3_bind_null(statement_.get(), index));
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  wire::Error error = error_of(sqlite3_db_handle(statement_.get()), code);
  reset();
  return error;
}

Result<void> Statement::run() {
  PAIL_TRY(const bool row, step());
  if (row) reset();
  return wire::ok();
}

void Statement::reset() noexcept {
  sqlite3_reset(statement_.get());  // repeats the error of the last step
}

std::uint64_t Statement::number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Connection::Close::operator()(sqlite3* connection) const noexcept {
  sqlite3_close_v2(connection);  // waits for statements that are still around
}

Result<Connection> Connection::open(const std::string& path, Mode mode, const char* vfs) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, vfs);
  Connection connection(handle);  // to be closed even when opening failed
  if (code != SQLITE_OK) return error_of(handle, code);
  sqlite3_busy_timeout(handle, busy_milliseconds);
  return connection;
}

Result<void> Connection::run(const char* sql) {
  const int code = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(connection_.get(), code);
  return wire::ok();
}

Result<Statement> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return error_of(connection_.get(), code);
  return Statement(statement);
}

bool Connection::in_transaction() const noexcept {
  return sqlite3_get_autocommit(connection_.get()) == 0;
}

}  // namespace pail::store
