// What the memory engine's verbs cost at 1 k, 100 k and 1 M entries, beside a std::map doing the
// same. Keys are 37 to 45 bytes in three families with long common prefixes, entries 300 bytes, the
// order of access is random.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "emulator/store/memory.hpp"

namespace {

using namespace pail::store;

const std::string value(300, 'v');

std::string key_of(std::uint64_t number) {
  static constexpr const char* families[] = {"bucket-000017/photos/2024/07/image-",
                                             "bucket-000017/logs/host-a/",
                                             "bucket-000042/backups/daily/part-"};
  const std::uint64_t mixed = number * 0x9e3779b97f4a7c15;  // looks random, never repeats
  char digits[24];
  std::snprintf(digits, sizeof digits, "%020llu", static_cast<unsigned long long>(mixed));
  return std::string(families[number % 3]) + (digits + 8) + std::to_string(number % 10);
}

std::vector<std::string> keys_of(std::int64_t count) {
  std::vector<std::string> keys;
  for (std::int64_t i = 0; i < count; ++i) keys.push_back(key_of(static_cast<std::uint64_t>(i)));
  return keys;
}

class Tree {
 public:
  EntryPtr find(const std::string& key) const { return space_->read(key).value(); }
  void put(const std::string& key, EntryPtr expected) {
    const Change change{key, std::move(expected), make_entry(value)};
    if (!space_->swap({&change, 1}).value()) std::abort();
  }
  std::size_t list(const std::string& from, std::size_t count) const {
    auto cursor = space_->range();
    std::size_t bytes = 0;
    for (cursor.value()->seek(from); count > 0 && cursor.value()->valid(); --count) {
      bytes += cursor.value()->key().size() + cursor.value()->entry()->text().size();
      cursor.value()->next();
    }
    return bytes;
  }
  Result<std::unique_ptr<Space>> fork() { return engine_.fork(*space_, "fork"); }

 private:
  MemoryEngine engine_;
  std::unique_ptr<Space> space_ = std::move(engine_.open("world").value());
};

class Map {
 public:
  EntryPtr find(const std::string& key) const {
    const auto found = entries_.find(key);
    return found != entries_.end() ? found->second : nullptr;
  }
  void put(const std::string& key, const EntryPtr& expected) {
    EntryPtr& entry = entries_[key];
    if (entry != expected) std::abort();
    entry = make_entry(value);
  }
  std::size_t list(const std::string& from, std::size_t count) const {
    std::size_t bytes = 0;
    for (auto at = entries_.lower_bound(from); count > 0 && at != entries_.end(); --count, ++at) {
      bytes += at->first.size() + at->second->text().size();
    }
    return bytes;
  }

 private:
  std::map<std::string, EntryPtr> entries_;
};

template <class Store>
void fill(Store& store, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) store.put(key, nullptr);
}

template <class Store>
void store_insert(benchmark::State& state) {
  const auto keys = keys_of(state.range(0));
  for (auto _ : state) {
    std::optional<Store> store(std::in_place);
    fill(*store, keys);
    state.PauseTiming();
    store.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// Runs `verb(store, key)` over the keys, a filled Store given, in another order than they came.
template <class Store, class Verb>
void over_keys(benchmark::State& state, Verb verb) {
  const auto keys = keys_of(state.range(0));
  Store store;
  fill(store, keys);
  std::size_t at = 0;
  for (auto _ : state) {
    at = (at + 618'033'989) % keys.size();
    benchmark::DoNotOptimize(verb(store, keys[at]));
  }
}

template <class Store>
void store_find(benchmark::State& state) {
  over_keys<Store>(state, [](Store& store, const std::string& key) { return store.find(key); });
}

template <class Store>
void store_find_nothing(benchmark::State& state) {
  over_keys<Store>(state,
                   [](Store& store, const std::string& key) { return store.find(key + "0"); });
}

// As every handler does it: read, then swap against what was read.
template <class Store>
void store_overwrite(benchmark::State& state) {
  over_keys<Store>(state, [](Store& store, const std::string& key) {
    store.put(key, store.find(key));
    return 0;
  });
}

template <class Store>
void store_list_1000(benchmark::State& state) {
  over_keys<Store>(state,
                   [](Store& store, const std::string& key) { return store.list(key, 1000); });
}

void store_fork_and_drop(benchmark::State& state) {
  over_keys<Tree>(state, [](Tree& tree, const std::string&) { return tree.fork().has_value(); });
}

// Per key changed, fork and drop included.
void store_change_10_in_a_fork(benchmark::State& state) {
  const auto keys = keys_of(state.range(0));
  Tree tree;
  fill(tree, keys);
  std::size_t at = 0;
  for (auto _ : state) {
    auto forked = tree.fork();
    for (int i = 0; i < 10; ++i) {
      at = (at + 618'033'989) % keys.size();
      const Change change{keys[at], forked.value()->read(keys[at]).value(), make_entry(value)};
      benchmark::DoNotOptimize(forked.value()->swap({&change, 1}).value());
    }
  }
  state.SetItemsProcessed(state.iterations() * 10);
}

// Reads on this thread while another overwrites as fast as it can.
void store_find_beside_a_writer(benchmark::State& state) {
  const auto keys = keys_of(state.range(0));
  Tree tree;
  fill(tree, keys);
  std::atomic<bool> done = false;
  std::atomic<std::int64_t> writes = 0;
  std::thread writer([&] {
    for (std::size_t i = 0; !done; i = (i + 7919) % keys.size(), ++writes) {
      tree.put(keys[i], tree.find(keys[i]));
    }
  });
  std::size_t at = 0;
  for (auto _ : state) {
    at = (at + 618'033'989) % keys.size();
    benchmark::DoNotOptimize(tree.find(keys[at]));
  }
  done = true;
  writer.join();
  state.counters["writes"] =
      benchmark::Counter(static_cast<double>(writes), benchmark::Counter::kIsRate);
}

void sizes(benchmark::internal::Benchmark* bench) {
  for (const std::int64_t count : {1'000, 100'000, 1'000'000}) bench->Arg(count);
}

BENCHMARK(store_insert<Tree>)->Apply(sizes);
BENCHMARK(store_insert<Map>)->Apply(sizes);
BENCHMARK(store_find<Tree>)->Apply(sizes);
BENCHMARK(store_find<Map>)->Apply(sizes);
BENCHMARK(store_find_nothing<Tree>)->Apply(sizes);
BENCHMARK(store_find_nothing<Map>)->Apply(sizes);
BENCHMARK(store_overwrite<Tree>)->Apply(sizes);
BENCHMARK(store_overwrite<Map>)->Apply(sizes);
BENCHMARK(store_list_1000<Tree>)->Apply(sizes);
BENCHMARK(store_list_1000<Map>)->Apply(sizes);
BENCHMARK(store_fork_and_drop)->Apply(sizes);
BENCHMARK(store_change_10_in_a_fork)->Apply(sizes);
BENCHMARK(store_find_beside_a_writer)->Arg(100'000)->UseRealTime();

}  // namespace
