// Waiting for something to happen, without a thread that waits.
#include <boost/json/object.hpp>

#include "emulator/control/handlers.hpp"
#include "emulator/control/journal_json.hpp"

namespace pail::control {
namespace {

namespace json = boost::json;

// Ours: what a test waits for comes in seconds, or never.
constexpr std::int64_t wait_ms_default = 10'000;
// Ours: a waiting call holds a connection, and clients give up long before.
constexpr std::int64_t wait_ms_max = 10 * 60 * 1000;

struct Awaited {
  world::JournalMatch match;
  std::size_t count = 1;
  std::chrono::milliseconds timeout{};
};

Outcome<Awaited> read_awaited(std::string_view body) {
  PAIL_TRY(const json::object document, wire::parse_json_object(body));
  wire::ObjectReader reader(document);
  Awaited awaited;
  awaited.match = reader.within("match", read_match).value_or(world::JournalMatch{});
  awaited.count = reader.whole<std::size_t>("count", 1, world::journal_entries_max).value_or(1);
  awaited.timeout = std::chrono::milliseconds(
      reader.whole("timeout_ms", 0, wait_ms_max).value_or(wait_ms_default));
  PAIL_TRY(reader.finish());
  return awaited;
}

class Wait final : public net::Later {
 public:
  Wait(WorldPtr world, Awaited awaited) : world_(std::move(world)), awaited_(std::move(awaited)) {}

  void start(std::function<void()> ready) override {
    watch_ = world_->journal().watch(awaited_.match, awaited_.count, std::move(ready));
  }
  std::chrono::milliseconds patience() const override { return awaited_.timeout; }
  net::Reply take() override {
    const auto found = watch_->found();
    if (found.size() >= awaited_.count) {
      return json_reply(200, json::object{{"entries", entries_json(found)}});
    }
    json::object answer = problem_json(
        {408, "WaitTimeout",
         std::to_string(found.size()) + " of " + std::to_string(awaited_.count) +
             " entries were there after " + std::to_string(awaited_.timeout.count()) + " ms."});
    answer["entries"] = entries_json(found);
    return json_reply(408, answer);
  }

 private:
  WorldPtr world_;
  Awaited awaited_;
  std::unique_ptr<world::Journal::Watch> watch_;  // goes before the journal
};

}  // namespace

Answer wait_for_journal(const Call& call) {
  PAIL_TRY(WorldPtr world, find_world(call));
  PAIL_TRY(Awaited awaited, read_awaited(call.body));
  net::Reply reply;
  reply.later = std::make_unique<Wait>(std::move(world), std::move(awaited));
  return reply;
}

}  // namespace pail::control
