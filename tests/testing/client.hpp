// A client for a world, in the few words that these tests need.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "client/blocking.hpp"
#include "testing/world.hpp"

namespace pail::testing {

class TestClient {
 public:
  explicit TestClient(const World& world) : s3_(config_of(world)) {}

  client::BlockingClient* operator->() noexcept { return &s3_; }

  void make_bucket(const std::string& bucket) {
    const auto made = s3_.create_bucket(bucket);
    ASSERT_TRUE(made) << made.error().code_text();
  }
  // "" when it was stored, else the error's code.
  std::string put(const std::string& bucket, const std::string& key, const std::string& text) {
    const auto body = client::text_body(text);
    const auto stored = s3_.put_object(bucket, key, *body);
    return stored ? "" : std::string(stored.error().code_text());
  }
  // The text, or the error's code in angle brackets.
  std::string get(const std::string& bucket, const std::string& key) {
    client::TextSink sink;
    const auto got = s3_.get_object(bucket, key, sink);
    return got ? sink.take() : "<" + std::string(got.error().code_text()) + ">";
  }

 private:
  static client::Config config_of(const World& world) {
    client::Config config;
    config.endpoint = net::parse_url(world.endpoint()).value().origin;
    config.region = world.region();
    config.credentials.emplace(world.access_key(), world.secret_key());
    config.retry.attempts_max = 1;  // a test of faults wants to see them
    return config;
  }

  client::BlockingClient s3_;
};

}  // namespace pail::testing
