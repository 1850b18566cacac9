#include "signer/verify_post.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/signer/check_order.hpp"
#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::signer {
namespace {

using testing::elements;
using testing::Fault;
using testing::moment;
using testing::outcome;

constexpr std::string_view policy = "eyJub3QiOiJkZWNvZGVkIn0=";
constexpr const char* scope = "/20130206/us-east-1/s3/aws4_request";

// The fields of a form; signed unless a signature is among them.
struct Form {
  std::vector<std::pair<std::string, std::string>> fields;

  std::string& operator[](std::string_view name) {
    for (auto& [field, value] : fields) {
      if (wire::iequals(field, name)) return value;
    }
    return fields.emplace_back(std::string(name), "").second;
  }
  void drop(std::string_view name) {
    std::erase_if(fields, [&](const auto& field) { return wire::iequals(field.first, name); });
  }
};

struct FormV2 : Form {
  FormV2()
      : Form{{{"Key", "a"},
              {"awsaccesskeyid", testing::access_key},
              {"pOLICY", std::string(policy)},
              {"Signature", Key({"", testing::secret_key}).sign_v2(policy)}}} {}
};

struct FormV4 : Form {
  FormV4()
      : Form{{{"key", "a"},
              {"X-Amz-Algorithm", "AWS4-HMAC-SHA256"},
              {"X-Amz-Credential", std::string(testing::access_key) + scope},
              {"X-Amz-Date", "20130206T000000Z"},
              {"Policy", std::string(policy)},
              {"X-Amz-Signature",
               Key({"", testing::secret_key}).sign_v4(policy, "20130206", "us-east-1", "s3")}}} {}
};

wire::Result<Verdict> judged(const Form& form, wire::Time now = moment) {
  wire::Headers headers;
  for (const auto& [name, value] : form.fields) headers.add(name, value);
  return verify_post(headers, testing::usual_keys(), {.now = now, .region = "us-east-1"});
}

std::string missing(const std::string& name) {
  return "400 InvalidArgument: Bucket POST must contain a field named '" + name +
         "'.  If it is specified, please check the order of the fields.";
}

std::string argument(const std::string& name, const std::string& value = "") {
  return "ArgumentName=" + name + "|ArgumentValue=" + value;
}

constexpr const char* no_such_key =
    "403 InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.";
constexpr const char* no_match =
    "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature "
    "you provided. Check your key and signing method.";
const std::string mismatch =
    "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE|StringToSign=eyJub3QiOiJkZWNvZGVkIn0=|SignatureProvided=x|"
    "StringToSignBytes=65 79 4a 75 62 33 51 69 4f 69 4a 6b 5a 57 4e 76 5a 47 56 6b 49 6e 30 3d";

TEST(VerifyPostV2, RefusesInTheOrderOfTheTable) {
  const std::vector<Fault<FormV2>> rows = {
      {"key", [](FormV2& form) { form.drop("key"); }, missing("key"), argument("key")},
      {"access key", [](FormV2& form) { form.drop("AWSAccessKeyId"); }, missing("AWSAccessKeyId"),
       argument("AWSAccessKeyId")},
      {"signature", [](FormV2& form) { form.drop("signature"); }, missing("Signature"),
       argument("Signature")},
      {"unknown access key", [](FormV2& form) { form["AWSAccessKeyId"] = "AKIANOBODY"; },
       no_such_key, "AWSAccessKeyId=AKIANOBODY"},
      {"wrong signature", [](FormV2& form) { form["signature"] = "x"; }, no_match, mismatch},
      {"a token nobody gave", [](FormV2& form) { form["x-amz-security-token"] = "t"; },
       "400 InvalidToken: The provided token is malformed or otherwise invalid.", "Token-0=t"}};
  testing::expect_order<FormV2>(rows, [](const FormV2& form) { return judged(form); });
}

TEST(VerifyPostV4, RefusesInTheOrderOfTheTable) {
  const auto credential = [](std::string text) {
    return [text](FormV4& form) { form["x-amz-credential"] = text; };
  };
  const std::string key(testing::access_key);
  const std::string wrong_region = key + "/20130206/eu-west-1/s3/aws4_request";
  const std::string wrong_day = key + "/20130205/us-east-1/s3/aws4_request";
  const std::vector<Fault<FormV4>> rows = {
      {"key", [](FormV4& form) { form.drop("key"); }, missing("key"), argument("key")},
      {"algorithm", [](FormV4& form) { form.drop("x-amz-algorithm"); }, missing("X-Amz-Algorithm"),
       argument("X-Amz-Algorithm")},
      {"credential", [](FormV4& form) { form.drop("x-amz-credential"); },
       missing("X-Amz-Credential"), argument("X-Amz-Credential")},
      {"date", [](FormV4& form) { form.drop("x-amz-date"); }, missing("X-Amz-Date"),
       argument("X-Amz-Date")},
      {"signature", [](FormV4& form) { form.drop("x-amz-signature"); }, missing("X-Amz-Signature"),
       argument("X-Amz-Signature")},
      {"policy", [](FormV4& form) { form.drop("policy"); }, missing("policy"), argument("policy")},
      {"another algorithm", [](FormV4& form) { form["x-amz-algorithm"] = "AWS4"; },
       "400 InvalidArgument: X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
       argument("X-Amz-Algorithm", "AWS4")},
      {"unreadable date", [](FormV4& form) { form["x-amz-date"] = "2013-02-06"; },
       "400 InvalidArgument: X-Amz-Date must be formated via ISO8601 Long format",
       argument("X-Amz-Date", "2013-02-06")},
      {"empty access key", credential(scope),
       "400 InvalidArgument: a non-empty Access Key (AKID) must be provided in the credential.",
       argument("X-Amz-Credential", scope)},
      {"malformed credential", credential("x"),
       "400 InvalidArgument: the Credential is mal-formed; expecting "
       "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
       argument("X-Amz-Credential", "x")},
      {"wrong region", credential(wrong_region),
       "400 InvalidArgument: the region 'eu-west-1' is wrong; expecting 'us-east-1'",
       argument("X-Amz-Credential", wrong_region) + "|Region=us-east-1"},
      {"another day", credential(wrong_day),
       "400 InvalidArgument: Invalid credential date \"20130205\". This date is not the same as "
       "X-Amz-Date: \"20130206\".",
       argument("X-Amz-Credential", wrong_day)},
      {"unknown access key", credential("AKIANOBODY" + std::string(scope)), no_such_key,
       "AWSAccessKeyId=AKIANOBODY"},
      {"wrong signature", [](FormV4& form) { form["x-amz-signature"] = "x"; }, no_match, mismatch},
      {"a token nobody gave", [](FormV4& form) { form["x-amz-security-token"] = "t"; },
       "400 InvalidToken: The provided token is malformed or otherwise invalid.", "Token-0=t"}};
  testing::expect_order<FormV4>(rows, [](const FormV4& form) { return judged(form); });
}

TEST(VerifyPost, TheSchemeIsThatOfTheFields) {
  EXPECT_EQ(judged(FormV2()).value().scheme, Scheme::v2_post);
  EXPECT_EQ(judged(FormV4()).value().scheme, Scheme::v4_post);
  Form anonymous{{{"key", "a"}, {"acl", "private"}}};
  EXPECT_EQ(judged(anonymous).value().scheme, Scheme::anonymous);
  EXPECT_EQ(judged(anonymous).value().key, nullptr);
}

TEST(VerifyPost, HalfAFormOfASignatureIsAskedForTheOtherHalf) {
  const auto only = [](std::string name) { return Form{{{"key", "a"}, {std::move(name), "x"}}}; };
  EXPECT_EQ(outcome(judged(only("policy"))), missing("AWSAccessKeyId"));
  EXPECT_EQ(outcome(judged(only("signature"))), missing("AWSAccessKeyId"));
  EXPECT_EQ(outcome(judged(only("AWSAccessKeyId"))), missing("Signature"));
  FormV2 no_policy;
  no_policy.drop("policy");
  EXPECT_EQ(outcome(judged(no_policy)), missing("policy"));
  for (const std::string name : {"x-amz-credential", "x-amz-date", "x-amz-signature"}) {
    EXPECT_EQ(outcome(judged(only(name))), missing("X-Amz-Algorithm")) << name;
  }
  EXPECT_EQ(outcome(judged(only("x-amz-algorithm"))), missing("X-Amz-Credential"));
}

TEST(VerifyPost, TemporaryKeysNeedTheirTokenWhileItLasts) {
  FormV2 form;
  form["AWSAccessKeyId"] = testing::temporary_access_key;
  EXPECT_EQ(outcome(judged(form)), no_such_key);
  form["x-amz-security-token"] = "another";
  EXPECT_EQ(outcome(judged(form)),
            "400 InvalidToken: The provided token is malformed or otherwise invalid.");
  form["x-amz-security-token"] = testing::session_token;
  EXPECT_EQ(outcome(judged(form)), "accepted");
}

TEST(VerifyPost, EveryPublishedSignatureIsReproduced) {
  std::size_t count = 0;
  for (const std::string file : {"spec/sigv2_vectors.json", "spec/sigv4_vectors.json"}) {
    const auto document = pail::testing::json_fixture(file);
    for (const auto& entry : document.at("post_policies").as_array()) {
      const auto text = [&](const char* name) { return std::string(entry.at(name).as_string()); };
      SCOPED_TRACE(text("id"));
      const bool v4 = entry.as_object().contains("day");
      const Key key({text("access_key_id"), text("secret")});
      const std::string base64 = text("policy_base64");
      EXPECT_EQ(wire::to_base64(wire::as_bytes(text("policy_json"))), base64);
      EXPECT_EQ(v4 ? key.sign_v4(base64, text("day"), text("region"), "s3") : key.sign_v2(base64),
                text("signature"));
      const testing::Keys keys{{text("access_key_id"), text("secret")}};
      Form form{{{"key", "a"}, {"policy", base64}}};
      if (v4) {
        form["x-amz-algorithm"] = "AWS4-HMAC-SHA256";
        form["x-amz-credential"] =
            text("access_key_id") + "/" + text("day") + "/" + text("region") + "/s3/aws4_request";
        form["x-amz-date"] = text("day") + "T000000Z";
        form["x-amz-signature"] = text("signature");
      } else {
        form["AWSAccessKeyId"] = text("access_key_id");
        form["signature"] = text("signature");
      }
      wire::Headers headers;
      for (const auto& [name, value] : form.fields) headers.add(name, value);
      const Rules rules{.now = moment, .region = "us-east-1"};
      EXPECT_EQ(outcome(verify_post(headers, keys, rules)), "accepted");
      ++count;
    }
  }
  EXPECT_EQ(count, 6U);
}

TEST(VerifyPost, ThePrintedSignatureOfTheDocumentationIsWrong) {
  const auto document = pail::testing::json_fixture("spec/sigv2_vectors.json");
  const auto& entry = document.at("post_policies").at(1);
  const std::string access_key(entry.at("access_key_id").as_string());
  const testing::Keys keys{{access_key, std::string(entry.at("secret").as_string())}};
  const std::string base64(entry.at("policy_base64").as_string());
  const std::string printed(entry.at("published_signature").as_string());
  const wire::Headers fields = {
      {"key", "a"}, {"AWSAccessKeyId", access_key}, {"policy", base64}, {"signature", printed}};
  EXPECT_EQ(outcome(verify_post(fields, keys, {.now = moment, .region = "us-east-1"})), no_match);
}

TEST(VerifyPost, TheClaimedKeyIsThatOfEitherForm) {
  EXPECT_EQ(claimed_access_key({{"awsaccesskeyid", "A"}}), "A");
  EXPECT_EQ(claimed_access_key({{"X-Amz-Credential", "B/1/2"}, {"AWSAccessKeyId", "A"}}), "B");
  EXPECT_EQ(claimed_access_key({{"X-Amz-Credential", "B"}}), "B");
  EXPECT_EQ(claimed_access_key({{"key", "k"}}), "");
}

}  // namespace
}  // namespace pail::signer
