// A page of 1000 keys out of many, as a whole request with its XML: the cost must not grow with the
// number of keys in the bucket, and a delimiter must skip what it rolls up. Keys lie in groups of
// 1000, "group-000042/key-000123".
#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <string>

#include "bench/engine_case.hpp"
#include "bench/signed_request.hpp"
#include "emulator/model/model.hpp"

namespace {

using namespace pail;
using bench::Engine;
using bench::exchange;
using bench::prepare;
using bench::Server;
using bench::Version;

std::string key_of(std::size_t number) {
  char key[64];
  std::snprintf(key, sizeof key, "group-%06zu/key-%06zu", number / 1000, number % 1000);
  return key;
}

void fill(Server& server, std::size_t keys) {
  exchange(server.s3(), *prepare(Version::v4, "PUT", "/bucket"));
  wire::SeededRandom random(1);
  model::Model model(server.space(), random);
  const model::Bucket bucket = model.bucket("bucket").value();
  model::ObjectAttributes attributes;
  attributes.etag = "d41d8cd98f00b204e9800998ecf8427e";
  attributes.owner = bucket.owner;
  for (std::size_t i = 0; i < keys; ++i) {
    model.put(bucket, key_of(i), attributes, model.incoming(), {}, bench::now).value();
  }
}

// Filled once for all pages of that size.
Server& filled(Engine engine, std::size_t keys) {
  static std::pair<Engine, std::size_t> what;
  static std::unique_ptr<Server> server;
  if (!server || what != std::pair(engine, keys)) {
    server.reset();
    server = std::make_unique<Server>(engine);
    what = {engine, keys};
    fill(*server, keys);
  }
  return *server;
}

struct Page {
  const char* name;
  const char* delimiter;  // as a parameter
  bool is_first;
};

void list_1000(benchmark::State& state, Engine engine, std::size_t keys, const Page& page) {
  Server& server = filled(engine, keys);
  std::string target = std::string("/bucket?list-type=2") + page.delimiter;
  if (!page.is_first) target += "&start-after=" + key_of(keys / 2 - 1).replace(12, 1, "%2F");
  const auto request = prepare(Version::v4, "GET", target);
  for (auto _ : state) {
    if (exchange(server.s3(), *request) != 200) state.SkipWithError("not 200");
  }
}

// With a delimiter a page of a bucket of 1 M keys holds 1000 groups: 1000 seeks.
constexpr Page pages[] = {{"first", "", true},
                          {"middle", "", false},
                          {"groups_first", "&delimiter=%2F", true},
                          {"groups_middle", "&delimiter=%2F", false}};

const int registered = [] {
  const std::pair<const char*, Engine> engines[] = {{"memory", Engine::memory},
                                                    {"disk_none", Engine::disk_none}};
  for (const auto& [engine_name, engine] : engines) {
    for (const std::size_t keys : {10'000U, 100'000U, 1'000'000U}) {
      for (const Page& page : pages) {
        const auto name = std::string("request_list_1000/") + engine_name + "/" +
                          std::to_string(keys) + "/" + page.name;
        benchmark::RegisterBenchmark(name.c_str(), [engine = engine, keys,
                                                    page](benchmark::State& state) {
          list_1000(state, engine, keys, page);
        })->Unit(benchmark::kMicrosecond);
      }
    }
  }
  return 0;
}();

}  // namespace
