// A server with S3 and control API on one port, and two clients of it: one that calls the API and
// holds every answer against openapi.json, and one that signs S3 requests. Time stands still unless
// a test moves it.
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/control/control.hpp"
#include "net/server.hpp"
#include "tests/net/raw_socket.hpp"
#include "wire/clock.hpp"

namespace pail::control::testing {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  unsigned status = 0;
  std::string body = {};
  pail::testing::RawResponse raw = {};

  boost::json::value json() const { return boost::json::parse(body); }
  // The text at a JSON pointer ("/error/code"), "" when there is none.
  std::string text(std::string_view pointer) const;
  std::string code() const { return text("/error/code"); }
  std::string message() const { return text("/error/message"); }
};

// Whose S3 requests: what POST worlds has answered.
struct Keys {
  std::string access_key;
  std::string secret_key;
};

class Api {
 public:
  explicit Api(Options options = {}, emulator::Options s3 = {});

  // `path` behind /_pail/v1/, with its query. A failure here is a failure of the test: an answer
  // that openapi.json does not describe.
  Answer call(std::string_view method, std::string_view path, std::string_view body = {},
              const HeaderList& headers = {});
  // 201 or the test fails.
  Answer new_world(std::string_view document = "{}");
  // A connection whose answer comes later: read it with finish().
  pail::testing::RawSocket begin(std::string_view method, std::string_view path,
                                 std::string_view body);
  Answer finish(pail::testing::RawSocket& socket, std::string_view method, std::string_view path);

  Answer s3(const Keys& keys, std::string_view method, std::string_view target,
            std::string_view body = {});
  Answer raw(std::string_view head_and_body, bool to_head = false);

  emulator::Emulator& emulator() { return *emulator_; }
  wire::ManualClock& clock() { return *clock_; }
  std::string host() const;

  static Keys default_keys();
  static Keys keys_of(const Answer& created);

 private:
  std::shared_ptr<wire::ManualClock> clock_;
  std::unique_ptr<emulator::Emulator> emulator_;
  std::unique_ptr<Control> control_;
  std::unique_ptr<Front> front_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace pail::control::testing
