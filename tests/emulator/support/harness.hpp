// The emulator without a socket, as a client sees it: build a request, have it signed, send it,
// look at the answer. Time stands still unless a test moves it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/emulator.hpp"
#include "wire/clock.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::testing {

enum class Signing { v4, v2, none };

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Sent {
  std::string method = "GET";
  std::string target = "/";
  HeaderList headers = {};  // beside Host and what signing adds
  std::string body = {};
  Signing signing = Signing::v4;
  std::string access_key = std::string(default_access_key);
  std::string secret_key = std::string(default_secret_key);
  std::string region = "us-east-1";
  std::string host = "localhost:9000";
  bool declares_length = true;     // Content-Length is sent
  std::string payload_hash = {};   // x-amz-content-sha256; "" = that of the body
  std::string signed_target = {};  // what is signed instead of target; "" = target
  std::int64_t skew_s = 0;         // the client's clock against the server's
  std::size_t piece_bytes = 7;     // how the body arrives
};

struct Answer {
  unsigned status = 0;
  wire::FieldBlock fields = {};
  std::string body = {};
  std::optional<std::uint64_t> head_length = {};
  bool body_was_asked_for = false;  // an Upload was returned
  bool closes = false;              // the connection with it
  // How net is to carry the answer, and the body on its way in; nullopt: as it comes.
  std::optional<net::Carriage> carriage = {};
  std::optional<net::Carriage> way_in = {};

  // "" when absent.
  std::string header(std::string_view name) const;
  bool has(std::string_view name) const { return fields.find(name).has_value(); }
  // Of an <Error> document; "" when there is none.
  std::string code() const { return element("Code"); }
  std::string message() const { return element("Message"); }
  // Text of the first element of that name directly below the root; "" when absent.
  std::string element(std::string_view name) const;
  // Names of the elements directly below the root, joined by spaces.
  std::string elements() const;
  // Texts of all elements `inner` below the elements `outer` below the root.
  std::vector<std::string> texts(std::string_view outer, std::string_view inner) const;
};

inline constexpr std::string_view other_access_key = "AKIAOTHERACCOUNT0000";
inline constexpr std::string_view other_secret_key = "other/secret+of+another+account/00000000";

// 2026-03-01T12:00:00Z.
wire::Time test_time();

class Harness {
 public:
  // The default identity and that of another account; `options.clock` is replaced.
  explicit Harness(Options options = {});

  Answer send(const Sent& request);
  // With signatures of what was asked for; a failure of these fails the test.
  void make_bucket(std::string_view name);
  void put(std::string_view bucket_and_key, std::string_view body, HeaderList headers = {});
  std::string get(std::string_view bucket_and_key);

  Emulator& emulator() { return *emulator_; }
  wire::ManualClock& clock() { return *clock_; }

 private:
  std::shared_ptr<wire::ManualClock> clock_;
  std::unique_ptr<Emulator> emulator_;
};

}  // namespace pail::emulator::testing
