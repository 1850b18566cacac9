// A network that breaks: passes bytes on to a server, and cuts the first connections off after so
// many bytes of what the server says.
//
// It has a thread of its own, until it goes.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <thread>

#include "net/origin.hpp"

namespace pail::client {

class Relay {
 public:
  // Cuts `cuts` connections, each when `bytes` of answers have passed.
  Relay(net::Origin server, int cuts, std::size_t bytes)
      : server_(std::move(server)), cuts_(cuts), bytes_(bytes), thread_([this] {
          boost::asio::co_spawn(loop_, accept(), boost::asio::detached);
          loop_.run();
        }) {}
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;
  ~Relay() {
    loop_.stop();
    thread_.join();
  }

  net::Origin origin() const { return {"127.0.0.1", acceptor_.local_endpoint().port(), false}; }
  int cuts_left() const { return cuts_; }

 private:
  using Tcp = boost::asio::ip::tcp;
  using Pair = std::shared_ptr<std::pair<Tcp::socket, Tcp::socket>>;  // client, server
  using Failure = boost::system::error_code;

  boost::asio::awaitable<void> accept() {
    for (;;) {
      Pair pair = std::make_shared<std::pair<Tcp::socket, Tcp::socket>>(Tcp::socket(loop_),
                                                                        Tcp::socket(loop_));
      co_await acceptor_.async_accept(pair->first, boost::asio::use_awaitable);
      boost::asio::co_spawn(loop_, carry(std::move(pair)), boost::asio::detached);
    }
  }

  boost::asio::awaitable<void> carry(Pair pair) {
    Tcp::resolver resolver(loop_);
    const auto places = co_await resolver.async_resolve(server_.host, std::to_string(server_.port),
                                                        boost::asio::use_awaitable);
    co_await boost::asio::async_connect(pair->second, places, boost::asio::use_awaitable);
    const bool cut = cuts_ > 0;
    boost::asio::co_spawn(loop_, pump(pair, false, false), boost::asio::detached);
    boost::asio::co_spawn(loop_, pump(pair, true, cut), boost::asio::detached);
  }

  boost::asio::awaitable<void> pump(Pair pair, bool back, bool cut) {
    Tcp::socket& from = back ? pair->second : pair->first;
    Tcp::socket& to = back ? pair->first : pair->second;
    std::array<char, 16'384> piece;
    Failure failure;
    std::size_t passed = 0;
    while (!failure) {
      const std::size_t room = cut ? std::min(piece.size(), bytes_ - passed) : piece.size();
      const std::size_t read = co_await from.async_read_some(
          boost::asio::buffer(piece.data(), room),
          boost::asio::redirect_error(boost::asio::use_awaitable, failure));
      if (failure) break;
      co_await boost::asio::async_write(
          to, boost::asio::buffer(piece.data(), read),
          boost::asio::redirect_error(boost::asio::use_awaitable, failure));
      passed += read;
      if (cut && passed == bytes_) {
        --cuts_;
        break;
      }
    }
    pair->first.close(failure);
    pair->second.close(failure);
  }

  boost::asio::io_context loop_{1};
  Tcp::acceptor acceptor_{loop_, {boost::asio::ip::address_v4::loopback(), 0}};
  net::Origin server_;
  std::atomic<int> cuts_;
  std::size_t bytes_;
  std::thread thread_;
};

}  // namespace pail::client
