// `pail bench sign` and `verify`: what signatures cost on this machine, without a network. Every
// turn makes text, HMAC and Base64 or hex anew; verifying goes from the parsed request to the
// identity, by the functions of `pail serve`.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <ctime>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "cli/amount.hpp"
#include "cli/bench.hpp"
#include "cli/fail.hpp"
#include "client/load/requests.hpp"
#include "emulator/authentication.hpp"
#include "emulator/emulator.hpp"
#include "net/head_parser.hpp"
#include "signer/v4.hpp"
#include "wire/target.hpp"

namespace pail::cli {
namespace {

namespace load = client::load;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t turns_between_looks = 64;  // at the clock, which costs a tenth of a turn
constexpr std::size_t requests_to_verify = 256;    // each different; all of them fit the caches
constexpr unsigned intervals = 10;

struct Scene {
  load::Plan plan;
  load::Place place;
  load::SignatureOptions signing;
  std::shared_ptr<const wire::Clock> clock;
};

Scene scene_of(const BenchCommand& command) {
  Scene scene;
  scene.clock = make_clock(command.client.clock);
  const bool v2 = command.client.signature == "v2";
  scene.plan.bucket = "bench";
  auto place = load::find_place(client::default_endpoint(), client::Addressing::path, scene.plan);
  if (!place) fail_with("bench", place.error());
  scene.place = std::move(place.assume_value());
  scene.signing.key = std::make_shared<signer::Key>(signer::Credentials(
      std::string(emulator::default_access_key), std::string(emulator::default_secret_key)));
  scene.signing.version = v2 ? client::Signature::v2 : client::Signature::v4;
  scene.signing.presigned = command.presigned;
  scene.signing.host = scene.place.host;
  return scene;
}

// What one thread does again and again; false: it went wrong, which must not be.
using Turn = std::function<bool(std::uint64_t number)>;

class Signer {
 public:
  explicit Signer(const Scene& scene) : scene_(scene), signatures_(scene.signing) {}

  bool operator()(std::uint64_t number) {
    if (number % turns_between_looks == 0) signatures_.set_time(scene_.clock->now());
    path_.clear();
    target_.clear();
    fields_.clear();
    load::append_key(path_, scene_.place.key_path, number % 10'000'000);
    signatures_.sign({"GET", path_, {}, signer::v4::empty_payload_sha256}, target_, fields_);
    return !target_.empty();
  }

 private:
  const Scene& scene_;
  load::Signatures signatures_;
  std::string path_, target_, fields_;
};

class Verifier {
 public:
  explicit Verifier(const Scene& scene)
      : directory_({signer::Credentials(std::string(emulator::default_access_key),
                                        std::string(emulator::default_secret_key))}),
        rules_{scene.clock->now(), client::default_region} {
    const load::Bodies bodies(scene.plan.seed);
    load::RequestWriter writer(scene.place, scene.plan, bodies, scene.signing);
    writer.set_time(rules_.now);
    for (std::size_t i = 0; i < requests_to_verify; ++i) {
      auto& one = requests_.emplace_back(std::make_unique<Received>());
      writer.write({load::Kind::get, i, 0, 0}, one->text);
      const auto size = net::parse_request_head(one->text.head, one->head);
      const auto target = wire::split_target(one->head.request.target);
      auto query = wire::Query::parse(target ? target.assume_value().query : "%");
      if (!size || !query) fail("bench verify: a request of ours cannot be read");
      one->path = target.assume_value().path;
      one->query = std::move(query.assume_value());
    }
  }

  bool operator()(std::uint64_t number) {
    const Received& one = *requests_[number % requests_.size()];
    const net::Request& request = one.head.request;
    const auto found = emulator::authenticate(
        emulator::AuthMode::verify, {request.method, one.path, one.query, request.headers, {}},
        directory_, rules_);
    return found && found.assume_value().identity != nullptr;
  }

 private:
  struct Received {
    net::LoadRequest text;  // what the views below point into
    net::RequestHead head;
    std::string_view path;
    wire::Query query;
  };

  access::Directory directory_;
  signer::Rules rules_;
  std::vector<std::unique_ptr<Received>> requests_;
};

struct Found {
  std::vector<std::uint64_t> by_interval = std::vector<std::uint64_t>(intervals);
  std::uint64_t wrong = 0;
};

Found repeat(const Turn& turn, Clock::time_point begin, Clock::duration length) {
  Found found;
  std::uint64_t number = 0;
  for (;;) {
    for (std::uint64_t i = 0; i < turns_between_looks; ++i) {
      if (!turn(number++)) ++found.wrong;
    }
    const auto interval = static_cast<std::size_t>((Clock::now() - begin) / length);
    if (interval >= intervals) return found;
    found.by_interval[interval] += turns_between_looks;
  }
}

std::vector<Found> repeat_on_threads(const BenchCommand& command, const Scene& scene,
                                     Clock::duration length) {
  std::vector<Turn> turns;
  for (unsigned i = 0; i < command.threads; ++i) {
    if (command.job == "sign") {
      turns.emplace_back([signer = std::make_shared<Signer>(scene)](std::uint64_t number) {
        return (*signer)(number);
      });
    } else {
      turns.emplace_back([verifier = std::make_shared<Verifier>(scene)](std::uint64_t number) {
        return (*verifier)(number);
      });
    }
  }
  std::vector<Found> found(command.threads);
  std::vector<std::thread> threads;
  const auto begin = Clock::now();
  for (unsigned i = 0; i < command.threads; ++i) {
    threads.emplace_back([&, i] { found[i] = repeat(turns[i], begin, length); });
  }
  for (std::thread& thread : threads) thread.join();
  return found;
}

struct Outcome {
  std::uint64_t all = 0;
  double seconds = 0;
  double cpu_seconds = 0;
  boost::json::array intervals;
};

Outcome measure(const BenchCommand& command, const Scene& scene, Clock::duration length) {
  const std::clock_t cpu_before = std::clock();
  const auto found = repeat_on_threads(command, scene, length);
  Outcome outcome;
  outcome.cpu_seconds =
      static_cast<double>(std::clock() - cpu_before) / static_cast<double>(CLOCKS_PER_SEC);
  const double interval = std::chrono::duration<double>(length).count();
  outcome.seconds = interval * intervals;
  for (unsigned i = 0; i < intervals; ++i) {
    std::uint64_t count = 0;
    for (const Found& one : found) count += one.by_interval[i];
    outcome.intervals.push_back({{"second", i * interval},
                                 {"seconds", interval},
                                 {"requests", count},
                                 {"errors", 0},
                                 {"per_second", static_cast<double>(count) / interval}});
    outcome.all += count;
  }
  for (const Found& one : found) {
    if (one.wrong > 0) fail("bench " + command.job + ": a signature of ours was refused");
  }
  return outcome;
}

std::string_view version_of(const Scene& scene) {
  return scene.signing.version == client::Signature::v2 ? "v2" : "v4";
}

boost::json::object json_of(const BenchCommand& command, const Scene& scene, Outcome outcome) {
  const double per_second = static_cast<double>(outcome.all) / outcome.seconds;
  return {{"job", command.job},
          {"requests", outcome.all},
          {"errors", 0},
          {"errors_by_code", boost::json::object()},
          {"seconds", outcome.seconds},
          {"cpu_seconds", outcome.cpu_seconds},
          {"per_second", per_second},
          {"per_second_per_thread", per_second / command.threads},
          {"nanoseconds_each", command.threads / per_second * 1e9},
          {"settings",
           {{"signature", version_of(scene)},
            {"presigned", command.presigned},
            {"threads", command.threads}}},
          {"rounds", boost::json::array()},
          {"intervals", std::move(outcome.intervals)}};
}

}  // namespace

void run_bench_signatures(const BenchCommand& command) {
  if (!command.targets.empty()) fail_usage("bench " + command.job + " needs no server");
  const auto duration = read_duration("--duration", command.duration);
  if (duration.count() == 0) fail_usage("--duration: nothing is measured in no time");
  const Output out(command.client.output);
  const Scene scene = scene_of(command);
  const boost::json::object result =
      json_of(command, scene, measure(command, scene, Clock::duration(duration) / intervals));
  if (!command.save.empty()) {
    write_whole_file(command.save, boost::json::serialize(result) + "\n");
  }
  const auto whole = [&](const char* name) {
    return grouped(static_cast<std::uint64_t>(result.at(name).as_double()));
  };
  out.done(fmt::format("{} {} {}: {} a second, {} by each of {} threads, {:.0f} ns each",
                       command.job, version_of(scene), command.presigned ? "URL" : "header",
                       whole("per_second"), whole("per_second_per_thread"), command.threads,
                       result.at("nanoseconds_each").as_double()),
           result);
}

}  // namespace pail::cli
