// The real emulator behind a real server on a free port, with a clock that stands still: what the
// client's tests talk to.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "client/blocking.hpp"
#include "emulator/emulator.hpp"
#include "net/server.hpp"
#include "wire/clock.hpp"
#include "wire/date.hpp"

namespace pail::client {

inline wire::Time moment() {
  return *wire::parse_iso_basic("20130206T005745Z");
}

// Any Service on a free port of this machine.
class Listening {
 public:
  explicit Listening(net::Service& service) : server_(start(service)) {}
  net::Origin origin(std::string host = "127.0.0.1") const {
    return {std::move(host), server_.endpoint().port, false};
  }
  void stop() { server_.stop(); }

 private:
  static net::Server start(net::Service& service) {
    net::ServerOptions options;
    options.threads = 1;
    auto server = net::Server::start(options, service);
    if (!server) throw std::runtime_error(wire::describe(server.error()));
    return std::move(server.assume_value());
  }
  net::Server server_;
};

inline signer::Credentials stage_keys() {
  return {std::string(emulator::default_access_key), std::string(emulator::default_secret_key)};
}

// Retries as they are, without the time between them, and the same in each run.
inline RetryOptions without_waiting() {
  RetryOptions options;
  options.waiting = [](std::chrono::milliseconds) -> boost::asio::awaitable<void> { co_return; };
  options.random = std::make_shared<wire::SeededRandom>(1);
  return options;
}

struct Stage {
  explicit Stage(emulator::Options options = {})
      : emulator(with_clock(std::move(options), clock)) {}

  Config config(Signature signature = Signature::v4,
                Addressing addressing = Addressing::path) const {
    Config config;
    config.endpoint =
        listening.origin(addressing == Addressing::virtual_host ? "localhost" : "127.0.0.1");
    config.credentials = stage_keys();
    config.signature = signature;
    config.addressing = addressing;
    config.retry = without_waiting();
    return config;
  }

  static emulator::Options with_clock(emulator::Options options,
                                      std::shared_ptr<const wire::Clock> clock) {
    options.clock = std::move(clock);
    return options;
  }

  std::shared_ptr<wire::ManualClock> clock = std::make_shared<wire::ManualClock>(moment());
  emulator::Emulator emulator;
  Listening listening{emulator};
};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(wire::describe(result.error()));
  return std::move(result.assume_value());
}
inline void must(const Result<void>& result) {
  if (!result) throw std::runtime_error(wire::describe(result.error()));
}

// The code of a failure; "none" for a success.
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "none" : std::string(result.error().code_text());
}

inline PutResult put_text(BlockingClient& s3, const std::string& bucket, const std::string& key,
                          std::string text, PutOptions options = {}) {
  const auto body = text_body(std::move(text));
  return must(s3.put_object(bucket, key, *body, std::move(options)));
}

inline std::string get_text(BlockingClient& s3, const std::string& bucket, const std::string& key,
                            GetOptions options = {}) {
  TextSink sink;
  must(s3.get_object(bucket, key, sink, std::move(options)));
  return sink.take();
}

}  // namespace pail::client
