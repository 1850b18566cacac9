#include "emulator/store/disk.hpp"

#include <fstream>

#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"
#include "tests/store/support/temporary_directory.hpp"

namespace pail::store::testing {
namespace {

// An engine whose directory goes with it.
class OwningEngine final : public Engine {
 public:
  OwningEngine(std::shared_ptr<TemporaryDirectory> directory, std::unique_ptr<Engine> engine)
      : directory_(std::move(directory)), engine_(std::move(engine)) {}

  Result<std::unique_ptr<Space>> open(std::string_view name) override {
    return engine_->open(name);
  }
  Result<std::unique_ptr<Space>> fork(const Space& source, std::string_view name) override {
    return engine_->fork(source, name);
  }
  Result<void> drop(std::string_view name) override { return engine_->drop(name); }
  void drop_later(std::string_view name) override { engine_->drop_later(name); }
  std::vector<std::string> names() const override { return engine_->names(); }
  bool may_block() const noexcept override { return engine_->may_block(); }
  std::uint64_t entry_count() const noexcept override { return engine_->entry_count(); }

 private:
  std::shared_ptr<TemporaryDirectory> directory_;
  std::unique_ptr<Engine> engine_;
};

template <Durability durability>
std::unique_ptr<Engine> make_engine() {
  auto directory = std::make_shared<TemporaryDirectory>();
  auto engine = open_disk_engine({directory->path(), durability});
  if (!engine) throw std::runtime_error(wire::describe(engine.error()));
  return std::make_unique<OwningEngine>(std::move(directory), std::move(engine.value()));
}

INSTANTIATE_TEST_SUITE_P(Disk, EngineConformance,
                         ::testing::Values(EngineCase{"sync", make_engine<Durability::sync>, 2000},
                                           EngineCase{"none", make_engine<Durability::none>, 2000}),
                         engine_case_name);

}  // namespace
}  // namespace pail::store::testing
