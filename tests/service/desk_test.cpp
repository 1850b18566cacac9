#include "signer/service/desk.hpp"

#include <gtest/gtest.h>

#include "signer/post_policy.hpp"
#include "signer/verify.hpp"
#include "signer/verify_post.hpp"
#include "tests/service/ask.hpp"
#include "wire/target.hpp"

namespace pail::signer::service {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view access_key = "AKIDEXAMPLE";

class OneKey final : public KeyRing {
 public:
  explicit OneKey(Credentials credentials)
      : key_(std::make_shared<const Key>(std::move(credentials))) {}
  std::shared_ptr<const Key> find(std::string_view name) const override {
    return name == key_->access_key() ? key_ : nullptr;
  }

 private:
  std::shared_ptr<const Key> key_;
};

Credentials credentials(std::string token = {}) {
  return {std::string(access_key), std::string(testing::seed_secret), std::move(token)};
}

Desk make_desk(std::string endpoint = "http://s3.localhost:9000", std::string token = {}) {
  return {credentials(std::move(token)),
          {"my-bucket-name", "eu-west-1", std::move(endpoint)},
          std::make_shared<wire::ManualClock>(testing::seed_moment())};
}

std::string text(const boost::json::object& answer, std::string_view member) {
  return std::string(answer.at(member).as_string());
}

// What S3 would say to whoever uses the answer: the request is put together from the URL alone, as
// a phone does it.
struct Use {
  std::string method;
  std::string url;
  std::string content_type;
  std::string date;
  std::string authorization;
  std::string token;
  wire::Time at = testing::seed_moment();

  Result<Verdict> judge(const OneKey& keys) const {
    const std::string_view rest = std::string_view(url).substr(url.find("://") + 3);
    const std::string_view host = rest.substr(0, rest.find('/'));
    const wire::Target target = wire::split_target(rest.substr(host.size())).value();
    const std::vector<std::string> own_names{"s3.localhost", "s3.amazonaws.com"};
    const wire::Address address = wire::find_address(host, target.path, own_names).value();
    const wire::Query query = wire::Query::parse(target.query).value();
    wire::Headers headers{{"Host", host}};
    if (!content_type.empty()) headers.add("Content-Type", content_type);
    if (!date.empty()) headers.add("Date", date);
    if (!token.empty()) headers.add("x-amz-security-token", token);
    if (!authorization.empty()) headers.add("Authorization", authorization);
    return verify(Message{method, target.path, query, headers, address.host_bucket}, keys,
                  {at, "eu-west-1"});
  }
};

Use use_of(const boost::json::object& signed_headers) {
  Use use;
  use.method = text(signed_headers, "method");
  use.url = text(signed_headers, "url");
  use.content_type = text(signed_headers, "content_type");
  use.date = text(signed_headers, "date");
  use.authorization =
      "AWS " + text(signed_headers, "access_key") + ":" + text(signed_headers, "hmacDigest");
  return use;
}

std::string code_of(const Result<Verdict>& verdict) {
  return verdict ? "accepted" : std::string(verdict.error().code_text());
}

const std::string_view endpoints[] = {"http://s3.localhost:9000", "https://s3.amazonaws.com",
                                      "http://127.0.0.1:9000", "http://[::1]:9000"};
const std::string_view keys[] = {"foo.txt",
                                 "a/b/c.jpg",
                                 "//",
                                 "..",
                                 "a+b c&d=e?f#g%h",
                                 "\"<'>\\",
                                 "fran\xC3\xA7"
                                 "ais/\xF0\x9F\x93\xB7.jpg"};

TEST(DeskTest, an_answer_names_all_that_the_request_needs) {
  const auto answer = make_desk().sign({"a b/\xC3\xA9.txt", "text/plain"});
  EXPECT_EQ(text(answer, "date"), "Wed, 06 Feb 2013 00:57:45 +0000");
  EXPECT_EQ(text(answer, "access_key"), access_key);
  EXPECT_EQ(text(answer, "bucket"), "my-bucket-name");
  EXPECT_EQ(text(answer, "key"), "a b/\xC3\xA9.txt");
  EXPECT_EQ(text(answer, "method"), "PUT");
  EXPECT_EQ(text(answer, "host"), "my-bucket-name.s3.localhost:9000");
  EXPECT_EQ(text(answer, "url"), "http://my-bucket-name.s3.localhost:9000/a%20b/%C3%A9.txt");
  EXPECT_EQ(text(answer, "content_type"), "text/plain");
  EXPECT_FALSE(answer.contains("security_token"));
}

TEST(DeskTest, no_bucket_stands_in_front_of_an_ip_address) {
  const auto answer = make_desk("http://127.0.0.1:9000").sign({"foo.txt", "text/plain"});
  EXPECT_EQ(text(answer, "host"), "127.0.0.1:9000");
  EXPECT_EQ(text(answer, "url"), "http://127.0.0.1:9000/my-bucket-name/foo.txt");
  EXPECT_EQ(text(make_desk("http://[::1]:9000").sign({"k", "a/b"}), "url"),
            "http://[::1]:9000/my-bucket-name/k");
}

TEST(DeskTest, path_style_and_virtual_host_are_the_same_signature) {
  EXPECT_EQ(text(make_desk("http://127.0.0.1:9000").sign({"foo.txt", "text/plain"}), "hmacDigest"),
            text(make_desk().sign({"foo.txt", "text/plain"}), "hmacDigest"));
}

TEST(DeskTest, what_is_signed_is_what_the_verifier_accepts) {
  const OneKey ring(credentials());
  for (const std::string_view endpoint : endpoints) {
    for (const std::string_view key : keys) {
      SCOPED_TRACE(std::string(endpoint) + " " + std::string(key));
      const auto answer = make_desk(std::string(endpoint)).sign({std::string(key), "image/jpeg"});
      EXPECT_EQ(code_of(use_of(answer).judge(ring)), "accepted");
    }
  }
}

// A page's script may not set Date.
TEST(DeskTest, the_date_can_stand_where_a_browser_may_put_it) {
  const OneKey ring(credentials("token"));
  const auto answer =
      make_desk("http://127.0.0.1:9000", "token").sign({"foo.txt", "image/jpeg", "x-amz-date"});
  const auto& fields = answer.at("headers").as_object();
  EXPECT_FALSE(fields.contains("Date"));
  wire::Headers headers{{"Host", "127.0.0.1:9000"}};
  for (const auto& field : fields) headers.add(field.key(), field.value().as_string());
  const wire::Query query;
  const Message message{"PUT", "/my-bucket-name/foo.txt", query, headers, {}};
  EXPECT_EQ(code_of(verify(message, ring, {testing::seed_moment(), "eu-west-1"})), "accepted");
}

TEST(DeskTest, no_content_type_is_a_bargain_too) {
  const OneKey ring(credentials());
  Use use = use_of(make_desk().sign({"foo.txt", ""}));
  EXPECT_EQ(code_of(use.judge(ring)), "accepted");
  use.content_type = "text/plain";
  EXPECT_EQ(code_of(use.judge(ring)), "SignatureDoesNotMatch");
}

TEST(DeskTest, signed_headers_are_good_for_15_minutes_of_the_services_clock) {
  const OneKey ring(credentials());
  Use use = use_of(make_desk().sign({"foo.txt", "text/plain"}));
  use.at = testing::seed_moment() + 900s;
  EXPECT_EQ(code_of(use.judge(ring)), "accepted");
  use.at += 1s;
  EXPECT_EQ(code_of(use.judge(ring)), "RequestTimeTooSkewed");
}

TEST(DeskTest, the_content_type_is_part_of_the_bargain) {
  const OneKey ring(credentials());
  Use use = use_of(make_desk().sign({"foo.txt", "text/plain"}));
  use.content_type = "text/html";
  EXPECT_EQ(code_of(use.judge(ring)), "SignatureDoesNotMatch");
}

TEST(DeskTest, temporary_keys_hand_out_their_token_and_sign_it) {
  const OneKey ring(credentials("the-token"));
  const auto answer = make_desk("http://s3.localhost:9000", "the-token").sign({"k", "a/b"});
  Use use = use_of(answer);
  use.token = text(answer, "security_token");
  EXPECT_EQ(use.token, "the-token");
  EXPECT_EQ(code_of(use.judge(ring)), "accepted");
  use.token = "another";
  EXPECT_NE(code_of(use.judge(ring)), "accepted");
}

struct Presigning {
  std::string_view method;
  Version version;
  std::string_view content_type;
};
const Presigning presignings[] = {
    {"GET", Version::v2, ""},           {"GET", Version::v4, ""},
    {"PUT", Version::v2, ""},           {"PUT", Version::v4, ""},
    {"PUT", Version::v2, "image/jpeg"}, {"PUT", Version::v4, "image/jpeg"}};

boost::json::object presigned(const Desk& desk, const Presigning& how, std::string_view key) {
  PresignRequest request{std::string(how.method), std::string(key), 300s, how.version, {}};
  if (!how.content_type.empty()) request.content_type = how.content_type;
  return desk.presign(request).value();
}

TEST(DeskTest, a_presigned_url_is_what_the_verifier_accepts) {
  const OneKey ring(credentials());
  for (const std::string_view endpoint : endpoints) {
    for (const Presigning& how : presignings) {
      for (const std::string_view key : keys) {
        const auto answer = presigned(make_desk(std::string(endpoint)), how, key);
        SCOPED_TRACE(text(answer, "url"));
        const Use use{std::string(how.method),
                      text(answer, "url"),
                      std::string(how.content_type),
                      {},
                      {},
                      {}};
        EXPECT_EQ(code_of(use.judge(ring)), "accepted");
        EXPECT_EQ(text(answer, "method"), how.method);
        EXPECT_EQ(answer.contains("content_type"), !how.content_type.empty());
      }
    }
  }
}

TEST(DeskTest, a_presigned_url_ends_when_it_says) {
  const OneKey ring(credentials());
  for (const Presigning& how : presignings) {
    const auto answer = presigned(make_desk(), how, "k");
    SCOPED_TRACE(text(answer, "url"));
    EXPECT_EQ(text(answer, "expires_at"), "2013-02-06T01:02:45Z");
    Use use{
        std::string(how.method), text(answer, "url"), std::string(how.content_type), {}, {}, {}};
    use.at = testing::seed_moment() + 300s;
    EXPECT_EQ(code_of(use.judge(ring)), "accepted");
    use.at += 1s;
    EXPECT_EQ(code_of(use.judge(ring)), "AccessDenied");
  }
}

TEST(DeskTest, a_presigned_url_is_for_its_method_and_content_type_alone) {
  const OneKey ring(credentials());
  for (const Presigning& how : presignings) {
    const auto answer = presigned(make_desk(), how, "k");
    SCOPED_TRACE(text(answer, "url"));
    const std::string other = how.method == "GET" ? "PUT" : "GET";
    const Use wrong_method{other, text(answer, "url"), std::string(how.content_type), {}, {}, {}};
    EXPECT_EQ(code_of(wrong_method.judge(ring)), "SignatureDoesNotMatch");
    if (how.content_type.empty()) continue;
    const Use wrong_type{std::string(how.method), text(answer, "url"), "text/html", {}, {}, {}};
    EXPECT_EQ(code_of(wrong_type.judge(ring)), "SignatureDoesNotMatch");
  }
}

TEST(DeskTest, presigned_urls_of_temporary_keys_carry_the_token) {
  const OneKey ring(credentials("the+token/="));
  const Desk desk = make_desk("http://s3.localhost:9000", "the+token/=");
  for (const Presigning& how : presignings) {
    const auto answer = presigned(desk, how, "k");
    SCOPED_TRACE(text(answer, "url"));
    const Use use{
        std::string(how.method), text(answer, "url"), std::string(how.content_type), {}, {}, {}};
    EXPECT_EQ(code_of(use.judge(ring)), "accepted");
  }
}

TEST(DeskTest, a_v2_url_cannot_outlive_2038) {
  const std::int64_t left_s = 2'147'483'647 - testing::seed_moment().time_since_epoch() / 1s;
  const Desk desk = make_desk();
  const auto last = desk.presign({"GET", "k", std::chrono::seconds(left_s), Version::v2, {}});
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(text(last.value(), "expires_at"), "2038-01-19T03:14:07Z");
  const auto beyond = desk.presign({"GET", "k", std::chrono::seconds(left_s + 1), Version::v2, {}});
  ASSERT_FALSE(beyond.has_value());
  EXPECT_EQ(beyond.error().code(), wire::Errc::InvalidArgument);
  EXPECT_EQ(beyond.error().detail("ArgumentName"), "expires");
}

TEST(DeskTest, a_form_is_what_the_verifier_accepts) {
  for (const Version version : {Version::v2, Version::v4}) {
    const PostPolicyRequest request{
        {.bucket = {}, .key = "user/", .key_is_prefix = true}, 300s, version};
    const auto answer = make_desk().post_policy(request);
    EXPECT_EQ(answer.at("method").as_string(), "POST");
    EXPECT_EQ(answer.at("url").as_string(), "http://my-bucket-name.s3.localhost:9000/");
    EXPECT_EQ(answer.at("expires_at").as_string(), "2013-02-06T01:02:45Z");
    wire::Headers fields;
    for (const auto& field : answer.at("fields").as_object()) {
      fields.add(std::string_view(field.key().data(), field.key().size()),
                 std::string_view(field.value().as_string()));
    }
    EXPECT_EQ(fields.get("key"), "user/${filename}");
    const auto verdict = verify_post(fields, OneKey(credentials()),
                                     {.now = testing::seed_moment(), .region = "eu-west-1"});
    ASSERT_TRUE(verdict.has_value()) << verdict.error().code_text();
    const auto policy = PostPolicy::parse(fields.get("policy")).value();
    const PostForm form{"my-bucket-name", fields, verdict.value().scheme};
    EXPECT_TRUE(policy.check(form, testing::seed_moment() + 300s));
    EXPECT_FALSE(policy.check(form, testing::seed_moment() + 301s));
  }
}

}  // namespace
}  // namespace pail::signer::service
