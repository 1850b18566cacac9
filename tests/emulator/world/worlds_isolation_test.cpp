// Many worlds at once: nothing that one does shows in another.
#include <atomic>

#include "tests/emulator/world/world_case.hpp"
#include "tests/support/threads.hpp"

namespace pail::emulator::testing {
namespace {

constexpr int worlds_at_once = 200;
constexpr int threads = 8;

class IsolationTest : public EveryEngine {};

// What one world does to itself, always seeing only its own: another's clock would show in
// Last-Modified, another's faults as 503, another's bytes in the body, another's reset as 404.
class Inhabitant {
 public:
  Inhabitant(WorldCase& pail, int number)
      : pail_(pail),
        name_("w" + std::to_string(number)),
        day_(test_time() + std::chrono::days(number)),
        created_(pail.worlds().create(
            {.name = name_, .from = "default", .clock = world::ClockSetting::standing(day_)})),
        root_(pail.root_of(created_)) {}

  std::string live(int round) {
    const std::string mine = name_ + " in round " + std::to_string(round);
    if (says("GET", "/shared/seed").body != "seed") return "the fork lost its seed";
    if (says("PUT", "/shared/mine", mine).status != 200) return "PUT";
    const Answer got = says("GET", "/shared/mine");
    if (got.body != mine) return "GET: " + got.body;
    if (got.header("Last-Modified") != got.header("Date")) return "a clock moved";
    if (const std::string wrong = meet_own_fault(); !wrong.empty()) return wrong;
    if (const std::string wrong = make_user(round); !wrong.empty()) return wrong;
    return round % 2 == 0 ? reset() : restore(mine);
  }

 private:
  Answer says(std::string method, std::string target, std::string body = {}) const {
    const auto skew = std::chrono::duration_cast<std::chrono::seconds>(day_ - test_time());
    return root_.send({.method = std::move(method),
                       .target = std::move(target),
                       .body = std::move(body),
                       .skew_s = skew.count()});
  }
  world::World& world() const { return *created_.value().world; }

  std::string meet_own_fault() {
    const auto id = world().faults().add(
        {.match = {.operation = "HeadBucket"}, .then = {.error = world::FaultError{}}});
    const unsigned status = says("HEAD", "/shared").status;
    if (!world().faults().remove(id.value())) return "somebody removed the fault";
    if (status != 500) return "HEAD in spite of the fault: " + std::to_string(status);
    return says("HEAD", "/shared").status == 200 ? "" : "another's fault";
  }

  std::string make_user(int round) {
    auto& directory = world().contents()->directory();
    const access::EntityName name{access::EntityKind::user, directory.first()->account,
                                  "u" + std::to_string(round)};
    if (!directory.create({.account = name.account, .name = name.name})) return "create user";
    const auto keys = directory.create_key(name, day_);
    const auto owner = pail_.worlds().of_access_key(keys.value().access_key);
    return owner.get() == &world() ? "" : "its key means another world";
  }

  std::string reset() {
    if (!pail_.worlds().reset(world())) return "reset";
    if (says("GET", "/shared/mine").code() != "NoSuchBucket") return "after the reset";
    if (says("PUT", "/shared").status != 200) return "PUT bucket";
    return says("PUT", "/shared/seed", "seed").status == 200 ? "" : "PUT seed";
  }

  std::string restore(const std::string& mine) {
    if (!pail_.worlds().take_snapshot(world(), "s")) return "snapshot";
    if (says("DELETE", "/shared/mine").status != 204) return "DELETE";
    if (!pail_.worlds().restore(world(), "s")) return "restore";
    return says("GET", "/shared/mine").body == mine ? "" : "after the restore";
  }

  WorldCase& pail_;
  std::string name_;
  wire::Time day_;
  wire::Result<world::Worlds::Created> created_;
  User root_;
};

TEST_P(IsolationTest, TwoHundredWorldsAtOnceSeeOnlyThemselves) {
  pail.s3().make_bucket("shared");
  pail.s3().put("shared/seed", "seed");
  pail::testing::on_threads(threads, [&](int thread) {
    std::vector<Inhabitant> inhabitants;
    for (int n = thread; n < worlds_at_once; n += threads) inhabitants.emplace_back(pail, n);
    for (int round = 0; round < 3; ++round) {
      for (std::size_t i = 0; i < inhabitants.size(); ++i) {
        EXPECT_EQ(inhabitants[i].live(round), "") << "world " << thread + threads * int(i);
      }
    }
  });
  EXPECT_EQ(pail.worlds().size(), worlds_at_once + 1U);
  EXPECT_EQ(pail.s3().get("shared/seed"), "seed");
  EXPECT_EQ(pail.root().gets("shared/mine"), "404 NoSuchKey");
  EXPECT_TRUE(pail.worlds().default_world().faults().list().empty());
}

// Calls and requests on one world, all at once: each is answered, by one state of the world or by
// the other.
TEST_P(IsolationTest, OneWorldMayBeResetRestoredAndRemovedUnderItsRequests) {
  for (int round = 0; round < 5; ++round) {
    const User root = pail.make("a");
    ASSERT_EQ(root.puts("bucket", {}), "200");
    ASSERT_EQ(root.puts("bucket/key", "body"), "200");
    const auto world = pail.worlds().find("a");
    ASSERT_TRUE(pail.worlds().take_snapshot(*world, "s"));
    pail::testing::on_threads(6, [&](int thread) {
      for (int i = 0; i < 20; ++i) {
        if (thread == 0) static_cast<void>(pail.worlds().reset(*world));
        if (thread == 1) static_cast<void>(pail.worlds().restore(*world, "s"));
        if (thread == 2) static_cast<void>(pail.worlds().create({.from = "a@s"}));
        if (thread == 3 && i == 19) static_cast<void>(pail.worlds().remove("a"));
        if (thread < 4) continue;
        const std::string got = root.gets("bucket/key");
        EXPECT_TRUE(got == "body" || got == "404 NoSuchBucket" || got == "403 InvalidAccessKeyId")
            << got;
      }
    });
    EXPECT_EQ(pail.worlds().find("a"), nullptr);
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, IsolationTest,
                         ::testing::Values(EngineKind::memory, EngineKind::disk),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace pail::emulator::testing
