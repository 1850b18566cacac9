// Where each operation is played once: a client before the real emulator, which has one bucket,
// takes tokens of one issuer and knows one queue. What is played is told by the emulator's journal
// (every_operation_test.cpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/ops/buckets.hpp"
#include "client/ops/sts.hpp"
#include "tests/client/stage.hpp"
#include "tests/signer/jwt_support.hpp"

namespace pail::client {

inline constexpr std::string_view scene_queue = "arn:aws:sqs:us-east-1:000000000000:photos";

class Scene {
 public:
  Scene() {
    stage.clock->set(*wire::parse_iso_basic("20260301T120000Z"));  // what the issuer's tokens fit
    call(ops::create_bucket("photos"));
  }

  template <class T>
  T call(Operation<T> operation) {
    return must(s3.call(std::move(operation)));
  }
  template <class T>
  std::string refusal(Operation<T> operation) {
    return code_of(s3.call(std::move(operation)));
  }
  PutResult put(const std::string& key, std::string text) {
    return put_text(s3, "photos", key, std::move(text));
  }
  std::string get(const std::string& key) { return get_text(s3, "photos", key); }
  std::string account() { return call(ops::get_caller_identity()).account; }

  const signer::testing::TestIssuer issuer;
  Stage stage{options(issuer)};
  BlockingClient s3{stage.config(), stage.clock};

 private:
  static emulator::Options options(const signer::testing::TestIssuer& issuer) {
    emulator::Options options;
    options.oidc = {{signer::testing::test_issuer, issuer.jwks()}};
    options.notify.urls = {{std::string(scene_queue), ""}};
    return options;
  }
};

struct Play {
  std::string_view operation;  // as the emulator calls it
  void (*act)(Scene&);
};
using Plays = std::vector<Play>;

Plays bucket_plays();
Plays setting_plays();
Plays object_plays();
Plays multipart_plays();
Plays listing_plays();
Plays sts_plays();
Plays iam_plays();

}  // namespace pail::client
