// Whole requests, signed with V4, by engine: what one costs, and how many come through per second
// from one client and from several at once. Wall time beside CPU time shows what waiting for the
// disk is.
#include <benchmark/benchmark.h>

#include <atomic>
#include <vector>

#include "bench/engine_case.hpp"
#include "bench/signed_request.hpp"

namespace {

using namespace pail;
using bench::Engine;
using bench::exchange;
using bench::prepare;
using bench::Prepared;
using bench::Server;
using bench::Version;

constexpr std::size_t keys_max = 1000;

using Requests = std::vector<std::unique_ptr<Prepared>>;

std::string target_of(std::size_t key) {
  return "/bucket/photos/2026/image-" + std::to_string(key);
}

Requests requests(std::string_view method, std::size_t body_bytes = 0) {
  Requests requests;
  for (std::size_t i = 0; i < keys_max; ++i) {
    requests.push_back(prepare(Version::v4, method, target_of(i), std::string(body_bytes, 'x')));
  }
  return requests;
}

void send_all(Server& server, const Requests& requests) {
  for (const auto& request : requests) {
    if (exchange(server.s3(), *request) >= 300) std::abort();
  }
}

// One request after the other, of all keys in turn.
void send(benchmark::State& state, Engine engine, const Requests& requests,
          std::size_t stored_bytes) {
  Server server(engine);
  exchange(server.s3(), *prepare(Version::v4, "PUT", "/bucket"));
  send_all(server, ::requests("PUT", stored_bytes));
  std::size_t i = 0;
  for (auto _ : state) {
    if (exchange(server.s3(), *requests[i++ % keys_max]) >= 300) state.SkipWithError("refused");
  }
  state.SetItemsProcessed(state.iterations());
}

void get_1_kib(benchmark::State& state, Engine engine) {
  send(state, engine, requests("GET"), 1024);
}
void get_100_kib(benchmark::State& state, Engine engine) {
  send(state, engine, requests("GET"), 100 << 10);
}
void head(benchmark::State& state, Engine engine) {
  send(state, engine, requests("HEAD"), 1024);
}
void put_1_kib(benchmark::State& state, Engine engine) {
  send(state, engine, requests("PUT", 1024), 1024);
}
void put_100_kib(benchmark::State& state, Engine engine) {
  send(state, engine, requests("PUT", 100 << 10), 1024);
}

// A deletion needs something to delete: a PUT of nothing before each, which is not measured.
void delete_object(benchmark::State& state, Engine engine) {
  Server server(engine);
  exchange(server.s3(), *prepare(Version::v4, "PUT", "/bucket"));
  const Requests puts = requests("PUT"), deletions = requests("DELETE");
  std::size_t i = keys_max;
  for (auto _ : state) {
    if (i == keys_max) {
      state.PauseTiming();
      send_all(server, puts);
      i = 0;
      state.ResumeTiming();
    }
    if (exchange(server.s3(), *deletions[i++]) != 204) state.SkipWithError("not 204");
  }
  state.SetItemsProcessed(state.iterations());
}

// Several clients at once, each with keys of its own: on a disk their writes share transactions.
class Crowd {
 public:
  void join(benchmark::State& state, Engine engine) {
    if (state.thread_index() == 0) open(engine);
    for (auto _ : state) {
      const std::size_t i = next_++ % keys_max;
      if (exchange(server_->s3(), *puts_[i]) != 200) state.SkipWithError("not 200");
    }
    state.SetItemsProcessed(state.iterations());
    if (state.thread_index() == 0) server_.reset();
  }

 private:
  void open(Engine engine) {
    server_ = std::make_unique<Server>(engine);
    exchange(server_->s3(), *prepare(Version::v4, "PUT", "/bucket"));
    puts_ = requests("PUT", 1024);
  }

  std::unique_ptr<Server> server_;
  Requests puts_;
  std::atomic<std::size_t> next_ = 0;
};

void put_1_kib_at_once(benchmark::State& state, Engine engine) {
  static Crowd crowd;  // the threads of one run
  crowd.join(state, engine);
}

const int registered = [] {
  const std::pair<const char*, Engine> engines[] = {{"memory", Engine::memory},
                                                    {"disk_none", Engine::disk_none},
                                                    {"disk_sync", Engine::disk_sync}};
  using Run = void (*)(benchmark::State&, Engine);
  const std::pair<const char*, Run> runs[] = {
      {"get_1_kib", get_1_kib}, {"get_100_kib", get_100_kib}, {"head", head},
      {"put_1_kib", put_1_kib}, {"put_100_kib", put_100_kib}, {"delete", delete_object}};
  for (const auto& [run_name, run] : runs) {
    for (const auto& [name, engine] : engines) {
      const auto full = std::string("request_") + run_name + "/" + name;
      benchmark::RegisterBenchmark(full.c_str(), run, engine)->UseRealTime();
    }
  }
  for (const auto& [name, engine] : engines) {
    const auto full = std::string("request_put_1_kib_at_once/") + name;
    benchmark::RegisterBenchmark(full.c_str(), put_1_kib_at_once, engine)
        ->UseRealTime()
        ->Threads(1)
        ->Threads(8)
        ->Threads(64);
  }
  return 0;
}();

}  // namespace
