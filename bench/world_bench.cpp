// What worlds cost: a fork of a world with many objects and its end, a snapshot and a restore, and
// the bytes that a fork takes in which a few keys were changed.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <string>
#include <vector>

#include "bench/engine_case.hpp"
#include "bench/signed_request.hpp"

namespace {

using namespace pail;
using bench::Engine;
using bench::Server;

constexpr std::size_t objects = 100'000;
constexpr int changed_keys = 10;

// One object, by the model: requests would take as long as the bench itself.
void put(world::World& world, const std::string& key) {
  const auto contents = world.contents();
  model::Model& model = contents->model();
  auto incoming = model.incoming();
  const std::string body(100, 'x');
  if (!incoming.write(wire::as_bytes(body))) std::abort();
  const auto bucket = model.bucket("bucket");
  if (!model.put(bucket.value(), key, {}, std::move(incoming), {}, bench::now)) std::abort();
}

std::string key_of(std::size_t number) {
  return "photos/2026/image-" + std::to_string(number);
}

void fill(Server& server) {
  world::World& world = server.s3().worlds().default_world();
  const auto contents = world.contents();
  if (!contents->model().create_bucket("bucket", contents->directory().first()->canonical_id,
                                       "us-east-1", bench::now)) {
    std::abort();
  }
  for (std::size_t i = 0; i < objects; ++i) put(world, key_of(i));
}

void fork_world(benchmark::State& state, Engine engine) {
  Server server(engine);
  fill(server);
  world::Worlds& worlds = server.s3().worlds();
  std::vector<std::string> names;
  for (auto _ : state) {
    const auto created = worlds.create({.from = "default"});
    names.push_back(created.value().world->name());
  }
  for (const std::string& name : names) {
    if (!worlds.remove(name)) std::abort();
  }
}

void fork_and_remove_world(benchmark::State& state, Engine engine) {
  Server server(engine);
  fill(server);
  world::Worlds& worlds = server.s3().worlds();
  for (auto _ : state) {
    if (!worlds.create({.name = "fork", .from = "default"})) std::abort();
    if (!worlds.remove("fork")) std::abort();
  }
}

void snapshot_and_restore_world(benchmark::State& state, Engine engine) {
  Server server(engine);
  fill(server);
  world::Worlds& worlds = server.s3().worlds();
  world::World& world = worlds.default_world();
  for (auto _ : state) {
    if (!worlds.take_snapshot(world, "s")) std::abort();
    if (!worlds.restore(world, "s")) std::abort();
  }
}

// What each request pays for it that a world may be reset under it; from several threads at once.
void contents_of_world(benchmark::State& state) {
  static Server server(Engine::memory);
  const world::World& world = server.s3().worlds().default_world();
  for (auto _ : state) benchmark::DoNotOptimize(world.contents());
}
BENCHMARK(contents_of_world)->UseRealTime()->Threads(1)->Threads(2)->Threads(8);

// And for many worlds: the one of its key.
void world_of_access_key(benchmark::State& state) {
  static Server server(Engine::memory);
  static const std::string key = [] {
    world::Worlds& worlds = server.s3().worlds();
    for (int i = 0; i < 999; ++i) static_cast<void>(worlds.create({}));
    return worlds.create({}).value().keys.front().keys.access_key;
  }();
  for (auto _ : state) benchmark::DoNotOptimize(server.s3().worlds().of_access_key(key));
}
BENCHMARK(world_of_access_key)->UseRealTime()->Threads(1)->Threads(2)->Threads(8);

// Of the heap: what the allocator has handed out, and all that a World is is in it.
void bytes_of_a_fork(benchmark::State& state, Engine engine) {
  Server server(engine);
  fill(server);
  world::Worlds& worlds = server.s3().worlds();
  for (auto _ : state) {
    const std::size_t before = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
    std::size_t key = 0;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      const auto fork = worlds.create({.from = "default"});
      for (int k = 0; k < changed_keys; ++k) {
        key = (key + 61'803) % objects;
        put(*fork.value().world, key_of(key));
      }
    }
    const std::size_t after = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
    state.counters["bytes_per_fork"] =
        static_cast<double>(after - before) / static_cast<double>(state.range(0));
  }
}

const int registered = [] {
  const std::pair<const char*, Engine> engines[] = {{"memory", Engine::memory},
                                                    {"disk_none", Engine::disk_none},
                                                    {"disk_sync", Engine::disk_sync}};
  using Run = void (*)(benchmark::State&, Engine);
  const std::pair<const char*, Run> runs[] = {
      {"world_fork", fork_world},
      {"world_fork_and_remove", fork_and_remove_world},
      {"world_snapshot_and_restore", snapshot_and_restore_world}};
  for (const auto& [run_name, run] : runs) {
    for (const auto& [name, engine] : engines) {
      const auto full = std::string(run_name) + "/" + name;
      benchmark::RegisterBenchmark(full.c_str(), run, engine)->UseRealTime()->Iterations(1000);
    }
  }
  for (const auto& [name, engine] : {engines[0], engines[1]}) {
    const auto full = std::string("world_bytes_of_a_fork/") + name;
    benchmark::RegisterBenchmark(full.c_str(), bytes_of_a_fork, engine)
        ->UseRealTime()
        ->Iterations(1)
        ->Arg(1000);
  }
  return 0;
}();

}  // namespace
