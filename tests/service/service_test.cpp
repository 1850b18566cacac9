#include "signer/service/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "tests/service/ask.hpp"

namespace pail::signer::service {
namespace {

using testing::Answer;
using ::testing::AnyOf;
using testing::ask;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::seed_options;

constexpr std::string_view seed_request = R"({"content_type":"text/plain","filename":"foo.txt"})";

TEST(SigningServiceTest, the_seeds_request_gets_the_seeds_answer) {
  SigningService service(seed_options("my_s3_secret"));
  const Answer answer = ask(service, "POST", "/sign", seed_request);
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.text("date"), "Wed, 06 Feb 2013 00:57:45 +0000");
  EXPECT_EQ(answer.text("hmacDigest"), "EUSj3g70aEsEqSyPT/GojZmY8eI=");
  EXPECT_EQ(answer.field("Content-Type"), "application/json");
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  EXPECT_EQ(answer.field("Date"), "Wed, 06 Feb 2013 00:57:45 GMT");
}

TEST(SigningServiceTest, the_other_published_copy_of_the_secret_gets_its_digest) {
  SigningService service(seed_options("my-s3-secret"));
  EXPECT_EQ(ask(service, "POST", "/sign", seed_request).text("hmacDigest"),
            "Mclv6aPx0dRt0djD/BZzLSVUXC4=");
}

TEST(SigningServiceTest, the_services_clock_is_read_for_every_answer) {
  Options options = seed_options();
  auto clock = std::make_shared<wire::ManualClock>(testing::seed_moment());
  options.clock = clock;
  SigningService service(std::move(options));
  clock->advance(std::chrono::hours(1));
  EXPECT_EQ(ask(service, "POST", "/sign", seed_request).text("date"),
            "Wed, 06 Feb 2013 01:57:45 +0000");
}

TEST(SigningServiceTest, a_body_may_arrive_byte_by_byte) {
  SigningService service(seed_options());
  net::Request request;
  request.method = "POST";
  request.target = "/sign";
  request.chunked = true;
  EXPECT_EQ(ask(service, request, seed_request, 1).text("hmacDigest"),
            "EUSj3g70aEsEqSyPT/GojZmY8eI=");
}

TEST(SigningServiceTest, presign_answers_a_url) {
  SigningService service(seed_options());
  const Answer answer =
      ask(service, "POST", "/presign?x=y", R"({"method":"GET","key":"a b","expires":60})");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_THAT(answer.text("url"),
              HasSubstr("http://my-bucket-name.s3.localhost:9000/a%20b?X-Amz-Algorithm="));
}

TEST(SigningServiceTest, health_is_for_whoever_starts_it) {
  SigningService service(seed_options());
  EXPECT_EQ(ask(service, "GET", "/health").text("status"), "ok");
}

TEST(SigningServiceTest, head_answers_have_the_length_and_no_body) {
  SigningService service(seed_options());
  const std::string body = ask(service, "GET", "/health").body;
  const Answer head = ask(service, "HEAD", "/health");
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.head_length, body.size());
}

struct Fault {
  std::string_view method;
  std::string_view target;
  std::string_view body;
  unsigned status;
  std::string_view code;
  std::string_view allow;
};

const Fault faults[] = {
    {"GET", "/", "", 404, "NoSuchResource", ""},
    {"POST", "/Sign", seed_request, 404, "NoSuchResource", ""},
    {"POST", "/sign/", seed_request, 404, "NoSuchResource", ""},
    {"OPTIONS", "*", "", 404, "NoSuchResource", ""},
    {"GET", "", "", 404, "NoSuchResource", ""},
    {"GET", "/sign", "", 405, "MethodNotAllowed", "POST, OPTIONS"},
    {"PUT", "/presign", seed_request, 405, "MethodNotAllowed", "POST, OPTIONS"},
    {"post", "/sign", seed_request, 405, "MethodNotAllowed", "POST, OPTIONS"},
    {"POST", "/health", "{}", 405, "MethodNotAllowed", "GET, HEAD, OPTIONS"},
    {"DELETE", "/health", "", 405, "MethodNotAllowed", "GET, HEAD, OPTIONS"},
    {"POST", "/sign", "", 400, "InvalidRequest", ""},
    {"POST", "/sign", "content_type=text/plain&filename=foo.txt", 400, "InvalidRequest", ""},
    {"POST", "/sign", "{}", 400, "InvalidArgument", ""},
    {"POST", "/presign", seed_request, 400, "InvalidArgument", ""},
    {"GET", "/post-policy", "", 405, "MethodNotAllowed", "POST, OPTIONS"},
    {"POST", "/post-policy", seed_request, 400, "InvalidArgument", ""},
    {"POST", "/presign", R"({"method":"GET","key":"k","expires":2147483647,"signature":"v2"})", 400,
     "InvalidArgument", ""},
};

TEST(SigningServiceTest, faults_are_told_in_json_with_a_code_and_a_message) {
  SigningService service(seed_options());
  for (const Fault& fault : faults) {
    SCOPED_TRACE(std::string(fault.method) + " " + std::string(fault.target) + " " +
                 std::string(fault.body));
    const Answer answer = ask(service, fault.method, fault.target, fault.body);
    EXPECT_EQ(answer.status, fault.status);
    const auto error = answer.json().at("error").as_object();
    EXPECT_EQ(error.at("code").as_string(), std::string(fault.code));
    EXPECT_FALSE(error.at("message").as_string().empty());
    EXPECT_EQ(answer.field("Allow"), fault.allow);
    EXPECT_EQ(answer.field("Content-Type"), "application/json");
  }
}

TEST(SigningServiceTest, a_body_over_64_KiB_is_refused_before_it_is_sent) {
  SigningService service(seed_options());
  net::Request request;
  request.method = "POST";
  request.target = "/sign";
  request.content_length = body_bytes_max + 1;
  net::Begin begun = service.begin(request);
  ASSERT_TRUE(std::holds_alternative<net::Reply>(begun));
  const Answer answer = testing::open(std::move(std::get<net::Reply>(begun)));
  EXPECT_EQ(answer.status, 400U);
  EXPECT_THAT(answer.body, HasSubstr("MaxMessageLengthExceeded"));
}

TEST(SigningServiceTest, a_body_of_unknown_length_is_cut_off_at_64_KiB) {
  SigningService service(seed_options());
  net::Request request;
  request.method = "POST";
  request.target = "/sign";
  request.chunked = true;
  const std::string padding(body_bytes_max - seed_request.size(), ' ');
  EXPECT_EQ(ask(service, request, padding + std::string(seed_request)).status, 200U);
  const Answer refused = ask(service, request, padding + " " + std::string(seed_request));
  EXPECT_EQ(refused.status, 400U);
  EXPECT_THAT(refused.body, HasSubstr("MaxMessageLengthExceeded"));
}

TEST(SigningServiceTest, nets_own_errors_are_json_too_even_without_a_request) {
  SigningService service(seed_options());
  const Answer answer =
      testing::open(service.fail(wire::Error(wire::Errc::BadRequest), nullptr, nullptr));
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.json().at("error").at("code").as_string(), "BadRequest");
}

TEST(SigningServiceTest, without_an_allowed_origin_no_page_of_another_may_read_an_answer) {
  SigningService service(seed_options());
  for (const std::string_view method : {"OPTIONS", "POST"}) {
    EXPECT_THAT(ask(service, method, "/sign", seed_request).head, Not(HasSubstr("Access-Control")));
  }
}

TEST(SigningServiceTest, an_allowed_origin_is_told_on_answers_errors_and_preflights) {
  Options options = seed_options();
  options.allow_origins = {"https://photos.example"};
  SigningService service(std::move(options));
  const std::string_view name = "Access-Control-Allow-Origin";
  EXPECT_EQ(ask(service, "POST", "/sign", seed_request).field(name), "https://photos.example");
  EXPECT_EQ(ask(service, "POST", "/sign", "{}").field(name), "https://photos.example");
  const Answer preflight = ask(service, "OPTIONS", "/presign");
  EXPECT_EQ(preflight.status, 204U);
  EXPECT_EQ(preflight.body, "");
  EXPECT_EQ(preflight.field(name), "https://photos.example");
  EXPECT_THAT(preflight.field("Access-Control-Allow-Methods"), HasSubstr("POST"));
  EXPECT_EQ(preflight.field("Access-Control-Allow-Headers"), "Authorization, Content-Type");
}

// A service whose every word is kept: answers, heads and log lines.
class Overheard {
 public:
  explicit Overheard(std::string_view secret) : service_(listened(secret)) {}

  void ask_all(std::string_view method, std::string_view target, std::string_view body) {
    const Answer answer = ask(service_, method, target, body);
    said_ += answer.head + answer.body + "\n";
    statuses_.push_back(answer.status);
  }
  const std::string& said() const { return said_; }
  const std::vector<std::string>& logged() const { return logged_; }
  const std::vector<unsigned>& statuses() const { return statuses_; }

 private:
  Options listened(std::string_view secret) {
    Options options = seed_options(secret);
    options.on_finished = [this](const Finished& done) {
      logged_.push_back(std::string(done.peer) + " " + std::string(done.method) + " " +
                        std::string(done.path) + " " + std::to_string(done.status) + " " +
                        std::string(done.error_code));
      said_ += logged_.back() + "\n";
    };
    return options;
  }

  std::string said_;
  std::vector<std::string> logged_;
  std::vector<unsigned> statuses_;
  SigningService service_;
};

TEST(SigningServiceTest, the_secret_is_in_no_answer_no_error_and_no_log_line) {
  const std::string secret = "s3cr3t+/that=must&not\"leak";
  Overheard overheard(secret);
  overheard.ask_all("POST", "/sign", seed_request);
  for (const std::string_view version : {"v2", "v4"}) {
    overheard.ask_all("POST", "/post-policy",
                      R"({"key":"k","expires":9,"signature":")" + std::string(version) + "\"}");
    for (const std::string_view method : {"GET", "PUT"}) {
      overheard.ask_all("POST", "/presign",
                        R"({"method":")" + std::string(method) +
                            R"(","key":"k","expires":9,"signature":")" + std::string(version) +
                            "\"}");
    }
  }
  overheard.ask_all("GET", "/health", "");
  overheard.ask_all("OPTIONS", "/sign", "");
  for (const Fault& fault : faults) overheard.ask_all(fault.method, fault.target, fault.body);
  EXPECT_THAT(overheard.said(), HasSubstr("hmacDigest"));
  for (const std::string_view spelling :
       {std::string_view(secret), std::string_view("s3cr3t"), std::string_view("leak"),
        std::string_view("czNjcjN0"), std::string_view("733363723374")}) {
    EXPECT_THAT(overheard.said(), Not(HasSubstr(std::string(spelling))));
  }
}

TEST(SigningServiceTest, every_exchange_is_one_log_line_without_query_or_signature) {
  Overheard overheard(testing::seed_secret);
  overheard.ask_all("POST", "/sign?token=abc", seed_request);
  overheard.ask_all("POST", "/sign", "{");
  overheard.ask_all("GET", "/nothing", "");
  EXPECT_THAT(
      overheard.logged(),
      ::testing::ElementsAre("192.0.2.7 POST /sign 200 ", "192.0.2.7 POST /sign 400 InvalidRequest",
                             "192.0.2.7 GET /nothing 404 NoSuchResource"));
}

// Deterministic: a failure can be played again.
std::string random_body(std::mt19937& random) {
  static constexpr std::string_view pieces[] = {"{",
                                                "}",
                                                "[",
                                                "]",
                                                ":",
                                                ",",
                                                "\"",
                                                "\\",
                                                "\\u00",
                                                "\\ud83d",
                                                "null",
                                                "\"content_type\"",
                                                "\"filename\"",
                                                "\"method\"",
                                                "\"key\"",
                                                "\"expires\"",
                                                "\"signature\"",
                                                "\"v2\"",
                                                "\"GET\"",
                                                "1e999",
                                                "-0",
                                                "9223372036854775808",
                                                "\xFF",
                                                "\xC3\xA9",
                                                std::string_view("\0", 1)};
  std::string body;
  for (std::size_t i = random() % 24; i > 0; --i) body += pieces[random() % std::size(pieces)];
  return body;
}

// A valid request with one byte changed, taken out or doubled.
std::string damaged(std::string body, std::mt19937& random) {
  const std::size_t at = random() % body.size();
  switch (random() % 3) {
    case 0:
      body[at] = static_cast<char>(random());
      return body;
    case 1:
      return body.erase(at, 1);
    default:
      return body.insert(at, 1, body[at]);
  }
}

TEST(SigningServiceTest, any_body_gets_an_answer_and_never_the_secret) {
  std::mt19937 random(20130206);
  Overheard overheard("unguessable-secret");
  for (int i = 0; i < 4000; ++i) {
    overheard.ask_all("POST", "/sign", random_body(random));
    overheard.ask_all("POST", "/presign", random_body(random));
    overheard.ask_all("POST", "/sign", damaged(std::string(seed_request), random));
    overheard.ask_all("POST", "/presign",
                      damaged(R"({"method":"PUT","key":"k","expires":60})", random));
  }
  EXPECT_THAT(overheard.statuses(), ::testing::Each(AnyOf(200U, 400U)));
  EXPECT_THAT(overheard.statuses(), ::testing::Contains(200U));
  EXPECT_EQ(overheard.said().find("unguessable"), std::string::npos);
}

TEST(SigningServiceTest, callers_may_ask_at_once) {
  SigningService service(seed_options());
  std::vector<std::thread> callers;
  std::vector<std::string> digests(4);
  for (std::string& digest : digests) {
    callers.emplace_back([&service, &digest] {
      for (int i = 0; i < 200; ++i) {
        digest = ask(service, "POST", "/sign", seed_request).text("hmacDigest");
        ask(service, "POST", "/presign", R"({"method":"GET","key":"k","expires":60})");
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(digests, ::testing::Each("EUSj3g70aEsEqSyPT/GojZmY8eI="));
}

}  // namespace
}  // namespace pail::signer::service
