#include "signer/service/audit.hpp"

#include <gmock/gmock.h>

#include "tests/service/service_stage.hpp"

namespace pail::signer::service {
namespace {

using testing::ask;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::policy_of;

class Audit : public testing::ServiceStage {
 protected:
  boost::json::object last() const { return boost::json::parse(audit.back()).as_object(); }
};

TEST_F(Audit, a_grant_is_one_line_with_all_that_was_granted) {
  post("/presign", R"({"method":"PUT","filename":"a.png","expires":60,
                       "content_type":"image/png","size":5})",
       "bob");
  ASSERT_EQ(audit.size(), 1U);
  EXPECT_EQ(audit[0].back(), '\n');
  EXPECT_EQ(audit[0].find('\n'), audit[0].size() - 1);
  boost::json::object line = last();
  EXPECT_EQ(line.at("request_id").as_string().size(), 16U);
  EXPECT_THAT(std::string(line.at("key").as_string()),
              ::testing::MatchesRegex("users/bob/[0-9a-f-]{36}-a.png"));
  line.stable_erase("request_id");
  line.stable_erase("key");
  EXPECT_EQ(boost::json::serialize(line),
            R"({"time":"2013-02-06T00:57:45.000Z","peer":"192.0.2.7","caller":"bob",)"
            R"("known_by":"token","path":"/presign","act":"PUT","bucket":"photos",)"
            R"("content_type":"image/png","size":5,"seconds":60,"decision":"allow",)"
            R"("rule":"photos in","status":200})");
}

TEST_F(Audit, refusals_say_why_and_which_rule_came_nearest) {
  post("/presign", R"({"method":"GET","key":"users/ann/a","expires":60})", "bob");
  EXPECT_EQ(last().at("decision").as_string(), "deny");
  EXPECT_EQ(last().at("rule").as_string(), "photos out");
  EXPECT_EQ(last().at("key").as_string(), "users/ann/a");
  EXPECT_THAT(audit.back(), HasSubstr("AccessDenied: Rule 'photos out'"));
  post("/presign", "{", "bob");
  EXPECT_THAT(audit.back(), HasSubstr("InvalidRequest"));
  EXPECT_EQ(last().at("status").to_number<unsigned>(), 400U);
  post("/presign", "{}", "mallory");
  EXPECT_THAT(audit.back(), HasSubstr("UnauthorizedAccess"));
  EXPECT_FALSE(last().contains("caller"));
  EXPECT_EQ(audit.size(), 3U);
}

TEST_F(Audit, a_certificate_that_names_nobody_is_told_by_its_subject) {
  service.replace_policy(policy_of(
      R"({"rules": [], "callers": [{"name": "press", "subject": "CN=press,O=Example"}]})"));
  net::Request request;
  request.method = "POST";
  request.target = "/presign";
  request.peer_subject = "CN=mallory,O=Example";
  EXPECT_EQ(ask(service, request, "{}").status, 403U);
  EXPECT_EQ(last().at("subject").as_string(), "CN=mallory,O=Example");
  EXPECT_FALSE(last().contains("caller"));
}

TEST_F(Audit, what_was_granted_and_then_failed_is_an_error) {
  stage.listening.stop();
  post("/credentials", "{}");
  EXPECT_EQ(last().at("decision").as_string(), "error");
  EXPECT_EQ(last().at("rule").as_string(), "folder");
  EXPECT_EQ(last().at("status").to_number<unsigned>(), 503U);
}

TEST_F(Audit, what_decides_nothing_is_no_line) {
  testing::ask(service, "GET", "/health");
  testing::ask(service, "OPTIONS", "/presign");
  testing::ask(service, "GET", "/nothing");
  testing::ask(service, "GET", "/presign");
  EXPECT_TRUE(audit.empty());
}

TEST_F(Audit, strangers_can_forge_no_line) {
  post("/presign",
       R"({"method":"GET","key":"a\n{\"decision\":\"allow\"}\u0000\u001b","expires":60})", "bob");
  ASSERT_EQ(audit.size(), 1U);
  EXPECT_EQ(audit[0].find('\n'), audit[0].size() - 1);
  EXPECT_EQ(last().at("decision").as_string(), "deny");
}

// Everything the service says, over every path, with what it must not say.
TEST_F(Audit, no_secret_and_no_token_is_in_any_answer_and_no_signature_in_any_line) {
  std::vector<std::string> signatures;
  const auto keep = [&](const testing::Answer& answer) {
    for (const std::string_view mark : {"Signature=", "signature\":\"", "hmacDigest\":\""}) {
      for (std::size_t at = answer.body.find(mark); at != std::string::npos;
           at = answer.body.find(mark, at + 1)) {
        signatures.push_back(answer.body.substr(at + mark.size(), 20));
      }
    }
  };
  for (const std::string_view caller : {"ann", "bob", "mallory", ""}) {
    for (const std::string_view version : {"v2", "v4"}) {
      const std::string by = ",\"signature\":\"" + std::string(version) + "\"";
      keep(post("/sign", R"({"filename":"a.txt","content_type":"text/plain")" + by + "}", caller));
      keep(post("/presign", R"({"method":"PUT","filename":"a","expires":60)" + by + "}", caller));
      keep(post("/presign", R"({"method":"GET","key":"users/ann/a","expires":60)" + by + "}",
                caller));
      keep(post("/post-policy",
                R"({"filename":"a.png","content_type":"image/png","expires":60)" + by + "}",
                caller));
    }
    keep(post("/multipart", R"({"filename":"a.png","content_type":"image/png","size":9})", caller));
    keep(post("/upload?filename=a.png", "x", caller, "image/png"));
    keep(post("/complete", R"({"key":"users/bob/x","upload_id":"x"})", caller));
    keep(post("/abort", R"({"key":"users/bob/x","upload_id":"x"})", caller));
  }
  EXPECT_GE(signatures.size(), 8U);
  const testing::Answer keys = post("/credentials", "{}");
  std::string lines;
  for (const std::string& line : audit) lines += line;
  for (const std::string& signature : signatures) EXPECT_THAT(lines, Not(HasSubstr(signature)));
  for (const char* member : {"secret_key", "session_token", "access_key"}) {
    EXPECT_THAT(lines, Not(HasSubstr(keys.text(member)))) << member;
  }
  const std::string secret(emulator::default_secret_key);
  for (const std::string& everything : {lines, said}) {
    EXPECT_THAT(everything, Not(HasSubstr(secret)));
    EXPECT_THAT(everything, Not(HasSubstr(secret.substr(4, 12))));
    EXPECT_THAT(everything, Not(HasSubstr("-token\"")));
    EXPECT_THAT(everything, Not(HasSubstr("ann-token")));
    EXPECT_THAT(everything, Not(HasSubstr("bob-token")));
    EXPECT_THAT(everything, Not(HasSubstr("mallory-token")));
  }
}

}  // namespace
}  // namespace pail::signer::service
