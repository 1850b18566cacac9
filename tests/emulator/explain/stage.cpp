#include "tests/emulator/explain/stage.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/emulator/explain/wrong_signer.hpp"
#include "tests/emulator/support/harness.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::testing {
namespace {

// A connection for one request, blocking, with a limit to every wait.
class Connection {
 public:
  explicit Connection(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval limit{20, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect to the stage");
    }
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { ::close(descriptor_); }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) throw std::runtime_error("the stage took no more");
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  std::string receive_all() {
    std::string all;
    char piece[4096];
    for (ssize_t got; (got = ::recv(descriptor_, piece, sizeof piece, 0)) != 0;) {
      if (got < 0) throw std::runtime_error("the stage said nothing");
      all.append(piece, static_cast<std::size_t>(got));
    }
    return all;
  }

 private:
  int descriptor_;
};

}  // namespace

std::string RawRequest::text() const {
  std::string out = method + ' ' + target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) out.append(name).append(": ").append(value) += "\r\n";
  if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return out + "Connection: close\r\n\r\n" + body;
}

std::vector<std::string> RawAnswer::elements(std::string_view name) const {
  std::vector<std::string> texts;
  const auto document = wire::XmlDocument::parse(body);
  if (!document) return texts;
  for (const wire::XmlNode& node : document.value().root().children(name)) {
    texts.emplace_back(node.text());
  }
  return texts;
}

std::string RawAnswer::element(std::string_view name) const {
  const auto all = elements(name);
  return all.empty() ? std::string() : all.front();
}

Stage::Stage(Options options)
    : clock_(std::make_shared<wire::ManualClock>(test_time())),
      real_clock_(std::make_shared<wire::ManualClock>(test_time())) {
  options.identities = {{std::string(stage_access_key), std::string(stage_secret)},
                        {std::string(stage_other_access_key), std::string(stage_other_secret)},
                        {std::string(stage_session_key), std::string(stage_session_secret),
                         std::string(stage_session_token)}};
  options.clock = clock_;
  options.machine_clock = real_clock_;
  options.on_finished = [this](const Finished& done) {
    const std::lock_guard lock(mutex_);
    if (!done.explanation.empty()) log_.emplace_back(done.explanation);
  };
  emulator_ = std::make_unique<Emulator>(std::move(options));
  auto server = net::Server::start({.threads = 1}, *emulator_);
  if (!server) throw std::runtime_error("the stage cannot listen");
  server_ = std::make_unique<net::Server>(std::move(server.value()));
  RawRequest make_bucket{"PUT", "/stage-bucket"};
  make_bucket.with("Date", date_text);
  const std::string signature = signature2("PUT\n\n\n" + date_text + "\n/stage-bucket");
  if (send(header2(*this, make_bucket, signature)).status != 200) {
    throw std::runtime_error("the stage did not make its bucket");
  }
}

std::string Stage::host() const {
  return "localhost:" + std::to_string(server_->endpoint().port);
}

RawAnswer Stage::send(const RawRequest& request) {
  Connection connection(server_->endpoint().port);
  connection.send(request.text());
  const std::string all = connection.receive_all();
  RawAnswer answer;
  const std::size_t end = all.find("\r\n\r\n");
  if (end == std::string::npos) throw std::runtime_error("no answer but: " + all);
  answer.head = all.substr(0, end);
  answer.body = all.substr(end + 4);
  answer.status = static_cast<unsigned>(std::stoul(answer.head.substr(answer.head.find(' ') + 1)));
  return answer;
}

std::vector<std::string> Stage::log() {
  const std::lock_guard lock(mutex_);
  return log_;
}

}  // namespace pail::emulator::testing
