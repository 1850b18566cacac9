#include "signer/service/requests.hpp"

#include <gtest/gtest.h>

namespace pail::signer::service {
namespace {

using namespace std::chrono_literals;
using wire::Errc;

struct Refusal {
  std::string_view json;
  Errc code;
  std::string_view message;
  std::string_view argument;
};

template <class T>
void expect_refused(const Result<T>& result, const Refusal& refusal) {
  SCOPED_TRACE(refusal.json);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code(), refusal.code);
  EXPECT_EQ(result.error().message(), refusal.message);
  EXPECT_EQ(result.error().detail("ArgumentName"), refusal.argument);
}

std::string sign_json(std::string_view content_type, std::string_view filename) {
  return R"({"content_type":")" + std::string(content_type) + R"(","filename":")" +
         std::string(filename) + R"("})";
}

TEST(SignRequestTest, the_seeds_request_is_read) {
  const auto request = read_sign_request(R"({"content_type":"text/plain","filename":"foo.txt"})");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request.value().content_type, "text/plain");
  EXPECT_EQ(request.value().filename, "foo.txt");
}

TEST(SignRequestTest, keys_are_opaque_so_that_slashes_dots_and_any_text_stay) {
  for (const std::string key : {"a//b", "/", "..", "./x", "%2F", "+ +",
                                "fran\xC3\xA7"
                                "ais/\xF0\x9F\x93\xB7.jpg"}) {
    SCOPED_TRACE(key);
    const auto request = read_sign_request(sign_json("image/jpeg", key));
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(request.value().filename, key);
  }
}

TEST(SignRequestTest, a_key_has_at_most_1024_bytes) {
  EXPECT_TRUE(read_sign_request(sign_json("text/plain", std::string(1024, 'k'))).has_value());
  const auto refused = read_sign_request(sign_json("text/plain", std::string(1025, 'k')));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), Errc::KeyTooLongError);
  EXPECT_EQ(refused.error().detail("Size"), "1025");
}

TEST(SignRequestTest, a_content_type_has_at_most_512_bytes) {
  EXPECT_TRUE(read_sign_request(sign_json(std::string(512, 'c'), "k")).has_value());
  EXPECT_FALSE(read_sign_request(sign_json(std::string(513, 'c'), "k")).has_value());
}

TEST(SignRequestTest, an_empty_content_type_is_an_upload_without_one) {
  const auto request = read_sign_request(sign_json("", "k"));
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request.value().content_type, "");
}

TEST(SignRequestTest, bad_requests_say_what_is_wrong) {
  const std::string_view type = "content_type";
  const Refusal refusals[] = {
      {"", Errc::InvalidRequest, "The body is not JSON: incomplete JSON.", ""},
      {"{", Errc::InvalidRequest, "The body is not JSON: incomplete JSON.", ""},
      {"{}x", Errc::InvalidRequest, "The body is not JSON: extra data.", ""},
      {"[[[[[[]]]]]]", Errc::InvalidRequest, "The body is not JSON: too deep.", ""},
      {"\"text\"", Errc::InvalidRequest, "The body must be a JSON object.", ""},
      {"null", Errc::InvalidRequest, "The body must be a JSON object.", ""},
      {"{}", Errc::InvalidArgument, "\"content_type\" is missing.", type},
      {R"({"content_type":"text/plain"})", Errc::InvalidArgument, "\"filename\" is missing.",
       "filename"},
      {R"({"content_type":7,"filename":"k"})", Errc::InvalidArgument,
       "\"content_type\" must be a string.", type},
      {R"({"content_type":"text/plain","filename":null})", Errc::InvalidArgument,
       "\"filename\" must be a string.", "filename"},
      {R"({"content_type":"text/plain","filename":""})", Errc::InvalidArgument,
       "\"filename\" must not be empty.", "filename"},
      {R"({"content_type":"a/b ","filename":"k"})", Errc::InvalidArgument,
       "\"content_type\" must not begin or end with a space.", type},
      {R"({"content_type":"a/b","filename":"k","expires":5})", Errc::InvalidArgument,
       "\"expires\" is not a member of this request.", "expires"},
      {R"({"content_type":"a/b","filename":"k","date_header":"Expires"})", Errc::InvalidArgument,
       "\"date_header\" must be Date or x-amz-date.", "date_header"},
  };
  for (const Refusal& refusal : refusals) expect_refused(read_sign_request(refusal.json), refusal);
}

TEST(SignRequestTest, no_line_can_be_smuggled_into_the_string_to_sign) {
  for (const std::string_view text : {"a/b\\nWed, 06 Feb 2013 00:57:45 +0000\\n/other/k", "a/b\\r",
                                      "a\\u0000", "a\\u007f", "caf\xC3\xA9/x", "\\ta/b"}) {
    expect_refused(
        read_sign_request(sign_json(text, "k")),
        {text, Errc::InvalidArgument, "\"content_type\" must be printable ASCII.", "content_type"});
  }
}

TEST(SignRequestTest, text_that_is_not_utf8_is_not_json) {
  const auto refused = read_sign_request(sign_json("text/plain", "caf\xE9.txt"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), Errc::InvalidRequest);
}

TEST(SignRequestTest, an_unknown_name_is_repeated_in_part_only) {
  const std::string json = "{\"" + std::string(5000, 'n') + "\":1}";
  const auto refused = read_sign_request(json);
  ASSERT_FALSE(refused.has_value());
  EXPECT_LT(refused.error().message()->size(), 200U);
}

TEST(PresignRequestTest, every_member_is_read) {
  const auto request = read_presign_request(
      R"({"method":"PUT","key":"a/b","expires":300,"signature":"v2","content_type":"image/png"})");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request.value().method, "PUT");
  EXPECT_EQ(request.value().key, "a/b");
  EXPECT_EQ(request.value().expires, 300s);
  EXPECT_EQ(request.value().version, Version::v2);
  EXPECT_EQ(request.value().content_type, "image/png");
}

TEST(PresignRequestTest, v4_is_signed_unless_v2_is_asked_for) {
  const auto request = read_presign_request(R"({"method":"GET","key":"k","expires":1})");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request.value().version, Version::v4);
  EXPECT_EQ(request.value().content_type, std::nullopt);
}

TEST(PresignRequestTest, a_lifetime_is_what_s3_accepts_of_that_version) {
  const auto expires = [](std::string_view version, std::string_view seconds) {
    return read_presign_request(R"({"method":"GET","key":"k","signature":")" +
                                std::string(version) + R"(","expires":)" + std::string(seconds) +
                                "}");
  };
  EXPECT_TRUE(expires("v4", "1").has_value());
  EXPECT_TRUE(expires("v4", "604800").has_value());
  EXPECT_TRUE(expires("v2", "604801").has_value());
  expect_refused(expires("v4", "604801"),
                 {"one second over a week", Errc::InvalidArgument,
                  "\"expires\" must be from 1 to 604800 seconds.", "expires"});
  expect_refused(expires("v4", "0"), {"none", Errc::InvalidArgument,
                                      "\"expires\" must be from 1 to 604800 seconds.", "expires"});
  expect_refused(expires("v2", "2147483648"),
                 {"beyond 2038", Errc::InvalidArgument,
                  "\"expires\" must be from 1 to 2147483647 seconds.", "expires"});
  for (const std::string_view odd :
       {"-1", "1.5", "1e3", "\"300\"", "18446744073709551615", "null"}) {
    SCOPED_TRACE(odd);
    EXPECT_FALSE(expires("v4", odd).has_value());
  }
}

TEST(PresignRequestTest, bad_requests_say_what_is_wrong) {
  const Refusal refusals[] = {
      {R"({"key":"k","expires":1})", Errc::InvalidArgument, "\"method\" is missing.", "method"},
      {R"({"method":"DELETE","key":"k","expires":1})", Errc::InvalidArgument,
       "\"method\" must be GET or PUT.", "method"},
      {R"({"method":"get","key":"k","expires":1})", Errc::InvalidArgument,
       "\"method\" must be GET or PUT.", "method"},
      {R"({"method":"GET","expires":1})", Errc::InvalidArgument, "\"key\" is missing.", "key"},
      {R"({"method":"GET","key":"k"})", Errc::InvalidArgument, "\"expires\" is missing.",
       "expires"},
      {R"({"method":"GET","key":"k","expires":1,"signature":"v3"})", Errc::InvalidArgument,
       "\"signature\" must be v2 or v4.", "signature"},
      {R"({"method":"GET","key":"k","expires":1,"content_type":"a/b"})", Errc::InvalidArgument,
       "\"content_type\" is for PUT only.", "content_type"},
      {R"({"method":"PUT","key":"k","expires":1,"content_type":""})", Errc::InvalidArgument,
       "\"content_type\" must not be empty.", "content_type"},
      {R"({"method":"PUT","key":"k","expires":1,"contenttype":"a/b"})", Errc::InvalidArgument,
       "\"contenttype\" is not a member of this request.", "contenttype"},
  };
  for (const Refusal& refusal : refusals)
    expect_refused(read_presign_request(refusal.json), refusal);
}

TEST(PostPolicyRequestTest, every_member_is_read) {
  const auto request = read_post_policy_request(
      R"({"key_prefix":"user/","expires":300,"signature":"v2","content_type":"image/png",)"
      R"("content_length_range":[0,10],"success_action_status":"201",)"
      R"("success_action_redirect":"https://x.test/"})");
  ASSERT_TRUE(request.has_value());
  const PostPolicyRequest& read = request.value();
  EXPECT_EQ(read.terms.key, "user/");
  EXPECT_TRUE(read.terms.key_is_prefix);
  EXPECT_EQ(read.expires, 300s);
  EXPECT_EQ(read.version, Version::v2);
  EXPECT_EQ(read.terms.content_type, "image/png");
  EXPECT_EQ(read.terms.sizes->bytes_min, 0U);
  EXPECT_EQ(read.terms.sizes->bytes_max, 10U);
  EXPECT_EQ(read.terms.success_status, "201");
  EXPECT_EQ(read.terms.redirect, "https://x.test/");
}

TEST(PostPolicyRequestTest, only_key_and_lifetime_are_needed) {
  const auto request = read_post_policy_request(R"({"key":"k","expires":1})");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request.value().terms.key, "k");
  EXPECT_FALSE(request.value().terms.key_is_prefix);
  EXPECT_EQ(request.value().version, Version::v4);
  EXPECT_FALSE(request.value().terms.content_type || request.value().terms.sizes);
  EXPECT_TRUE(read_post_policy_request(R"({"key_prefix":"","expires":1})").has_value());
}

TEST(PostPolicyRequestTest, bad_requests_say_what_is_wrong) {
  const auto refused = [](std::string_view members, std::string_view message,
                          std::string_view argument) {
    const std::string json = "{\"expires\":1," + std::string(members) + "}";
    expect_refused(read_post_policy_request(json),
                   {json, Errc::InvalidArgument, message, argument});
  };
  refused(R"("buckets":"b")", "\"buckets\" is not a member of this request.", "buckets");
  refused(R"("signature":"v4")", "\"key\" is missing.", "key");
  refused(R"("key":"")", "\"key\" must not be empty.", "key");
  refused(R"("key":"k","key_prefix":"p")",
          "\"key_prefix\" cannot stand beside \"key\" or \"filename\".", "key_prefix");
  refused(R"("key":"k","filename":"f")", "\"filename\" cannot stand beside \"key\".", "filename");
  refused("\"key_prefix\":\"" + std::string(1025, 'k') + "\"",
          "\"key_prefix\" is longer than a key may be.", "key_prefix");
  for (const std::string odd : {"5", "[1]", "[1,2,3]", "[2,1]", "[-1,1]", "[0,1.5]", "[\"0\",1]"}) {
    refused("\"key\":\"k\",\"content_length_range\":" + odd,
            "\"content_length_range\" must be the least and the greatest number of bytes.",
            "content_length_range");
  }
  refused(R"("key":"k","success_action_status":"303")",
          "\"success_action_status\" must be \"200\", \"201\" or \"204\".",
          "success_action_status");
  refused(R"("key":"k","success_action_status":201)", "\"success_action_status\" must be a string.",
          "success_action_status");
  refused(R"("key":"k","success_action_redirect":"/x")",
          "\"success_action_redirect\" must be an absolute http or https URL.",
          "success_action_redirect");
  refused(R"("key":"k","content_type":"")", "\"content_type\" must not be empty.", "content_type");
  expect_refused(read_post_policy_request(R"({"key":"k","expires":604801})"),
                 {"a second too long", Errc::InvalidArgument,
                  "\"expires\" must be from 1 to 604800 seconds.", "expires"});
}

}  // namespace
}  // namespace pail::signer::service
