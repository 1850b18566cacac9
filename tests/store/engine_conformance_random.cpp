// Random work on a few Spaces at once, compared with copies of std::map after every step that reads
// and every few hundred that do not. The seed of a failure is in its trace.
#include <algorithm>
#include <random>

#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"

namespace pail::store::testing {
namespace {

using Model = std::map<std::string, EntryPtr>;

class RandomWork {
 public:
  RandomWork(Engine& engine, std::uint64_t seed) : engine_(engine), random_(seed) {
    worlds_.push_back({"world", open(engine_, "world"), {}});
  }

  void step(unsigned number) {
    if (number % 1000 == 999) now_and_then();
    const std::size_t dice = below(100);
    World& world = worlds_[below(worlds_.size())];
    if (dice < 40) {
      change_one(world, next_value());
    } else if (dice < 60) {
      change_one(world, nullptr);
    } else if (dice < 75) {
      change_several(world);
    } else if (dice < 85) {
      read(world);
    } else if (dice < 90) {
      fork_one(world);
    } else if (dice < 93) {
      drop_one();
    } else {
      move_a_cursor(world);
    }
  }

  void check_all() const {
    for (const World& world : worlds_) {
      const auto cursor = range(*world.space);
      check_from(*cursor, world.model, world.model.begin(), world.model.size() + 1);
    }
  }

 private:
  struct World {
    std::string name;
    std::unique_ptr<Space> space;
    Model model;
  };
  struct Moment {
    std::unique_ptr<Cursor> cursor;
    Model model;
  };
  static constexpr std::size_t worlds_max = 6;
  static constexpr std::size_t moments_max = 4;

  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

  // Families of keys: shuffled and shared prefixes, ascending and descending, odd bytes, long ones.
  std::string any_key() {
    const std::size_t number = below(400);
    switch (below(8)) {
      case 0:
        return numbered("photos/2024/", number);
      case 1:
        return numbered("photos/2024/01/", number * 7919 % 400);
      case 2:
        return numbered("z/", ++ascending_ % 5000);
      case 3:
        return numbered("key/versions/", 99'999'999 - ++ascending_ % 5000);
      case 4:
        return std::string(below(12), '\0') + std::string(below(3), '\xff');
      case 5:
        return std::string(1000, 'l') + std::to_string(number);
      case 6:
        return pattern(below(4), static_cast<unsigned>(number));
      default:
        return numbered("bucket-" + std::to_string(number % 7) + "/", number);
    }
  }

  std::string known_key(const Model& model) {
    const auto found = model.lower_bound(any_key());
    return found != model.end() ? found->first : any_key();
  }

  std::string some_key(const Model& model) { return below(2) == 0 ? known_key(model) : any_key(); }

  EntryPtr next_value() { return make_entry(std::to_string(++values_)); }

  static EntryPtr value_in(const Model& model, const std::string& key) {
    const auto found = model.find(key);
    return found != model.end() ? found->second : nullptr;
  }

  static void apply(Model& model, const std::string& key, const EntryPtr& value) {
    if (value) {
      model[key] = value;
    } else {
      model.erase(key);
    }
  }

  void change_one(World& world, const EntryPtr& value) {
    const std::string key = value ? any_key() : known_key(world.model);
    ASSERT_TRUE(swap(*world.space, {{key, value_in(world.model, key), value}}));
    apply(world.model, key, value);
  }

  void change_several(World& world) {
    std::vector<Change> changes;
    Model after;  // of the keys in the batch, null: erased
    bool holds = true;
    for (std::size_t rows = 1 + below(8); rows > 0; --rows) {
      Change change{some_key(world.model), nullptr, below(3) == 0 ? nullptr : next_value(),
                    below(5) == 0};
      const auto earlier = after.find(change.key);
      change.expected =
          earlier != after.end() ? earlier->second : value_in(world.model, change.key);
      if (below(25) == 0) {
        change.expected = next_value();
        holds = false;
      }
      if (!change.compare_only) after[change.key] = change.replacement;
      changes.push_back(std::move(change));
    }
    ASSERT_EQ(swap(*world.space, changes), holds);
    if (!holds) return;
    for (const auto& [key, value] : after) apply(world.model, key, value);
  }

  void read(const World& world) {
    const std::string key = some_key(world.model);
    ASSERT_EQ(entry_of(*world.space, key), value_in(world.model, key));
  }

  void fork_one(const World& world) {
    if (worlds_.size() == worlds_max) return drop_one();
    std::string name = "fork " + std::to_string(++forks_);
    auto forked = fork(engine_, *world.space, name);
    worlds_.push_back({std::move(name), std::move(forked), Model(world.model)});
  }

  void drop_one() {
    if (worlds_.size() == 1) return;
    const auto doomed = worlds_.begin() + static_cast<std::ptrdiff_t>(below(worlds_.size()));
    drop(engine_, doomed->space, doomed->name);
    worlds_.erase(doomed);
  }

  void move_a_cursor(const World& world) {
    if (moments_.size() < moments_max) {
      moments_.push_back({range(*world.space), world.model});
    }
    const std::size_t chosen = below(moments_.size());
    Moment& moment = moments_[chosen];
    if (below(4) == 0) {
      moments_.erase(moments_.begin() + static_cast<std::ptrdiff_t>(chosen));
      return;
    }
    for (unsigned seeks = 0; seeks < 3; ++seeks) {
      const std::string key = some_key(moment.model);
      moment.cursor->seek(key);
      check_from(*moment.cursor, moment.model, moment.model.lower_bound(key), 1 + below(40));
    }
  }

  static void check_from(Cursor& cursor, const Model& model, Model::const_iterator expected,
                         std::size_t count) {
    for (; count > 0; --count, ++expected, cursor.next()) {
      ASSERT_EQ(cursor.valid(), expected != model.end());
      if (!cursor.valid()) return;
      ASSERT_EQ(cursor.key(), expected->first);
      ASSERT_EQ(cursor.entry(), expected->second);
    }
  }

  // Emptying a world, or a long run of its keys, in one order or the other.
  void now_and_then() {
    check_all();
    World& world = worlds_[below(worlds_.size())];
    Model doomed = world.model;
    if (below(2) == 0) doomed.erase(doomed.lower_bound(any_key()), doomed.end());
    std::vector<std::string> keys;
    for (const auto& row : doomed) keys.push_back(row.first);
    if (below(2) == 0) std::reverse(keys.begin(), keys.end());
    for (const std::string& key : keys) {
      ASSERT_TRUE(swap(*world.space, {{key, value_in(world.model, key), nullptr}}));
      world.model.erase(key);
    }
    check_all();
  }

  Engine& engine_;
  std::mt19937_64 random_;
  std::vector<World> worlds_;
  std::vector<Moment> moments_;
  std::size_t values_ = 0;
  std::size_t forks_ = 0;
  std::size_t ascending_ = 0;
};

TEST_P(EngineConformance, RandomWorkLeavesWhatAMapWouldHold) {
  for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3},
                                   std::uint64_t{std::random_device()()}}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto engine = GetParam().make();
    RandomWork work(*engine, seed);
    for (unsigned i = 0; i < steps(); ++i) {
      SCOPED_TRACE("step " + std::to_string(i));
      work.step(i);
      if (::testing::Test::HasFatalFailure()) return;
    }
    work.check_all();
    if (::testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace pail::store::testing
