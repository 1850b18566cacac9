#include "emulator/documents/cors.hpp"

#include <gtest/gtest.h>

#include "tests/support/fixtures.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;

std::string rule(const std::string& inner) {
  return "<CORSConfiguration><CORSRule>" + inner + "</CORSRule></CORSConfiguration>";
}

const std::string least = "<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin>";

std::string text_of(const boost::json::object& object, std::string_view member) {
  const auto* const value = object.if_contains(member);
  return value == nullptr ? std::string() : std::string(value->as_string());
}

// Place of the rule that a case meets; -1 for none.
std::int64_t rule_met(const std::vector<CorsRule>& rules, const boost::json::object& entry) {
  const std::string origin = text_of(entry, "origin");
  const std::string method = text_of(entry, "method");
  const std::string asked = text_of(entry, "headers");
  const wire::Headers headers = {{"Access-Control-Request-Headers", asked}};
  const CorsRule* const met = matching_rule(rules, {origin, method, requested_headers(headers)});
  return met == nullptr ? -1 : met - rules.data();
}

TEST(CorsMatching, FollowsTheTable) {
  const auto table = pail::testing::json_fixture("cors/matching.json");
  std::size_t cases = 0;
  for (const auto& value : table.at("configurations").as_array()) {
    const auto& configuration = value.as_object();
    const auto rules = parse_cors(text_of(configuration, "document"));
    ASSERT_TRUE(rules) << text_of(configuration, "name");
    for (const auto& each : configuration.at("cases").as_array()) {
      SCOPED_TRACE(text_of(configuration, "name") + " " + boost::json::serialize(each));
      const auto& wanted = each.as_object().at("rule");
      EXPECT_EQ(rule_met(rules.value(), each.as_object()),
                wanted.is_null() ? -1 : wanted.as_int64());
      ++cases;
    }
  }
  EXPECT_GT(cases, 20U);
}

TEST(CorsDocument, ComesBackAsItWasGiven) {
  const std::string inner =
      "<ID>uploads</ID><AllowedHeader>*</AllowedHeader><AllowedMethod>PUT</AllowedMethod>"
      "<AllowedMethod>HEAD</AllowedMethod><AllowedOrigin>https://a.example</AllowedOrigin>"
      "<ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds>";
  const auto rules = parse_cors(rule(inner));
  ASSERT_TRUE(rules);
  EXPECT_EQ(cors_document(rules.value()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CORSConfiguration "
            "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><CORSRule>" +
                inner + "</CORSRule></CORSConfiguration>");
}

TEST(CorsDocument, ItsFaultsAreNamed) {
  struct Case {
    std::string document;
    Errc code;
    std::string message;
  };
  const std::string schema =
      "The XML you provided was not well-formed or did not validate against our published schema";
  std::string many;
  for (int i = 0; i < 101; ++i) many += "<CORSRule>" + least + "</CORSRule>";
  const Case cases[] = {
      {"", Errc::MissingRequestBodyError, "Request Body is empty"},
      {"<CORSConfiguration/>", Errc::MalformedXML, schema},
      {"<Cors/>", Errc::MalformedXML, schema},
      {"<CORSConfiguration><Rule/></CORSConfiguration>", Errc::MalformedXML, schema},
      {rule("<AllowedOrigin>*</AllowedOrigin>"), Errc::MalformedXML, schema},
      {rule("<AllowedMethod>GET</AllowedMethod>"), Errc::MalformedXML, schema},
      {rule(least + "<Other/>"), Errc::MalformedXML, schema},
      {rule(least + "<MaxAgeSeconds>soon</MaxAgeSeconds>"), Errc::MalformedXML, schema},
      {rule(least + "<MaxAgeSeconds>1</MaxAgeSeconds><MaxAgeSeconds>2</MaxAgeSeconds>"),
       Errc::MalformedXML, schema},
      {rule(least + "<ID>" + std::string(256, 'i') + "</ID>"), Errc::MalformedXML, schema},
      {rule("<AllowedMethod>PATCH</AllowedMethod><AllowedOrigin>*</AllowedOrigin>"),
       Errc::InvalidRequest,
       "Found unsupported HTTP method in CORS config. Unsupported method is PATCH"},
      {rule("<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*.*</AllowedOrigin>"),
       Errc::InvalidRequest, "AllowedOrigin \"*.*\" can not have more than one wildcard."},
      {rule(least + "<AllowedHeader>**</AllowedHeader>"), Errc::InvalidRequest,
       "AllowedHeader \"**\" can not have more than one wildcard."},
      {rule(least + "<ExposeHeader>x-*</ExposeHeader>"), Errc::InvalidRequest,
       "ExposeHeader \"x-*\" contains wildcard. We currently do not support wildcard for "
       "ExposeHeader."},
      {"<CORSConfiguration>" + many + "</CORSConfiguration>", Errc::InvalidRequest,
       "The number of CORS rules should not exceed allowed limit of 100 rules."}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.document.substr(0, 200));
    const auto rules = parse_cors(c.document);
    ASSERT_FALSE(rules);
    EXPECT_EQ(rules.error().code(), c.code);
    EXPECT_EQ(rules.error().message(), c.message);
  }
}

}  // namespace
}  // namespace pail::emulator::documents
