// The phone of the seed story: it holds no secret, its clock is wrong, and its photo arrives.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "signer/v2.hpp"
#include "tests/client/stage.hpp"

namespace pail::client {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

// The smallest signing service: it knows the secret and the time.
class SigningService final : public net::Service {
 public:
  SigningService(std::string s3_host, wire::Time now) : s3_host_(std::move(s3_host)), now_(now) {}

  net::Begin begin(const net::Request& request) override {
    asked_ = std::string(request.method) + " " + std::string(request.target);
    shown_ = request.headers.get("Authorization");
    return std::make_unique<Question>(*this);
  }
  net::Reply fail(const wire::Error& error, const net::Request*, net::Upload*) override {
    net::Reply reply;
    reply.status = error.status();
    reply.body = R"({"error":{"code":"x","message":"no such bucket here"}})";
    return reply;
  }
  const std::string& asked() const { return asked_; }
  const std::string& shown() const { return shown_; }

 private:
  class Question final : public net::Upload {
   public:
    explicit Question(SigningService& service) : service_(service) {}
    Result<void> write(net::Bytes piece) override {
      text_ += wire::as_text(piece);
      return wire::ok();
    }
    Result<net::Reply> finish() override { return service_.answer(json::parse(text_).as_object()); }

   private:
    SigningService& service_;
    std::string text_;
  };

  Result<net::Reply> answer(const json::object& question) const {
    const std::string key(question.at("filename").as_string());
    if (key == "refused") return wire::Error(wire::Errc::AccessDenied);
    const std::string type(question.at("content_type").as_string());
    const std::string date = wire::format_v2_date(now_);
    const wire::Headers headers{{"Content-Type", type}, {"Date", date}};
    const std::string path = object_path(key);
    const wire::Query query;
    const std::string digest = signer::Key(stage_keys())
                                   .sign_v2(signer::v2::string_to_sign(
                                       {"PUT", path, query, headers, "my-bucket-name"}, date));
    net::Reply reply;
    reply.body =
        json::serialize(json::object{{"date", date},
                                     {"hmacDigest", digest},
                                     {"access_key", std::string(emulator::default_access_key)},
                                     {"bucket", "my-bucket-name"},
                                     {"key", key},
                                     {"url", "http://my-bucket-name." + s3_host_ + path}});
    return reply;
  }

  std::string s3_host_;
  wire::Time now_;
  std::string asked_;
  std::string shown_;
};

class Phone : public ::testing::Test {
 protected:
  Phone() { must(owner.create_bucket("my-bucket-name")); }

  Config phone_config() const {
    Config config;
    config.signing_service = net::Url{service_at.origin(), "/"};
    return config;
  }
  // Three hours off, and it does not matter.
  BlockingClient phone(Config config) const {
    return BlockingClient(std::move(config), std::make_shared<wire::ManualClock>(moment() + 3h));
  }

  Stage stage;
  BlockingClient owner{stage.config(), stage.clock};
  SigningService service{"s3.localhost:" + std::to_string(stage.listening.origin().port), moment()};
  Listening service_at{service};
};

TEST_F(Phone, ThePhotoGoesStraightToS3) {
  const auto body = text_body("a photo");
  PutOptions options;
  options.content_type = "image/jpeg";
  auto s3 = phone(phone_config());
  const auto put = s3.put_object("my-bucket-name", "my photos/caf\xC3\xA9.jpg", *body, options);
  ASSERT_TRUE(put) << wire::describe(put.error());
  EXPECT_EQ(service.asked(), "POST /sign");
  TextSink sink;
  const ObjectInfo info =
      must(owner.get_object("my-bucket-name", "my photos/caf\xC3\xA9.jpg", sink));
  EXPECT_EQ(sink.text(), "a photo");
  EXPECT_EQ(info.content_type, "image/jpeg");
}

TEST_F(Phone, ALargePhotoDoesSoToo) {
  const auto body = text_body(std::string(3 * body_in_memory_max, 'p'));
  auto s3 = phone(phone_config());
  must(s3.put_object("my-bucket-name", "large", *body));
  EXPECT_EQ(must(owner.head_object("my-bucket-name", "large")).size, 3 * body_in_memory_max);
}

TEST_F(Phone, AnEndpointThatIsNamedIsWhereItGoes) {
  Config config = phone_config();
  config.endpoint = stage.listening.origin("localhost");
  const auto body = text_body("x");
  auto s3 = phone(config);
  must(s3.put_object("my-bucket-name", "k", *body));
  EXPECT_EQ(get_text(owner, "my-bucket-name", "k"), "x");
}

TEST_F(Phone, ASignatureThatIsTooOldIsRefusedByS3) {
  stage.clock->advance(15min + 1s);
  const auto body = text_body("x");
  auto s3 = phone(phone_config());
  EXPECT_EQ(code_of(s3.put_object("my-bucket-name", "k", *body)), "RequestTimeTooSkewed");
}

TEST_F(Phone, AServiceThatRefusesIsQuoted) {
  const auto body = text_body("x");
  auto s3 = phone(phone_config());
  const auto put = s3.put_object("my-bucket-name", "refused", *body);
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().message(), "The signing service refused: no such bucket here");
}

TEST_F(Phone, AServiceThatIsNotThereIsNamed) {
  service_at.stop();
  const auto body = text_body("x");
  auto s3 = phone(phone_config());
  const auto put = s3.put_object("my-bucket-name", "k", *body);
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code(), wire::Errc::NetworkFailure);
  EXPECT_NE(wire::describe(put.error()).find(net::to_string(service_at.origin())),
            std::string::npos);
}

TEST_F(Phone, OnlyUploadsCanBeSignedElsewhere) {
  auto s3 = phone(phone_config());
  TextSink sink;
  EXPECT_EQ(code_of(s3.get_object("my-bucket-name", "k", sink)), "InvalidArgument");
  EXPECT_EQ(code_of(s3.create_bucket("other")), "InvalidArgument");
  EXPECT_EQ(service.asked(), "") << "nothing was asked for";
}

TEST_F(Phone, ShowsItsTokenToTheServiceAlone) {
  Config config = phone_config();
  BlockingClient without = phone(config);
  put_text(without, "my-bucket-name", "a.txt", "x");
  EXPECT_EQ(service.shown(), "");
  config.signing_service_token = "a-token";
  BlockingClient with = phone(config);
  put_text(with, "my-bucket-name", "a.txt", "x");
  EXPECT_EQ(service.shown(), "Bearer a-token");
}

}  // namespace
}  // namespace pail::client
