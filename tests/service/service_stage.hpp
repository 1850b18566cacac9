// The signing service with a policy, before the real emulator behind a real server: what it hands
// out is used as its caller would, over HTTP.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/ops/multipart.hpp"
#include "emulator/world/faults.hpp"
#include "net/http_client.hpp"
#include "net/run.hpp"
#include "tests/client/stage.hpp"
#include "tests/service/ask.hpp"
#include "tests/service/policy_support.hpp"

namespace pail::signer::service::testing {

inline constexpr std::size_t mib = 1024 * 1024;

inline std::string stage_policy() {
  return "{" + callers_json() + R"(, "rules": [
    {"name": "photos in", "callers": ["*"], "may": ["PUT", "POST", "multipart", "upload"],
     "buckets": ["photos"], "key": "users/{caller}/{uuid}-{filename}",
     "content_types": ["image/*"], "bytes": [1, 33554432], "seconds": 900,
     "callback": "http://app.example/uploaded"},
    {"name": "photos out", "callers": ["*"], "may": ["GET"], "buckets": ["photos"],
     "key": "users/{caller}/{path}", "seconds": 600},
    {"name": "folder", "callers": ["ann"], "may": ["credentials", "PUT", "GET"],
     "buckets": ["folders"], "key": "home/{caller}/{path}", "seconds": 3600}]})";
}

// A courier that keeps what it was given; answers what it is told to, then 204.
struct Postbox {
  std::vector<std::string> urls;
  std::vector<std::string> letters;
  std::vector<unsigned> answers;  // taken from the front

  net::CourierMaker maker() {
    return [this](const std::string& url) -> std::unique_ptr<net::Courier> {
      urls.push_back(url);
      return std::make_unique<Carrier>(*this);
    };
  }

 private:
  class Carrier final : public net::Courier {
   public:
    explicit Carrier(Postbox& box) : box_(box) {}
    Result<unsigned> post(std::string_view json) override {
      box_.letters.emplace_back(json);
      if (box_.answers.empty()) return 204U;
      const unsigned answer = box_.answers.front();
      box_.answers.erase(box_.answers.begin());
      if (answer == 0) return wire::Error(wire::Errc::NetworkFailure);
      return answer;
    }
    void hurry(std::chrono::milliseconds) override {}

   private:
    Postbox& box_;
  };
};

class ServiceStage : public ::testing::Test {
 protected:
  ServiceStage() {
    client::must(s3.create_bucket("photos"));
    client::must(s3.create_bucket("folders"));
  }

  Options options() {
    Options options;
    options.credentials = client::stage_keys();
    options.place = {"photos", "us-east-1", "http://" + net::host_field(stage.listening.origin())};
    options.clock = stage.clock;
    options.policy = policy_of(stage_policy());
    options.random = std::make_shared<wire::SeededRandom>(7);
    options.couriers = postbox.maker();
    options.pause = [this](std::chrono::milliseconds time) { pauses.push_back(time); };
    options.audit = [this](const std::string& line) { audit.push_back(line); };
    options.s3.retry.backoff_base = std::chrono::milliseconds(1);
    return options;
  }

  // POST by `caller`, whose token is "CALLER-token"; "" shows none.
  Answer post(std::string_view path, std::string_view body, std::string_view caller = "ann",
              std::string_view content_type = "application/json") {
    const std::string authorization = "Bearer " + std::string(caller) + "-token";
    net::Request request;
    request.method = "POST";
    request.target = path;
    request.peer = "192.0.2.7";
    request.content_length = body.size();
    request.headers.add("Content-Type", content_type);
    if (!caller.empty()) request.headers.add("Authorization", authorization);
    Answer answer = ask(service, request, body, 64 * 1024);
    said += answer.head + answer.body;
    return answer;
  }
  boost::json::object granted(std::string_view path, std::string_view body,
                              std::string_view caller = "ann") {
    const Answer answer = post(path, body, caller);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    return answer.json();
  }
  // "403 AccessDenied: why"
  std::string refused(std::string_view path, std::string_view body,
                      std::string_view caller = "ann") {
    const Answer answer = post(path, body, caller);
    const auto error = answer.json().at("error").as_object();
    return std::to_string(answer.status) + " " + std::string(error.at("code").as_string()) + ": " +
           std::string(error.at("message").as_string());
  }

  // What S3 says to whoever uses what was handed out.
  net::HttpResponse send(std::string method, std::string_view url,
                         const std::vector<wire::NamedText>& headers, std::string body) {
    const net::Url to = client::must(net::parse_url(url));
    net::HttpRequest request;
    request.method = std::move(method);
    request.target = to.target;
    for (const auto& [name, value] : headers) request.fields.add(name, value);
    request.body = std::move(body);
    return client::must(net::run_blocking(loop, http.fetch(to.origin, request)));
  }
  unsigned put(std::string_view url, std::string_view type, std::string body) {
    return send("PUT", url, {{"Content-Type", std::string(type)}}, std::move(body)).status();
  }
  std::string stored(const std::string& key, const std::string& bucket = "photos") {
    return client::get_text(s3, bucket, key);
  }
  std::size_t open_uploads() {
    return client::must(s3.call(client::ops::list_multipart_uploads("photos"))).uploads.size();
  }
  std::size_t objects(const std::string& bucket = "photos") {
    return client::must(s3.list_objects(bucket)).objects.size();
  }
  void fault(std::string_view json) {
    client::must(stage.emulator.worlds().default_world().faults().add(
        client::must(world::parse_fault(json))));
  }

  client::Stage stage;
  client::BlockingClient s3{stage.config(), stage.clock};
  boost::asio::io_context loop{1};
  net::HttpClient http{loop.get_executor()};
  Postbox postbox;
  std::vector<std::chrono::milliseconds> pauses;
  std::vector<std::string> audit;
  std::string said;
  SigningService service{options()};
};

inline std::string text_of(const boost::json::object& object, std::string_view member) {
  return std::string(object.at(member).as_string());
}

// No two stretches of it are alike.
inline std::string many_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint64_t state = size;
  for (char& c : bytes) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    c = static_cast<char>(state >> 56);
  }
  return bytes;
}

}  // namespace pail::signer::service::testing
