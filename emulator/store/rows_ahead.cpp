#include "emulator/store/rows_ahead.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pail::store {
namespace {

using wire::Result;

// Waking the other thread once for so many rows costs nothing; two megabytes of them lie ready.
constexpr std::size_t batch_rows = 1024;
constexpr std::size_t batches_ahead_max = 4;

// Copies of rows, one behind the other.
class Batch {
 public:
  Batch() {
    constexpr std::size_t usual_row_bytes = 400;
    bytes_.reserve(batch_rows * usual_row_bytes);
    sizes_.reserve(batch_rows);
  }

  void add(const StoredRow& row) {
    sizes_.push_back({row.key.size(), row.record ? row.record->size() : 0, row.blob_refs.size(),
                      row.crc, row.record.has_value()});
    bytes_.append(row.key).append(row.record.value_or("")).append(row.blob_refs);
  }
  std::size_t rows() const noexcept { return sizes_.size(); }

  void visit_each(const std::function<void(const StoredRow&)>& visit) const {
    std::string_view left = bytes_;
    const auto take = [&left](std::size_t size) {
      const std::string_view text = left.substr(0, size);
      left.remove_prefix(size);
      return text;
    };
    for (const Sizes& sizes : sizes_) {
      StoredRow row{take(sizes.key), std::nullopt, {}, sizes.crc};
      const std::string_view record = take(sizes.record);
      if (sizes.has_record) row.record = record;
      row.blob_refs = take(sizes.blob_refs);
      visit(row);
    }
  }

 private:
  struct Sizes {
    std::size_t key, record, blob_refs;
    std::uint32_t crc;
    bool has_record;
  };
  std::string bytes_;
  std::vector<Sizes> sizes_;
};

// Batches on their way from the reader to the caller.
class Belt {
 public:
  void put(Batch batch) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return batches_.size() < batches_ahead_max; });
    batches_.push_back(std::move(batch));
    ready_.notify_one();
  }
  void end(Result<void> outcome) {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
    ended_ = true;
    ready_.notify_one();
  }
  // nullopt: the end.
  std::optional<Batch> take() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return ended_ || !batches_.empty(); });
    if (batches_.empty()) return std::nullopt;
    Batch batch = std::move(batches_.front());
    batches_.pop_front();
    room_.notify_one();
    return batch;
  }
  // Behind the end.
  Result<void> outcome() { return std::move(outcome_); }

 private:
  std::mutex mutex_;
  std::condition_variable room_, ready_;
  std::deque<Batch> batches_;
  Result<void> outcome_ = wire::ok();
  bool ended_ = false;
};

void read_all(Database& database, std::uint64_t layer, Belt& belt) {
  Batch batch;
  constexpr std::uint64_t all = UINT64_MAX >> 1;
  Result<void> read =
      database.each_row(layer, std::nullopt, all, [&](const StoredRow& row) -> Result<void> {
        batch.add(row);
        if (batch.rows() == batch_rows) belt.put(std::exchange(batch, Batch()));
        return wire::ok();
      });
  if (batch.rows() > 0) belt.put(std::move(batch));
  belt.end(std::move(read));
}

}  // namespace

Result<void> each_row_ahead(Database& database, std::uint64_t layer,
                            const std::function<void(const StoredRow&)>& visit) {
  Belt belt;
  std::thread reader([&] { read_all(database, layer, belt); });
  while (const auto batch = belt.take()) batch->visit_each(visit);
  reader.join();
  return belt.outcome();
}

}  // namespace pail::store
