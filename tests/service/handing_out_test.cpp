// Headers, URLs, forms and keys, used on the real emulator: what they are for works, and nothing
// else does.
#include <gmock/gmock.h>

#include "tests/service/service_stage.hpp"

namespace pail::signer::service {
namespace {

using ::testing::MatchesRegex;
using ::testing::StartsWith;
using testing::text_of;

class HandingOut : public testing::ServiceStage {
 protected:
  std::vector<wire::NamedText> headers_of(const boost::json::object& answer) {
    std::vector<wire::NamedText> headers;
    for (const auto& field : answer.at("headers").as_object()) {
      headers.push_back({std::string(field.key()), std::string(field.value().as_string())});
    }
    return headers;
  }

  net::HttpResponse post_form(const boost::json::object& form, const std::string& file,
                              std::string_view type = {}) {
    const std::string line = "--boundary\r\nContent-Disposition: form-data; name=\"";
    std::string body;
    for (const auto& field : form.at("fields").as_object()) {
      const std::string name(field.key());
      const bool forged = name == "Content-Type" && !type.empty();
      body += line + name + "\"\r\n\r\n" +
              (forged ? std::string(type) : std::string(field.value().as_string())) + "\r\n";
    }
    body += line + "file\"; filename=\"x\"\r\n\r\n" + file + "\r\n--boundary--\r\n";
    return send("POST", text_of(form, "url"),
                {{"Content-Type", "multipart/form-data; boundary=boundary"}}, std::move(body));
  }
};

TEST_F(HandingOut, a_presigned_put_stores_this_object_of_this_type_and_size_and_nothing_else) {
  const auto answer = granted("/presign", R"({"method":"PUT","filename":"My cat.jpg","expires":900,
      "content_type":"image/jpeg","size":5})");
  const std::string key = text_of(answer, "key");
  const std::string url = text_of(answer, "url");
  EXPECT_THAT(key, MatchesRegex("users/ann/[0-9a-f-]{36}-My-cat.jpg"));
  EXPECT_EQ(put(url, "text/html", "12345"), 403U) << "another content type";
  EXPECT_EQ(put(url, "image/jpeg", "123456"), 403U) << "one byte more";
  EXPECT_EQ(put(url, "image/jpeg", "1234"), 403U) << "one byte less";
  EXPECT_EQ(send("GET", url, {}, {}).status(), 403U) << "another method";
  std::string elsewhere = url;
  elsewhere.replace(elsewhere.find("/ann/"), 5, "/bob/");
  EXPECT_EQ(put(elsewhere, "image/jpeg", "12345"), 403U) << "another key";
  EXPECT_EQ(
      send("PUT", url, {{"Content-Type", "image/jpeg"}, {"x-amz-acl", "public-read"}}, "12345")
          .status(),
      403U)
      << "a header that means something";
  EXPECT_EQ(objects(), 0U);
  EXPECT_EQ(put(url, "image/jpeg", "12345"), 200U);
  EXPECT_EQ(stored(key), "12345");
  stage.clock->advance(std::chrono::seconds(901));
  EXPECT_EQ(put(url, "image/jpeg", "12345"), 403U) << "too late";
}

TEST_F(HandingOut, a_presigned_get_reads_ones_own) {
  client::put_text(s3, "photos", "users/ann/a/cat.jpg", "meow");
  const auto answer =
      granted("/presign", R"({"method":"GET","key":"users/ann/a/cat.jpg","expires":600})");
  EXPECT_EQ(send("GET", text_of(answer, "url"), {}, {}).body, "meow");
  EXPECT_EQ(put(text_of(answer, "url"), "image/jpeg", "x"), 403U);
  EXPECT_THAT(refused("/presign", R"({"method":"GET","key":"users/ann/a","expires":600})", "bob"),
              StartsWith("403 AccessDenied: Rule 'photos out'"));
}

TEST_F(HandingOut, signed_headers_of_v4_hold_type_and_size) {
  const auto answer = granted(
      "/sign", R"({"filename":"a.png","content_type":"image/png","size":3,"signature":"v4"})",
      "bob");
  auto headers = headers_of(answer);
  const std::string url = text_of(answer, "url");
  EXPECT_EQ(send("PUT", url, headers, "1234").status(), 403U);
  EXPECT_EQ(send("PUT", url, headers, "123").status(), 200U);
  EXPECT_EQ(stored(text_of(answer, "key")), "123");
  for (auto& header : headers) {
    if (header.name == "Content-Type") header.value = "text/html";
  }
  EXPECT_EQ(send("PUT", url, headers, "123").status(), 403U);
}

TEST_F(HandingOut, signed_headers_of_v2_are_for_rules_without_a_size) {
  EXPECT_THAT(
      refused("/sign", R"({"filename":"a.png","content_type":"image/png","size":3})", "bob"),
      StartsWith("403 AccessDenied: Rule 'photos in' does not allow this: Version 2"));
  const auto answer = granted("/sign", R"({"filename":"a.txt","content_type":"text/plain"})");
  EXPECT_EQ(text_of(answer, "key"), "home/ann/a.txt");
  EXPECT_EQ(send("PUT", text_of(answer, "url"), headers_of(answer), "hello").status(), 200U);
  EXPECT_EQ(stored("home/ann/a.txt", "folders"), "hello");
}

TEST_F(HandingOut, a_form_stores_what_the_rule_says) {
  const auto form = granted(
      "/post-policy", R"({"filename":"a.png","expires":900,"content_type":"image/png"})", "bob");
  EXPECT_EQ(post_form(form, "").status(), 400U) << "smaller than the rule";
  EXPECT_EQ(post_form(form, "123", "text/html").status(), 403U) << "another type";
  EXPECT_EQ(objects(), 0U);
  EXPECT_EQ(post_form(form, "123").status(), 204U);
  EXPECT_EQ(stored(text_of(form, "key")), "123");
}

TEST_F(HandingOut, temporary_keys_reach_ones_own_prefix_only) {
  const auto answer = granted("/credentials", "{}");
  EXPECT_EQ(text_of(answer, "prefix"), "home/ann/");
  EXPECT_EQ(text_of(answer, "bucket"), "folders");
  client::Config config = stage.config();
  config.credentials = Credentials(text_of(answer, "access_key"), text_of(answer, "secret_key"),
                                   text_of(answer, "session_token"));
  client::BlockingClient ann(config, stage.clock);
  client::put_text(ann, "folders", "home/ann/a", "mine");
  EXPECT_EQ(client::get_text(ann, "folders", "home/ann/a"), "mine");
  client::put_text(s3, "folders", "home/bob/b", "his");
  const auto body = client::text_body("x");
  EXPECT_EQ(client::code_of(ann.put_object("folders", "home/bob/b", *body)), "AccessDenied");
  EXPECT_EQ(client::code_of(ann.put_object("folders", "home/anna", *body)), "AccessDenied");
  EXPECT_EQ(client::code_of(ann.put_object("photos", "home/ann/a", *body)), "AccessDenied");
  EXPECT_EQ(client::code_of(ann.delete_object("folders", "home/ann/a")), "AccessDenied");
  client::TextSink sink;
  EXPECT_EQ(client::code_of(ann.get_object("folders", "home/bob/b", sink)), "AccessDenied");
  client::ListOptions list;
  list.prefix = "home/ann/";
  EXPECT_EQ(client::must(ann.list_objects("folders", list)).objects.size(), 1U);
  list.prefix = "home/";
  EXPECT_EQ(client::code_of(ann.list_objects("folders", list)), "AccessDenied");
  EXPECT_THAT(refused("/credentials", "{}", "bob"),
              "403 AccessDenied: No rule allows credentials to bob.");
}

TEST_F(HandingOut, temporary_keys_are_given_again_until_half_of_their_life_is_over) {
  const std::string first = text_of(granted("/credentials", ""), "access_key");
  EXPECT_EQ(text_of(granted("/credentials", "{}"), "access_key"), first);
  stage.clock->advance(std::chrono::minutes(29));
  EXPECT_EQ(text_of(granted("/credentials", "{}"), "access_key"), first);
  stage.clock->advance(std::chrono::minutes(2));
  const auto later = granted("/credentials", "{}");
  EXPECT_NE(text_of(later, "access_key"), first);
  EXPECT_EQ(text_of(later, "expires_at"), "2013-02-06T02:28:45Z");
}

TEST_F(HandingOut, what_s3_refuses_us_is_not_told_as_if_the_caller_were_refused) {
  Options wrong = options();
  wrong.credentials = Credentials("AKIDNOBODY", "wrong");
  SigningService other(std::move(wrong));
  net::Request request;
  request.method = "POST";
  request.target = "/credentials";
  request.headers.add("Authorization", "Bearer ann-token");
  EXPECT_EQ(testing::ask(other, request, "{}").status, 500U);
  stage.listening.stop();
  EXPECT_EQ(testing::ask(service, request, "{}").status, 503U);
}

TEST_F(HandingOut, who_says_nothing_or_something_wrong_gets_nothing) {
  const std::string_view question = R"({"method":"GET","key":"users/ann/a","expires":60})";
  for (const std::string_view path : {"/sign", "/presign", "/post-policy", "/credentials",
                                      "/multipart", "/complete", "/abort", "/upload?filename=a"}) {
    EXPECT_EQ(post(path, question, "").status, 401U) << path;
    EXPECT_EQ(post(path, question, "mallory").status, 401U) << path;
  }
}

TEST_F(HandingOut, a_new_policy_counts_from_the_next_request_on) {
  const std::string_view question = R"({"method":"GET","key":"users/ann/a","expires":60})";
  EXPECT_EQ(post("/presign", question).status, 200U);
  service.replace_policy(testing::policy_of(R"({"rules": []})"));
  EXPECT_EQ(post("/presign", question).status, 401U);
  service.replace_policy(testing::policy_of(testing::stage_policy()));
  EXPECT_EQ(post("/presign", question).status, 200U);
}

TEST_F(HandingOut, of_several_origins_the_one_that_asks_is_told) {
  Options several = options();
  several.allow_origins = {"https://a.example", "https://b.example"};
  SigningService other(std::move(several));
  const auto origin_told = [&](std::string_view origin) {
    net::Request request;
    request.method = "OPTIONS";
    request.target = "/upload";
    request.headers.add("Origin", origin);
    const testing::Answer answer = testing::ask(other, request, {});
    EXPECT_EQ(answer.field("Vary"), "Origin");
    EXPECT_EQ(answer.field("Access-Control-Allow-Headers"), "Authorization, Content-Type");
    return answer.field("Access-Control-Allow-Origin");
  };
  EXPECT_EQ(origin_told("https://b.example"), "https://b.example");
  EXPECT_EQ(origin_told("https://c.example"), "");
}

}  // namespace
}  // namespace pail::signer::service
