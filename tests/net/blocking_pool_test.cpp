// Which calls leave the loop's thread, and what that costs a server without any.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <thread>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"

namespace pail::testing {
namespace {

using net::Begin;
using net::Request;

std::ptrdiff_t threads_of_this_process() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

// Blocks for /slow alone, and answers with the thread that it ran on.
class PickyService final : public FakeService {
 public:
  PickyService() {
    on_begin = [](const Request&) {
      std::ostringstream thread;
      thread << std::this_thread::get_id();
      return Begin(text_reply(thread.str()));
    };
  }
  bool may_block(const Request& request) const noexcept override {
    return request.target == "/slow";
  }
};

std::string thread_of(RawSocket& client, const std::string& target) {
  client.send("GET " + target + " HTTP/1.1\r\nHost: s3\r\n\r\n");
  return client.response().body;
}

TEST(BlockingPool, StartsNoThreadUntilACallMayBlock) {
  PickyService service;
  const net::Server server = start(service);
  const auto before = threads_of_this_process();
  RawSocket client = RawSocket::connect(server.endpoint().port);
  thread_of(client, "/quick");
  EXPECT_EQ(threads_of_this_process(), before);
  thread_of(client, "/slow");
  EXPECT_GT(threads_of_this_process(), before);
}

TEST(BlockingPool, TakesOnlyTheExchangesThatMayBlock) {
  PickyService service;
  const net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  const std::string loop = thread_of(client, "/quick");
  EXPECT_NE(thread_of(client, "/slow"), loop);
  EXPECT_EQ(thread_of(client, "/quick"), loop) << "on the same connection";
}

}  // namespace
}  // namespace pail::testing
