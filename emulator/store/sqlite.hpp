// SQLite's C interface as two owning types. Only what the disk engine needs.
//
// Threads: a Connection and its Statements belong to one thread at a time.
// Errors: ServiceUnavailable when there is no room, InternalError otherwise, both with SQLite's own
// words. Binding cannot fail but for a wrong index, which is a broken invariant.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "wire/encode.hpp"
#include "wire/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace pail::store {

// Runs again and again with other parameters.
class Statement {
 public:
  Statement() = default;

  // Parameters count from 1. Bytes must stay where they are until the statement has run.
  Statement& bind(int index, std::uint64_t number);
  Statement& bind(int index, wire::Bytes bytes);
  Statement& bind(int index, std::string_view text) { return bind(index, wire::as_bytes(text)); }
  Statement& bind_null(int index);

  // true: there is a row to look at. false: the statement has run, and is reset.
  wire::Result<bool> step();
  // Runs a statement that gives no rows, or whose rows are of no interest.
  wire::Result<void> run();
  // Before all rows were stepped through.
  void reset() noexcept;

  // Columns of the row, from 0. Views last until the next step().
  std::uint64_t number(int column) const;
  std::string_view bytes(int column) const;
  bool is_null(int column) const;

 private:
  friend class Connection;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  explicit Statement(sqlite3_stmt* statement) noexcept : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Connection {
 public:
  enum class Mode { read_only, read_write, create };

  // `vfs` null: SQLite's default.
  static wire::Result<Connection> open(const std::string& path, Mode mode, const char* vfs);

  wire::Result<void> run(const char* sql);  // one or more statements without parameters
  wire::Result<Statement> prepare(std::string_view sql);
  bool in_transaction() const noexcept;

 private:
  struct Close {
    void operator()(sqlite3* connection) const noexcept;
  };
  explicit Connection(sqlite3* connection) noexcept : connection_(connection) {}

  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace pail::store
