#include "client/signing.hpp"

#include <gtest/gtest.h>

#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"
#include "wire/target.hpp"

namespace pail::client {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const wire::Time may_2013 = *wire::parse_iso_basic("20130524T000000Z");

std::string text(const json::value& value) {
  return std::string(value.as_string());
}

std::string member(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains(name);
  return value == nullptr || !value->is_string() ? "" : text(*value);
}

// The draft that a vector describes, before it is signed.
Draft draft_of(const json::object& vector) {
  Draft draft;
  draft.method = member(vector, "method");
  const std::string raw = vector.contains("request_target")
                              ? member(vector, "request_target")
                              : member(vector, "path") + "?" + member(vector, "query");
  const auto target = wire::split_target(raw);
  draft.path = target.value().path;
  const auto query = wire::Query::parse(target.value().query);
  for (const wire::QueryParam& param : query.value().all()) {
    if (param.has_equals) {
      draft.query.add(param.name, param.value);
    } else {
      draft.query.add(param.name);
    }
  }
  for (const json::value& header : vector.at("headers").as_array()) {
    draft.headers.push_back({text(header.at(0)), text(header.at(1))});
  }
  draft.host_bucket = member(vector, "bucket_in_host");
  return draft;
}

TEST(Signing, Version2GivesThePublishedAuthorizations) {
  std::size_t checked = 0;
  const json::value fixture = testing::json_fixture("spec/sigv2_vectors.json");
  for (const json::value& value : fixture.at("requests").as_array()) {
    const json::object& vector = value.as_object();
    if (member(vector, "mechanism") != "header" || !vector.contains("authorization")) continue;
    SCOPED_TRACE(member(vector, "id"));
    Draft draft = draft_of(vector);
    const signer::Key key({member(vector, "access_key_id"), member(vector, "secret")});
    sign(draft, {key, Signature::v2, default_region, may_2013}, "ignored");
    EXPECT_EQ(draft.header("Authorization"), member(vector, "authorization"));
    ++checked;
  }
  EXPECT_GT(checked, 30U);
}

TEST(Signing, Version4GivesThePublishedAuthorizations) {
  std::size_t checked = 0;
  const json::value fixture = testing::json_fixture("spec/sigv4_vectors.json");
  for (const json::value& value : fixture.at("requests").as_array()) {
    const json::object& vector = value.as_object();
    const std::string id = member(vector, "id");
    // Those whose signed headers are the ones a client of ours signs.
    if (id != "doc-get-lifecycle" && id != "doc-list-objects" && id != "edge-session-token" &&
        id != "edge-utf8-key" && id != "edge-host-port" && id != "edge-query-sort") {
      continue;
    }
    SCOPED_TRACE(id);
    Draft draft = draft_of(vector);
    const signer::Key key({member(vector, "access_key_id"), member(vector, "secret")});
    const wire::Time now = *wire::parse_iso_basic(member(vector, "date"));
    sign(draft, {key, Signature::v4, member(vector, "region"), now}, "kept as the vector has it");
    EXPECT_NE(draft.header("Authorization").find(member(vector, "signature")), std::string::npos);
    ++checked;
  }
  EXPECT_EQ(checked, 6U);
}

Draft plain_get() {
  Draft draft;
  draft.origin = {"localhost", 9000, false};
  draft.method = "GET";
  draft.path = "/b/k";
  draft.headers = {{"Host", "localhost:9000"}};
  return draft;
}

TEST(Signing, TheClockGivesTheDate) {
  const signer::Key key({"AKID", "secret"});
  Draft two = plain_get();
  sign(two, {key, Signature::v2, default_region, may_2013}, "");
  EXPECT_EQ(two.header("Date"), "Fri, 24 May 2013 00:00:00 GMT");
  EXPECT_EQ(two.header("x-amz-content-sha256"), "") << "Version 2 knows no payload hash";

  Draft four = plain_get();
  sign(four, {key, Signature::v4, "eu-west-1", may_2013}, "UNSIGNED-PAYLOAD");
  EXPECT_EQ(four.header("x-amz-date"), "20130524T000000Z");
  EXPECT_EQ(four.header("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
  EXPECT_NE(four.header("Authorization").find("AKID/20130524/eu-west-1/s3/aws4_request"),
            std::string::npos);
}

TEST(Signing, TheTokenOfTemporaryKeysIsSentAndSigned) {
  const signer::Key key({"ASIA", "secret", "the-token"});
  for (const Signature signature : {Signature::v2, Signature::v4}) {
    Draft draft = plain_get();
    sign(draft, {key, signature, default_region, may_2013}, "UNSIGNED-PAYLOAD");
    EXPECT_EQ(draft.header("x-amz-security-token"), "the-token");
    Draft without = plain_get();
    sign(without, {signer::Key({"ASIA", "secret"}), signature, default_region, may_2013},
         "UNSIGNED-PAYLOAD");
    EXPECT_NE(draft.header("Authorization"), without.header("Authorization"));
  }
}

TEST(Signing, TheSecretIsInNothingThatIsSent) {
  const signer::Key key({"AKID", "very-secret-indeed"});
  for (const Signature signature : {Signature::v2, Signature::v4}) {
    Draft draft = plain_get();
    sign(draft, {key, signature, default_region, may_2013}, "UNSIGNED-PAYLOAD");
    EXPECT_EQ(to_http(draft).fields.text().find("very-secret-indeed"), std::string_view::npos);
  }
}

TEST(Presigning, LifetimesHaveTheLimitsOfTheirVersion) {
  const signer::Key key({"AKID", "secret"});
  struct Case {
    Signature signature;
    std::chrono::seconds lifetime;
    bool allowed;
  };
  const std::chrono::seconds until_2038{2'147'483'647 - 1'369'353'600};
  const Case cases[] = {
      {Signature::v4, 0s, false},        {Signature::v4, 1s, true},
      {Signature::v4, 604'800s, true},   {Signature::v4, 604'801s, false},
      {Signature::v2, -1s, false},       {Signature::v2, 604'801s, true},
      {Signature::v2, until_2038, true}, {Signature::v2, until_2038 + 1s, false},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(std::to_string(c.lifetime.count()));
    Draft draft = plain_get();
    const auto made = presign(draft, {key, c.signature, default_region, may_2013}, c.lifetime);
    EXPECT_EQ(made.has_value(), c.allowed);
  }
}

}  // namespace
}  // namespace pail::client
