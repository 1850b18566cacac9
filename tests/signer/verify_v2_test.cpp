#include <gtest/gtest.h>

#include <chrono>

#include "signer/v2.hpp"
#include "signer/verify.hpp"
#include "tests/signer/check_order.hpp"
#include "tests/signer/outcomes.hpp"
#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"

namespace pail::signer {
namespace {

using namespace std::chrono_literals;
using testing::bad_date;
using testing::bad_token;
using testing::elements;
using testing::Fault;
using testing::judge;
using testing::mismatch;
using testing::moment;
using testing::no_such_key;
using testing::outcome;
using testing::Received;
using testing::Request;
using testing::skewed;

// What both forms have in common before they are signed.
struct Signer {
  std::string access_key = testing::access_key;
  std::string secret = testing::secret_key;
  std::string token;
  wire::Time now = moment;
};

struct HeaderDraft : Signer {
  std::optional<std::string> date = std::string(testing::moment_http);
  std::string space = " ";
  std::string tail;

  Request request() const {
    Request made{.method = "PUT", .path = "/b/k", .headers = {{"x-amz-meta-a", "1"}}};
    if (date) made.headers.emplace_back("Date", *date);
    if (!token.empty()) made.headers.emplace_back("x-amz-security-token", token);
    const Received received(made);
    const std::string text = v2::authorization(Key({access_key, secret}), received.message());
    made.headers.emplace_back("Authorization", "AWS" + space + text.substr(4) + tail);
    return made;
  }
};

struct QueryDraft : Signer {
  std::string expires = "1360112265";
  std::string left_out;

  Request request() const {
    Request made{.path = "/b/k"};
    Received received(made);
    wire::Query& query = received.query();
    if (!token.empty()) query.add("x-amz-security-token", token);
    query.add("Expires", expires);
    query.add("AWSAccessKeyId", access_key);
    const std::string text = v2::string_to_sign(received.message(), expires);
    query.add("Signature", Key({access_key, secret}).sign_v2(text));
    wire::Query kept;
    for (const wire::QueryParam& param : query.all()) {
      if (param.name != left_out) kept.add(param.name, param.value);
    }
    made.query = kept.text();
    return made;
  }
};

const auto judge_draft = [](const auto& draft) {
  return judge(draft.request(), testing::usual_keys(), draft.now);
};

// The rows that both tables end with.
template <class Draft>
std::vector<Fault<Draft>> key_rows() {
  return {{"unknown key", [](Draft& d) { d.access_key = "AKIAUNKNOWN"; }, no_such_key,
           "AWSAccessKeyId=AKIAUNKNOWN"},
          {"temporary key without token",
           [](Draft& d) {
             d.access_key = testing::temporary_access_key;
             d.token.clear();
           },
           no_such_key, "AWSAccessKeyId=ASIAIOSFODNN7EXAMPLE"},
          {"temporary key with another token",
           [](Draft& d) {
             d.access_key = testing::temporary_access_key;
             d.token = "other";
           },
           bad_token, "Token-0=other"},
          {"signature", [](Draft& d) { d.secret = "wrong"; }, mismatch, "*"},
          {"long-term key with a token",
           [](Draft& d) {
             d.access_key = testing::access_key;
             d.token = "any";
           },
           bad_token, "Token-0=any"}};
}

TEST(VerifyV2Header, ChecksStandInTheOrderOfTheSheet) {
  std::vector<Fault<HeaderDraft>> rows = {
      {"second space", [](HeaderDraft& d) { d.space = "  "; },
       "400 InvalidArgument: Authorization header is invalid -- one and only one ' ' (space) "
       "required",
       "*"},
      {"shape", [](HeaderDraft& d) { d.tail = ":more"; },
       "400 InvalidArgument: AWS authorization header is invalid.  Expected "
       "AwsAccessKeyId:signature",
       "*"},
      {"no date", [](HeaderDraft& d) { d.date.reset(); }, bad_date, ""},
      {"unreadable date", [](HeaderDraft& d) { d.date = "Bad Date"; }, bad_date, ""},
      {"empty date", [](HeaderDraft& d) { d.date = ""; }, bad_date, ""},
      {"skew", [](HeaderDraft& d) { d.now = moment + 901s; }, skewed,
       "RequestTime=Wed, 06 Feb 2013 00:57:45 GMT|ServerTime=2013-02-06T01:12:46Z"
       "|MaxAllowedSkewMilliseconds=900000"}};
  for (auto& row : key_rows<HeaderDraft>()) rows.push_back(std::move(row));
  testing::expect_order(rows, judge_draft);
}

TEST(VerifyV2Query, ChecksStandInTheOrderOfTheSheet) {
  constexpr const char* three_parameters =
      "403 AccessDenied: Query-string authentication requires the Signature, Expires and "
      "AWSAccessKeyId parameters";
  std::vector<Fault<QueryDraft>> rows = {
      {"no Expires", [](QueryDraft& d) { d.left_out = "Expires"; }, three_parameters, ""},
      {"no AWSAccessKeyId", [](QueryDraft& d) { d.left_out = "AWSAccessKeyId"; }, three_parameters,
       ""},
      {"Expires is no date", [](QueryDraft& d) { d.expires = "soon"; },
       "403 AccessDenied: Invalid date (should be seconds since epoch): soon", ""},
      {"expired", [](QueryDraft& d) { d.now = moment + 1s; },
       "403 AccessDenied: Request has expired",
       "Expires=2013-02-06T00:57:45Z|ServerTime=2013-02-06T00:57:46Z"}};
  for (auto& row : key_rows<QueryDraft>()) rows.push_back(std::move(row));
  testing::expect_order(rows, judge_draft);
}

TEST(VerifyV2Header, RefusedHeadersAreRepeatedInTheDocument) {
  for (const std::string text : {"AWS  a:b", "AWS garbage", "AWS key:", "AWS key:a:b"}) {
    const auto result =
        judge({.headers = {{"Authorization", text}}}, testing::usual_keys(), moment);
    EXPECT_EQ(elements(result), "ArgumentName=Authorization|ArgumentValue=" + text);
  }
}

// cases.json, "dates": [text, epoch seconds or null].
TEST(VerifyV2Header, DatesOfTheSheetAreReadOrRefused) {
  const auto cases = pail::testing::spec_cases("dates");
  ASSERT_GT(cases.size(), 30U);
  for (const auto& one : cases) {
    HeaderDraft draft;
    draft.date = std::string(one.at(0).as_string());
    SCOPED_TRACE(*draft.date);
    const bool is_date = !one.at(1).is_null();
    if (is_date) draft.now = wire::Seconds(std::chrono::seconds(one.at(1).as_int64()));
    EXPECT_EQ(outcome(judge_draft(draft)), is_date ? "accepted" : bad_date);
    if (is_date) {
      draft.now += 901s;
      EXPECT_EQ(outcome(judge_draft(draft)), skewed);
    }
  }
}

// cases.json, "skew": [seconds, refused].
TEST(VerifyV2Header, SkewOfTheSheetIsAllowedOrRefused) {
  for (const auto& one : pail::testing::spec_cases("skew")) {
    const std::chrono::seconds difference(one.at(0).as_int64());
    SCOPED_TRACE(difference.count());
    HeaderDraft draft;
    draft.date = wire::format_http_date(moment + difference);
    EXPECT_EQ(outcome(judge_draft(draft)), one.at(1).as_bool() ? skewed : "accepted");
  }
}

TEST(VerifyV2Header, TheWindowEndsAfterExactlyFifteenMinutes) {
  HeaderDraft draft;
  draft.now = moment + 900s + 1us;
  EXPECT_EQ(outcome(judge_draft(draft)), skewed);
  draft.now = moment - 900s;
  EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
  draft.now = moment - 900s - 1us;
  EXPECT_EQ(outcome(judge_draft(draft)), skewed);
}

TEST(VerifyV2Header, ADateFarInTheFutureIsSkewed) {
  HeaderDraft draft;
  draft.date = "Wed, 06 Feb 9999 00:57:45 GMT";
  EXPECT_EQ(outcome(judge_draft(draft)), skewed);
}

TEST(VerifyV2Header, AnUnreadableAmzDateIsNotReplacedByDate) {
  Request request = HeaderDraft().request();
  request.headers.emplace_back("X-Amz-Date", "Bad Date");
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), bad_date);
}

TEST(VerifyV2Header, TheRequestTimeOfARefusalIsTheDateThatCounted) {
  Request request{.headers = {{"Date", std::string(testing::moment_http)},
                              {"x-amz-date", "20130206T020000Z"},
                              {"Authorization", "AWS a:b"}}};
  const auto result = judge(request, testing::usual_keys(), moment);
  ASSERT_EQ(outcome(result), skewed);
  EXPECT_EQ(result.error().detail("RequestTime"), "20130206T020000Z");
}

TEST(VerifyV2Header, AGetSignatureDoesNotAuthoriseHead) {
  HeaderDraft draft;
  Request request = draft.request();
  request.method = "HEAD";
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), mismatch);
}

TEST(VerifyV2Header, TheDateTextIsSignedAsSent) {
  Request request = HeaderDraft().request();
  for (auto& [name, value] : request.headers) {
    if (name == "Date") value = "Wed, 06 Feb 2013 00:57:45 +0000";  // the same instant
  }
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), mismatch);
}

TEST(VerifyV2Header, ATrailingNewlineInTheSignatureIsTrimmedByHttpButSpacesInsideAreNot) {
  Request request = HeaderDraft().request();
  request.headers.back().second.insert(request.headers.back().second.size() - 1, " ");
  EXPECT_TRUE(
      outcome(judge(request, testing::usual_keys(), moment)).starts_with("400 InvalidArgument"));
}

TEST(VerifyV2Header, ANonCanonicalSpellingOfTheSameSignatureBytesIsRefused) {
  Request request = HeaderDraft().request();
  std::string& text = request.headers.back().second;
  ++text[text.size() - 2];  // the last character carries two unused bits
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), mismatch);
}

TEST(VerifyV2Header, ATemporaryKeyWithItsTokenIsAccepted) {
  HeaderDraft draft;
  draft.access_key = testing::temporary_access_key;
  draft.token = testing::session_token;
  EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
}

TEST(VerifyV2Header, ATokenInTheQueryStandsForTheHeader) {
  const Key key({testing::temporary_access_key, testing::secret_key, testing::session_token});
  wire::Query query;
  query.add("x-amz-security-token", testing::session_token);
  Request request{.path = "/b/k",
                  .query = query.text(),
                  .headers = {{"Date", std::string(testing::moment_http)},
                              {"x-amz-security-token", "replaced"}}};
  const std::string text = v2::authorization(key, Received(request).message());
  request.headers.emplace_back("Authorization", text);
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), "accepted");
}

TEST(VerifyV2Header, AnEmptyTokenIsNoToken) {
  Request request{
      .path = "/b/k",
      .headers = {{"Date", std::string(testing::moment_http)}, {"x-amz-security-token", ""}}};
  const Key key({testing::access_key, testing::secret_key});
  const std::string text = v2::authorization(key, Received(request).message());
  request.headers.emplace_back("Authorization", text);
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), "accepted");
}

TEST(VerifyV2Header, PromisesNothingAboutTheBody) {
  Request request = HeaderDraft().request();
  const auto result = judge(request, testing::usual_keys(), moment);
  ASSERT_TRUE(result);
  EXPECT_EQ(result.value().payload, Payload::unspecified);
  EXPECT_FALSE(result.value().seed);
}

// cases.json, "v2_expires": [text, "ok" or the start of the refusal], the clock at 1360112265.
TEST(VerifyV2Query, ExpiresTextsOfTheSheetAreReadOrRefused) {
  const auto cases = pail::testing::spec_cases("v2_expires");
  ASSERT_GT(cases.size(), 10U);
  for (const auto& one : cases) {
    QueryDraft draft;
    draft.expires = std::string(one.at(0).as_string());
    SCOPED_TRACE(draft.expires);
    const std::string expected(one.at(1).as_string());
    const std::string got = outcome(judge_draft(draft));
    EXPECT_TRUE(got.starts_with(expected == "ok" ? "accepted" : "403 AccessDenied: " + expected))
        << got;
  }
}

TEST(VerifyV2Query, ValidUntilTheEndOfTheMillisecondOfExpires) {
  QueryDraft draft;
  draft.now = moment + 999us;
  EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
  draft.now = moment + 1ms;
  EXPECT_EQ(outcome(judge_draft(draft)), "403 AccessDenied: Request has expired");
}

TEST(VerifyV2Query, FarBelowZeroIsNoDateRatherThanAnOverflow) {
  QueryDraft draft;
  draft.expires = "-9223372036854775808";
  EXPECT_TRUE(outcome(judge_draft(draft)).starts_with("403 AccessDenied: Invalid date"));
}

TEST(VerifyV2Query, HasNoWindowAroundDate) {
  QueryDraft draft;
  draft.expires = "2147483647";
  Request request = draft.request();
  request.headers.emplace_back("Date", "Bad Date");
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), "accepted");
}

TEST(VerifyV2Query, AnUnencodedPlusInTheSignatureIsASpaceAndFails) {
  Request request{.path = "/a"};
  for (int i = 0; request.query.find("%2B") == std::string::npos; ++i) {
    ASSERT_LT(i, 200) << "no signature with a plus found";
    request.path += 'a';
    Received received({.path = request.path});
    v2::presign(Key({testing::access_key, testing::secret_key}), received.message(),
                received.query(), moment);
    request.query = received.query().text();
  }
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), "accepted");
  request.query.replace(request.query.find("%2B"), 3, "+");
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), mismatch);
}

TEST(VerifyV2Query, ABoundContentTypeHasToBeSent) {
  Request request{.method = "PUT", .path = "/b/k", .headers = {{"Content-Type", "text/plain"}}};
  Received received(request);
  v2::presign(Key({testing::access_key, testing::secret_key}), received.message(), received.query(),
              moment);
  request.query = received.query().text();
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), "accepted");
  request.headers.clear();
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), mismatch);
}

}  // namespace
}  // namespace pail::signer
