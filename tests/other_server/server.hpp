// The server that these tests talk to: the one of the environment (AWS_ENDPOINT_URL and its keys,
// as scripts/radosgw.sh sets them), or Pail in this process. The tests are the same for both, so
// that what they demand is what S3 is, not what Pail is.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "tests/client/stage.hpp"
#include "wire/random.hpp"

namespace pail::client {

inline std::optional<std::string> process_variable(std::string_view name) {
  const char* const value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// One test's server, and a bucket of its own on it.
class Server : public ::testing::Test {
 protected:
  Server() : config(find()), s3(config) { must(s3.create_bucket(bucket)); }

  // "radosgw"; "pail" for the one in this process.
  static std::string name() { return process_variable("PAIL_OTHER_SERVER").value_or("pail"); }

  std::unique_ptr<emulator::Emulator> emulator;
  std::unique_ptr<Listening> listening;
  Config config;
  BlockingClient s3;
  std::string bucket = "pail-" + random_name();

 private:
  Config find() {
    Config found = must(load_config({}, process_variable));
    if (found.endpoint) return found;
    emulator = std::make_unique<emulator::Emulator>(emulator::Options{});
    listening = std::make_unique<Listening>(*emulator);
    found.endpoint = listening->origin();
    found.credentials = stage_keys();
    return found;
  }

  static std::string random_name() {
    wire::SystemRandom random;
    return wire::random_text(random, "abcdefghijklmnopqrstuvwxyz234567", 16);
  }
};

}  // namespace pail::client
