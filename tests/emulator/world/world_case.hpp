// A server with several worlds over either engine, which may be closed and opened again.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/store/disk.hpp"
#include "emulator/store/engine.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/emulator/support/query_client.hpp"
#include "tests/store/support/temporary_directory.hpp"

namespace pail::emulator::testing {

enum class EngineKind { memory, disk };
inline std::string name_of(EngineKind kind) {
  return kind == EngineKind::memory ? "memory" : "disk";
}

// Somebody with a pair of keys; answers are "200", "404 NoSuchKey" and the like.
class User {
 public:
  User(Harness& s3, signer::Credentials keys, std::string region = "us-east-1")
      : s3_(&s3), keys_(std::move(keys)), region_(std::move(region)) {}

  Answer send(Sent request) const {
    request.access_key = keys_.access_key;
    request.secret_key = keys_.secret_key;
    request.region = region_;
    if (!keys_.session_token.empty()) {
      request.headers.emplace_back("x-amz-security-token", keys_.session_token);
    }
    return s3_->send(request);
  }
  std::string does(std::string method, std::string target, std::string body = {}) const {
    const Answer answer =
        send({.method = std::move(method), .target = std::move(target), .body = std::move(body)});
    const std::string code = answer.code();
    return std::to_string(answer.status) + (code.empty() ? "" : " " + code);
  }
  std::string puts(const std::string& path, std::string body) const {
    return does("PUT", "/" + path, std::move(body));
  }
  // The body; what was refused instead of it.
  std::string gets(const std::string& path) const {
    const Answer answer = send({.target = "/" + path});
    return answer.status == 200 ? answer.body : std::to_string(answer.status) + " " + answer.code();
  }
  const signer::Credentials& keys() const { return keys_; }

 private:
  Harness* s3_;
  signer::Credentials keys_;
  std::string region_;
};

// A PUT whose body comes in halves, so that something may happen between them.
class SlowUpload {
 public:
  SlowUpload(Harness& s3, std::shared_ptr<world::World> world, std::string target, std::string body)
      : world_(std::move(world)), target_(std::move(target)), body_(std::move(body)) {
    request_.method = "PUT";
    request_.target = target_;
    request_.headers.add("Host", "localhost");
    request_.content_length = body_.size();
    auto begun = s3.emulator().begin_as(*world_, world_->contents()->directory().first(), request_);
    upload_ = std::move(std::get<std::unique_ptr<net::Upload>>(begun));
  }
  void write_half() { write(body_.substr(0, body_.size() / 2)); }
  // The status.
  unsigned finish() {
    write(body_.substr(body_.size() / 2));
    auto reply = upload_->finish();
    EXPECT_TRUE(reply);
    upload_.reset();
    world_.reset();
    return reply ? reply.value().status : 0;
  }

 private:
  void write(const std::string& piece) { EXPECT_TRUE(upload_->write(wire::as_bytes(piece))); }

  std::shared_ptr<world::World> world_;
  const std::string target_, body_;
  net::Request request_;
  std::unique_ptr<net::Upload> upload_;
};

class WorldCase {
 public:
  explicit WorldCase(EngineKind kind) : kind_(kind) { open(); }

  // As a process that is started: the directory is what stays. `options`: all but the engine.
  void open(Options options = {}) {
    options.engine = open_engine();
    engine_ = options.engine.get();
    s3_ = std::make_unique<Harness>(std::move(options));
  }
  void close() { s3_.reset(); }
  std::unique_ptr<store::Engine> open_engine() const {
    if (kind_ == EngineKind::memory) return store::make_memory_engine();
    return std::move(store::open_disk_engine({directory_.path(), store::Durability::none}).value());
  }

  Harness& s3() { return *s3_; }
  world::Worlds& worlds() { return s3_->emulator().worlds(); }
  store::Engine& engine() { return *engine_; }
  world::World& world(std::string_view name) { return *worlds().find(name); }

  User root() { return {*s3_, default_keys()}; }
  // The root of a new world.
  User make(std::string name, std::string from = {}) {
    return root_of(worlds().create({.name = std::move(name), .from = std::move(from)}));
  }
  User root_of(const wire::Result<world::Worlds::Created>& created) {
    if (!created) {
      ADD_FAILURE() << wire::describe(created.error());
      return {*s3_, {}};
    }
    return {*s3_, created.value().keys.front().keys, std::string(created.value().world->region())};
  }

 private:
  const EngineKind kind_;
  store::testing::TemporaryDirectory directory_;
  store::Engine* engine_ = nullptr;
  std::unique_ptr<Harness> s3_;
};

// What a refused call says.
template <class T>
std::string refusal(const wire::Result<T>& result) {
  return result ? "it was not refused" : wire::describe(result.error());
}

class EveryEngine : public ::testing::TestWithParam<EngineKind> {
 protected:
  WorldCase pail{GetParam()};
};

}  // namespace pail::emulator::testing
