#include "signer/credentials.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <thread>
#include <vector>

#include "tests/support/fixtures.hpp"
#include "wire/encode.hpp"

namespace pail::signer {
namespace {

// Short enough to live inside the string object, where a moved-from or destroyed one would leave
// it.
constexpr std::string_view short_secret = "tiny-secret";

// Raw memory for one Credentials, which can still be looked at after the object is gone.
class Storage {
 public:
  template <class... Args>
  Credentials& make(Args&&... args) {
    return *new (bytes_) Credentials(std::forward<Args>(args)...);
  }
  bool holds(std::string_view text) const {
    const std::string_view all(reinterpret_cast<const char*>(bytes_), sizeof bytes_);
    return all.find(text) != std::string_view::npos;
  }

 private:
  alignas(Credentials) std::byte bytes_[sizeof(Credentials)] = {};
};

TEST(Credentials, WipeTheSecretWhenTheyGo) {
  Storage storage;
  Credentials& credentials = storage.make("AK", std::string(short_secret));
  ASSERT_TRUE(storage.holds(short_secret));
  credentials.~Credentials();
  EXPECT_FALSE(storage.holds("secret"));
}

TEST(Credentials, WipeTheSecretOfTheMovedFromObjectToo) {
  Storage storage;
  Credentials& credentials = storage.make("AK", std::string(short_secret));
  const Credentials taken = std::move(credentials);
  credentials.~Credentials();
  EXPECT_FALSE(storage.holds("secret"));
  EXPECT_EQ(taken.secret_key, short_secret);
}

TEST(Credentials, AssigningReplacesAllThreeTexts) {
  Credentials held("A", std::string(short_secret), "T");
  held = Credentials("B", "other");
  EXPECT_EQ(held.access_key, "B");
  EXPECT_EQ(held.secret_key, "other");
  EXPECT_EQ(held.session_token, "");
}

TEST(Key, SigningKeyIsTheDocumentedDerivation) {
  const auto document = pail::testing::json_fixture("spec/sigv4_vectors.json");
  const auto& steps = document.at("signing_key_steps");
  const auto text = [&](const char* name) { return std::string(steps.at(name).as_string()); };
  const Key key({"AKID", text("secret")});
  const auto signing = wire::from_hex(text("kSigning"));
  ASSERT_TRUE(signing);
  EXPECT_EQ(key.signing_key(text("day"), text("region"), text("service"))("any text"),
            wire::HmacSha256(*signing)("any text"));
}

TEST(Key, ACachedScopeSignsAsAFreshOne) {
  const Key cached({"AKID", "secret"});
  const std::vector<std::string> days = {"20130101", "20130102", "20130103",
                                         "20130104", "20130105", "20130106"};
  for (int round = 0; round < 3; ++round) {
    for (const std::string& day : days) {  // more days than the cache has places
      for (const char* region : {"us-east-1", "eu-west-1"}) {
        SCOPED_TRACE(day + region);
        const Key fresh({"AKID", "secret"});
        EXPECT_EQ(cached.sign_v4("t", day, region, "s3"), fresh.sign_v4("t", day, region, "s3"));
        EXPECT_EQ(cached.sign_v4("t", day, region, "s3"), fresh.sign_v4("t", day, region, "s3"));
      }
    }
  }
}

TEST(Key, PartsOfAScopeDoNotRunTogether) {
  const Key key({"AKID", "secret"});
  EXPECT_NE(key.sign_v4("t", "2013010", "1us", "s3"), key.sign_v4("t", "20130101", "us", "s3"));
  EXPECT_NE(key.sign_v4("t", "20130101", "us", "s3"), key.sign_v4("t", "20130101", "u", "ss3"));
}

TEST(Key, ThreadsMaySignAtOnce) {
  const Key key({"AKID", "secret"});
  const std::string expected = Key({"AKID", "secret"}).sign_v4("t", "20130101", "r0", "s3");
  std::vector<std::thread> threads;
  std::vector<int> agreed(4, 0);
  for (std::size_t t = 0; t < agreed.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        (void)key.sign_v4("t", "20130101", "r" + std::to_string(i % 7), "s3");
        agreed[t] += key.sign_v4("t", "20130101", "r0", "s3") == expected ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(agreed, std::vector<int>(4, 200));
}

TEST(Key, SignsByV4aWhatItVerifiesAndNothingElse) {
  const Key key({"AKID", "secret"});
  const std::string hex = key.sign_v4a("t");
  EXPECT_LE(hex.size(), 144U);
  EXPECT_NE(key.sign_v4a("t"), hex);
  EXPECT_TRUE(key.verify_v4a("t", hex));
  EXPECT_FALSE(key.verify_v4a("t2", hex));
  EXPECT_FALSE(Key({"AKID", "Secret"}).verify_v4a("t", hex));
  EXPECT_FALSE(Key({"AKIE", "secret"}).verify_v4a("t", hex)) << "the access key is part of the key";
}

TEST(Key, TakesOnlyTheOneSpellingOfAV4aSignature) {
  const Key key({"AKID", "secret"});
  const std::string hex = key.sign_v4a("t");
  std::string capitals = hex;
  for (char& c : capitals) c = static_cast<char>(std::toupper(c));
  for (const std::string& text : {capitals, hex + "00", hex + "*", " " + hex, hex.substr(2),
                                  hex.substr(1), std::string(), std::string(144, '0')}) {
    EXPECT_FALSE(key.verify_v4a("t", text)) << text;
  }
}

TEST(Key, DerivesItsV4aPairOnceForThreadsThatAskAtOnce) {
  const std::string hex = Key({"AKID", "secret"}).sign_v4a("t");
  const Key key({"AKID", "secret"});
  std::vector<int> agreed(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < agreed.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) agreed[t] += key.verify_v4a("t", hex) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(agreed, std::vector<int>(4, 20));
}

}  // namespace
}  // namespace pail::signer
