#include <gtest/gtest.h>

#include <chrono>

#include "signer/v4.hpp"
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

constexpr const char* not_signed =
    "403 AccessDenied: There were headers present in the request which were not signed";

// A request before it is signed, with the credential in pieces so that each can be wrong.
struct Draft {
  std::string access_key = testing::access_key;
  std::string secret = testing::secret_key;
  std::string token;
  std::string date{testing::moment_iso};
  std::string day = "20130206", region = "us-east-1", service = "s3", terminal = "aws4_request";
  std::string more_parts;
  std::string signed_headers = "host";
  std::string left_out;  // a component of the header, or a parameter of the query
  std::vector<std::pair<std::string, std::string>> headers = {{"host", "s3.example"}};
  wire::Time now = moment;

  std::string scope() const {
    return day + '/' + region + '/' + service + '/' + terminal + more_parts;
  }
  std::string sign(const Message& message, std::string_view algorithm,
                   std::string_view payload_hash) const {
    const std::string canonical = v4::canonical_request(message, signed_headers, payload_hash);
    return Key({access_key, secret})
        .sign_v4(v4::string_to_sign(algorithm, date, scope(), canonical), day, region, service);
  }
};

struct HeaderDraft : Draft {
  std::optional<std::string> payload_hash = "UNSIGNED-PAYLOAD";

  Request request() const {
    Request made{.method = "PUT", .path = "/b/k", .headers = headers};
    std::string list = signed_headers;
    if (payload_hash) made.headers.emplace_back("x-amz-content-sha256", *payload_hash);
    made.headers.emplace_back("x-amz-date", date);
    list += ";x-amz-date";
    if (!token.empty()) {
      made.headers.emplace_back("x-amz-security-token", token);
      list += ";x-amz-security-token";
    }
    Draft complete = *this;
    complete.signed_headers = list;
    const std::string signature =
        complete.sign(Received(made).message(), v4::algorithm, payload_hash.value_or(""));
    std::string text = "AWS4-HMAC-SHA256 ";
    if (left_out != "Credential") text += "Credential=" + access_key + '/' + scope() + ", ";
    if (left_out != "SignedHeaders") text += "SignedHeaders=" + list + ", ";
    if (left_out != "Signature") text += "Signature=" + signature;
    made.headers.emplace_back("Authorization", text);
    return made;
  }
};

struct QueryDraft : Draft {
  std::string algorithm{v4::algorithm};
  std::string expires = "60";

  Request request() const {
    Request made{.path = "/b/k", .headers = headers};
    Received received(made);
    wire::Query& query = received.query();
    query.add("X-Amz-Algorithm", algorithm);
    query.add("X-Amz-Credential", access_key + '/' + scope());
    query.add("X-Amz-Date", date);
    query.add("X-Amz-Expires", expires);
    query.add("X-Amz-SignedHeaders", signed_headers);
    if (!token.empty()) query.add("X-Amz-Security-Token", token);
    const auto hash = received.message().headers.find("x-amz-content-sha256");
    query.add("X-Amz-Signature",
              sign(received.message(), v4::algorithm, hash.value_or("UNSIGNED-PAYLOAD")));
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

// Rows 6 of the header form and 7 of the query form, up to the terminal.
template <class D>
std::vector<Fault<D>> scope_rows(const std::string& refusal) {
  return {
      {"five parts", [](D& d) { d.more_parts = "/more"; },
       refusal + "the Credential is mal-formed; expecting "
                 "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
       ""},
      {"day", [](D& d) { d.day = "2013-2-6"; },
       refusal + "incorrect date format \"2013-2-6\". This date in the credential must be in the "
                 "format \"yyyyMMdd\".",
       ""},
      {"empty region", [](D& d) { d.region.clear(); },
       refusal + "a non-empty region must be provided in the credential.", ""},
      {"other region", [](D& d) { d.region = "US-EAST-1"; },
       refusal + "the region 'US-EAST-1' is wrong; expecting 'us-east-1'", "Region=us-east-1"},
      {"service", [](D& d) { d.service = "sts"; },
       refusal + "incorrect service \"sts\". This endpoint belongs to \"s3\".", ""},
      {"terminal", [](D& d) { d.terminal = "aws5_request"; },
       refusal + "incorrect terminal \"aws5_request\". This endpoint uses \"aws4_request\".", ""}};
}

// What both tables end with.
template <class D>
std::vector<Fault<D>> last_rows() {
  return {{"unsigned headers",
           [](D& d) {
             d.headers.emplace_back("X-Amz-Meta-B", "1");
             d.headers.emplace_back("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==");
             d.headers.emplace_back("x-amz-meta-b", "2");
             d.signed_headers = "range";
           },
           not_signed, "HeadersNotSigned=content-md5, host, x-amz-meta-b"},
          {"unknown key", [](D& d) { d.access_key = "AKIAUNKNOWN"; }, no_such_key,
           "AWSAccessKeyId=AKIAUNKNOWN"},
          {"temporary key without token",
           [](D& d) {
             d.access_key = testing::temporary_access_key;
             d.token.clear();
           },
           no_such_key, "AWSAccessKeyId=ASIAIOSFODNN7EXAMPLE"},
          {"temporary key with another token",
           [](D& d) {
             d.access_key = testing::temporary_access_key;
             d.token = "other";
           },
           bad_token, "Token-0=other"},
          {"signature", [](D& d) { d.secret = "wrong"; }, mismatch, "*"},
          {"long-term key with a token",
           [](D& d) {
             d.access_key = testing::access_key;
             d.token = "any";
           },
           bad_token, "Token-0=any"}};
}

template <class D>
void append(std::vector<Fault<D>>& rows, std::vector<Fault<D>> more) {
  for (auto& row : more) rows.push_back(std::move(row));
}

TEST(VerifyV4Header, ChecksStandInTheOrderOfTheSheet) {
  const std::string malformed =
      "400 AuthorizationHeaderMalformed: The authorization header is malformed; ";
  const std::string three = malformed +
                            "the authorization header requires three components: Credential, "
                            "SignedHeaders, and Signature.";
  std::vector<Fault<HeaderDraft>> rows = {
      {"no payload hash", [](HeaderDraft& d) { d.payload_hash.reset(); },
       "400 InvalidRequest: Missing required header for this request: x-amz-content-sha256", ""},
      {"payload hash", [](HeaderDraft& d) { d.payload_hash = "unsigned-payload"; },
       "400 InvalidArgument: x-amz-content-sha256 must be UNSIGNED-PAYLOAD, "
       "STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
       "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, "
       "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
       "ArgumentName=x-amz-content-sha256|ArgumentValue=unsigned-payload"},
      {"date", [](HeaderDraft& d) { d.date = "Bad Date"; }, bad_date, ""},
      {"skew", [](HeaderDraft& d) { d.now = moment - 901s; }, skewed,
       "RequestTime=20130206T005745Z|ServerTime=2013-02-06T00:42:44Z"
       "|MaxAllowedSkewMilliseconds=900000"},
      {"no Credential", [](HeaderDraft& d) { d.left_out = "Credential"; }, three, ""},
      {"no SignedHeaders", [](HeaderDraft& d) { d.left_out = "SignedHeaders"; }, three, ""},
      {"no Signature", [](HeaderDraft& d) { d.left_out = "Signature"; }, three, ""}};
  append(rows, scope_rows<HeaderDraft>(malformed));
  append(rows, {{"another day", [](HeaderDraft& d) { d.day = "20130205"; },
                 malformed + "Invalid credential date. Date is not the same as X-Amz-Date.", ""}});
  append(rows, last_rows<HeaderDraft>());
  testing::expect_order(rows, judge_draft);
}

TEST(VerifyV4Query, ChecksStandInTheOrderOfTheSheet) {
  const std::string refused = "400 AuthorizationQueryParametersError: ";
  std::vector<Fault<QueryDraft>> rows = {
      {"algorithm", [](QueryDraft& d) { d.algorithm = "AWS4-HMAC-SHA512"; },
       refused + "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"",
       ""}};
  for (const char* name : {"X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date",
                           "X-Amz-SignedHeaders", "X-Amz-Expires"}) {
    rows.push_back({name, [name](QueryDraft& d) { d.left_out = name; },
                    refused +
                        "Query-string authentication version 4 requires the X-Amz-Algorithm, "
                        "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and "
                        "X-Amz-Expires parameters.",
                    ""});
  }
  append(rows,
         {{"date", [](QueryDraft& d) { d.date = testing::moment_http; },
           refused + "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"", ""},
          {"lifetime", [](QueryDraft& d) { d.expires = "604801"; },
           refused + "X-Amz-Expires must be less than a week (in seconds); that is, the given "
                     "X-Amz-Expires must be less than 604800 seconds",
           ""},
          {"too early", [](QueryDraft& d) { d.now = moment - 901s; },
           "403 AccessDenied: Request is not yet valid",
           "X-Amz-Date=1360112265000|Expires=2013-02-06T00:58:45Z|ServerTime=2013-02-06T00:42:44Z"},
          {"too late", [](QueryDraft& d) { d.now = moment + 61s; },
           "403 AccessDenied: Request has expired",
           "X-Amz-Expires=60|Expires=2013-02-06T00:58:45Z|ServerTime=2013-02-06T00:58:46Z"}});
  append(rows, scope_rows<QueryDraft>(refused + "Error parsing the X-Amz-Credential parameter; "));
  append(rows, {{"another day", [](QueryDraft& d) { d.day = "20130205"; },
                 refused + "Invalid credential date \"20130205\". This date is not the same as "
                           "X-Amz-Date: \"20130206\".",
                 ""}});
  append(rows, last_rows<QueryDraft>());
  testing::expect_order(rows, judge_draft);
}

TEST(VerifyV4Header, DatesOfAllFormsAreReadAndSignedAsSent) {
  for (const char* date :
       {"20130206T005745Z", "Wed, 06 Feb 2013 00:57:45 GMT", "Wed, 06 Feb 2013 09:57:45 +0900",
        "Wednesday, 06-Feb-13 00:57:45 GMT", "Wed Feb  6 00:57:45 2013"}) {
    HeaderDraft draft;
    draft.date = date;
    EXPECT_EQ(outcome(judge_draft(draft)), "accepted") << date;
  }
}

TEST(VerifyV4Header, TheScopeDayIsTheUtcDayOfTheRequest) {
  HeaderDraft draft;
  draft.date = "Wed, 06 Feb 2013 00:57:45 +0900";  // still the fifth in UTC
  draft.now = moment - 9h;
  EXPECT_TRUE(outcome(judge_draft(draft)).ends_with("Date is not the same as X-Amz-Date."));
  draft.day = "20130205";
  EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
}

TEST(VerifyV4Header, ComponentsMayStandInAnyOrderAndSpacing) {
  const Request sent = HeaderDraft().request();
  const std::string text = sent.headers.back().second;
  const std::string credential =
      text.substr(text.find("Credential"), text.find(", Signed") - text.find("Credential"));
  const std::string headers =
      text.substr(text.find("Signed"), text.find(", Signature") - text.find("Signed"));
  const std::string signature = text.substr(text.find("Signature="));
  for (const std::string& spelled :
       {credential + ',' + headers + ',' + signature,
        signature + " ,  " + headers + ", " + credential,
        "  " + headers + ",\t" + signature + ',' + credential + ',',
        "Unknown=1,," + headers + ", " + signature + ',' + credential}) {
    Request request = sent;
    request.headers.back().second = "AWS4-HMAC-SHA256 " + spelled;
    EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), "accepted") << spelled;
  }
}

TEST(VerifyV4Header, ATextWithoutComponentsIsMalformed) {
  for (const std::string text : {"AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 ,", "AWS4-HMAC-SHA256 =",
                                 "AWS4-HMAC-SHA256 Credential", "AWS4-HMAC-SHA256 credential=x"}) {
    Request request = HeaderDraft().request();
    request.headers.back().second = text + ',';
    EXPECT_TRUE(outcome(judge(request, testing::usual_keys(), moment))
                    .starts_with("400 AuthorizationHeaderMalformed"))
        << text;
  }
}

TEST(VerifyV4Header, FewerThanFivePartsAreMalformed) {
  for (const char* credential : {"", "AKIAIOSFODNN7EXAMPLE", "A/20130206/us-east-1/s3", "////"}) {
    Request request = HeaderDraft().request();
    request.headers.back().second = std::string("AWS4-HMAC-SHA256 Credential=") + credential +
                                    ",SignedHeaders=host,Signature=x";
    const std::string got = outcome(judge(request, testing::usual_keys(), moment));
    EXPECT_TRUE(got.starts_with("400 AuthorizationHeaderMalformed")) << credential << got;
  }
}

TEST(VerifyV4Header, OnlyHostContentMd5AndAmzHeadersMustBeSigned) {
  HeaderDraft draft;
  for (const char* name :
       {"Content-Type", "Range", "If-Match", "Cache-Control", "Content-Length", "Content-Encoding",
        "Content-Disposition", "Content-Language", "x-amzn-trace-id", "User-Agent", "Expect"}) {
    draft.headers.emplace_back(name, "1");
  }
  EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
}

TEST(VerifyV4Header, PayloadHashTellsWhatTheBodyPromises) {
  const std::string upper(64, 'A');
  const std::vector<std::pair<std::string, Payload>> promises = {
      {"UNSIGNED-PAYLOAD", Payload::unsigned_payload},
      {upper, Payload::sha256},
      {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD", Payload::chunked_signed},
      {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", Payload::chunked_signed_trailer},
      {"STREAMING-UNSIGNED-PAYLOAD-TRAILER", Payload::chunked_unsigned_trailer}};
  for (const auto& [text, payload] : promises) {
    SCOPED_TRACE(text);
    HeaderDraft draft;
    draft.payload_hash = text;
    const auto result = judge_draft(draft);
    ASSERT_EQ(outcome(result), "accepted");
    EXPECT_EQ(result.value().payload, payload);
    EXPECT_EQ(std::string_view(result.value().payload_sha256),
              payload == Payload::sha256 ? std::string(64, 'a') : "");
    EXPECT_EQ(result.value().seed.has_value(),
              payload == Payload::chunked_signed || payload == Payload::chunked_signed_trailer);
  }
}

TEST(VerifyV4Header, TheSeedOfSignedChunksIsTheHeadsSignature) {
  HeaderDraft draft;
  draft.payload_hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  const Request request = draft.request();
  const auto result = judge(request, testing::usual_keys(), moment);
  ASSERT_EQ(outcome(result), "accepted");
  const ChunkSeed& seed = *result.value().seed;
  const std::string& text = request.headers.back().second;
  EXPECT_EQ(seed.signature, text.substr(text.find("Signature=") + 10));
  EXPECT_EQ(seed.date_text, "20130206T005745Z");
  EXPECT_EQ(seed.scope, "20130206/us-east-1/s3/aws4_request");
  EXPECT_TRUE(seed.canonical_request.starts_with("PUT\n/b/k\n\nhost:s3.example\n"));
}

// What stands beside the digits in ASCII, or a bit away from them.
TEST(VerifyV4Header, OneCharacterThatIsNoDigitMakesItNoHash) {
  for (const char other : std::string("/:@G`g\x10\x19\xb0\xe1")) {
    for (const std::size_t place : {0U, 7U, 8U, 35U, 63U}) {
      HeaderDraft draft;
      draft.payload_hash = std::string(64, '9');
      draft.payload_hash->at(place) = other;
      EXPECT_TRUE(outcome(judge_draft(draft)).starts_with("400 InvalidArgument"))
          << static_cast<int>(other) << " at " << place;
    }
  }
}

TEST(VerifyV4Header, EveryDigitOfAHashIsReadInEitherCase) {
  HeaderDraft draft;
  draft.payload_hash = "0123456789ABCDEFabcdef0123456789" + std::string(32, 'F');
  const auto result = judge_draft(draft);
  ASSERT_EQ(outcome(result), "accepted");
  EXPECT_EQ(std::string_view(result.value().payload_sha256),
            "0123456789abcdefabcdef0123456789" + std::string(32, 'f'));
}

TEST(VerifyV4Header, AlmostAHashIsNone) {
  for (const std::string& text :
       {std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g'), std::string()}) {
    HeaderDraft draft;
    draft.payload_hash = text;
    EXPECT_TRUE(outcome(judge_draft(draft)).starts_with("400 InvalidArgument")) << text;
  }
}

// The chain of chunks would start from a signature of another kind.
TEST(VerifyV4, ChunksOfTheOtherAlgorithmAreRefused) {
  for (const std::string text : {"STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
                                 "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER"}) {
    HeaderDraft header;
    header.payload_hash = text;
    QueryDraft query;
    query.headers.emplace_back("x-amz-content-sha256", text);
    for (const auto& result : {judge_draft(header), judge_draft(query)}) {
      EXPECT_EQ(outcome(result),
                "400 InvalidRequest: The value of x-amz-content-sha256 header is invalid.");
    }
  }
}

TEST(VerifyV4, ATemporaryKeyWithItsTokenIsAccepted) {
  HeaderDraft header;
  header.access_key = testing::temporary_access_key;
  header.token = testing::session_token;
  EXPECT_EQ(outcome(judge_draft(header)), "accepted");
  QueryDraft query;
  query.access_key = testing::temporary_access_key;
  query.token = testing::session_token;
  EXPECT_EQ(outcome(judge_draft(query)), "accepted");
}

TEST(VerifyV4, AnotherServiceJudgesItsOwnScope) {
  HeaderDraft draft;
  draft.service = "sts";
  const Received received(draft.request());
  const testing::Keys keys = testing::usual_keys();
  EXPECT_EQ(outcome(verify(received.message(), keys, Rules{moment, "us-east-1", "sts"})),
            "accepted");
}

TEST(VerifyV4Query, AHeaderOfThePayloadHashIsSignedUnread) {
  QueryDraft draft;
  draft.headers.emplace_back("x-amz-content-sha256", "anything at all");
  const auto result = judge_draft(draft);
  ASSERT_EQ(outcome(result), "accepted");
  EXPECT_EQ(result.value().payload, Payload::unspecified);
}

TEST(VerifyV4Query, AFramedBodyIsAnnouncedThoughUnread) {
  QueryDraft draft;
  draft.headers.emplace_back("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  const auto result = judge_draft(draft);
  ASSERT_EQ(outcome(result), "accepted");
  EXPECT_EQ(result.value().payload, Payload::chunked_unsigned_trailer);
}

// cases.json, "v4_x_amz_expires": [text, seconds or a word of the refusal].
TEST(VerifyV4Query, LifetimesOfTheSheetAreReadOrRefused) {
  const auto cases = pail::testing::spec_cases("v4_x_amz_expires");
  ASSERT_GT(cases.size(), 10U);
  for (const auto& one : cases) {
    QueryDraft draft;
    draft.expires = std::string(one.at(0).as_string());
    SCOPED_TRACE(draft.expires);
    if (!one.at(1).is_int64()) {
      const std::string got = outcome(judge_draft(draft));
      EXPECT_TRUE(got.starts_with("400 AuthorizationQueryParametersError: X-Amz-Expires ")) << got;
      EXPECT_NE(got.find(one.at(1).as_string()), std::string::npos) << got;
      continue;
    }
    draft.now = moment + std::chrono::seconds(one.at(1).as_int64());
    EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
    draft.now += 1ms;
    EXPECT_EQ(outcome(judge_draft(draft)), "403 AccessDenied: Request has expired");
  }
}

TEST(VerifyV4Query, MayBeDatedFifteenMinutesAhead) {
  QueryDraft draft;
  draft.now = moment - 900s;
  EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
  draft.now = moment - 900s - 1us;
  EXPECT_EQ(outcome(judge_draft(draft)), "403 AccessDenied: Request is not yet valid");
}

TEST(VerifyV4Query, HasNoSkewWindowBehind) {
  QueryDraft draft;
  draft.expires = "604800";
  draft.now = moment + 6 * 24h;
  EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
}

TEST(VerifyV4Query, NamesOfParametersMatchWithCase) {
  Request request = QueryDraft().request();
  const std::string name = "X-Amz-Expires";
  request.query.replace(request.query.find(name), name.size(), "x-amz-expires");
  EXPECT_TRUE(outcome(judge(request, testing::usual_keys(), moment))
                  .starts_with("400 AuthorizationQueryParametersError: Query-string"));
}

}  // namespace
}  // namespace pail::signer
