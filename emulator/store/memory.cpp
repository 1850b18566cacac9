#include "emulator/store/memory.hpp"

#include <functional>
#include <map>

#include "emulator/store/blob_memory.hpp"
#include "emulator/store/index.hpp"
#include "emulator/store/tree_cursor.hpp"

namespace pail::store {
namespace {

// Copying a body of this size costs about 3 us when its entry is made, and again when only its
// metadata change. A blob costs a round through the pool and three allocations, and reading one a
// hop more.
constexpr std::size_t memory_inline_bytes_max = 32 * 1024;

wire::Error broken(std::string_view message) {
  return wire::Error(wire::Errc::InternalError, message);
}

}  // namespace

// What the Spaces of one engine have in common; it lives as long as any of them.
struct MemoryEngine::Shared {
  explicit Shared(MemoryLimits limits)
      : pool(std::make_shared<SegmentPool>(limits.blob_bytes_max)) {}

  std::shared_ptr<Forest> forest = std::make_shared<Forest>();
  std::shared_ptr<SegmentPool> pool;
  std::mutex mutex;  // of names
  std::map<std::string, std::weak_ptr<State>, std::less<>> names;
};

// One Space, held by its handles.
struct MemoryEngine::State {
  State(std::shared_ptr<Shared> engine, std::string_view space_name, Root root)
      : shared(std::move(engine)), name(space_name), index(std::move(root)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  // The name may already belong to a new Space.
  ~State() {
    const std::lock_guard lock(shared->mutex);
    const auto entry = shared->names.find(name);
    if (entry != shared->names.end() && entry->second.expired()) shared->names.erase(entry);
  }

  const std::shared_ptr<Shared> shared;
  const std::string name;
  Index index;
};

class MemoryEngine::Handle final : public Space {
 public:
  explicit Handle(std::shared_ptr<State> state) noexcept : state_(std::move(state)) {}

  Result<EntryPtr> read(std::string_view key) const override { return state_->index.read(key); }
  Result<bool> swap(std::span<const Change> changes) override {
    return state_->index.swap(changes);
  }
  Result<std::unique_ptr<Cursor>> range() const override {
    return std::unique_ptr<Cursor>(std::make_unique<TreeCursor>(state_->index.root()));
  }
  Result<std::unique_ptr<BlobWriter>> new_blob() override {
    return make_memory_blob_writer(state_->shared->pool);
  }
  std::size_t inline_bytes_max() const noexcept override { return memory_inline_bytes_max; }

  const State& state() const noexcept { return *state_; }

 private:
  std::shared_ptr<State> state_;
};

MemoryEngine::MemoryEngine(MemoryLimits limits) : shared_(std::make_shared<Shared>(limits)) {}
MemoryEngine::~MemoryEngine() = default;

Result<std::unique_ptr<Space>> MemoryEngine::open(std::string_view name) {
  std::shared_ptr<State> state;  // before the lock: dropping a State takes it
  const std::lock_guard lock(shared_->mutex);
  std::weak_ptr<State>& known = shared_->names[std::string(name)];
  state = known.lock();
  if (!state) known = state = std::make_shared<State>(shared_, name, Root(shared_->forest));
  return std::unique_ptr<Space>(std::make_unique<Handle>(std::move(state)));
}

Result<std::unique_ptr<Space>> MemoryEngine::fork(const Space& source, std::string_view name) {
  const auto* from = dynamic_cast<const Handle*>(&source);
  if (from == nullptr || from->state().shared != shared_) {
    return broken("The source of a fork belongs to another engine.");
  }
  std::shared_ptr<State> state;  // before the lock: dropping a State takes it
  const std::lock_guard lock(shared_->mutex);
  std::weak_ptr<State>& known = shared_->names[std::string(name)];
  if (!known.expired()) return broken("A fork needs a name that is not in use.");
  state = std::make_shared<State>(shared_, name, from->state().index.root());
  known = state;
  return std::unique_ptr<Space>(std::make_unique<Handle>(std::move(state)));
}

// What nobody has open is gone already.
Result<void> MemoryEngine::drop(std::string_view name) {
  const std::lock_guard lock(shared_->mutex);
  const auto known = shared_->names.find(name);
  if (known == shared_->names.end() || known->second.expired()) return wire::ok();
  return broken("A Space that is open cannot be dropped.");
}

std::vector<std::string> MemoryEngine::names() const {
  const std::lock_guard lock(shared_->mutex);
  std::vector<std::string> names;
  for (const auto& [name, state] : shared_->names) {
    if (!state.expired()) names.push_back(name);
  }
  return names;
}

std::uint64_t MemoryEngine::entry_count() const noexcept {
  return shared_->forest->entries.load(std::memory_order_relaxed);
}

MemoryStats MemoryEngine::stats() const {
  Forest& forest = *shared_->forest;
  forest.epochs.collect();
  return {forest.entries.load(std::memory_order_relaxed),
          forest.nodes.load(std::memory_order_relaxed), forest.epochs.waiting(),
          shared_->pool->used(), shared_->pool->spare()};
}

std::unique_ptr<Engine> make_memory_engine() {
  return std::make_unique<MemoryEngine>();
}

}  // namespace pail::store
