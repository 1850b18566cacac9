// SigV4A as a server judges it: what differs from verify_v4_test.cpp.
#include <gtest/gtest.h>

#include <chrono>

#include "signer/v4a.hpp"
#include "signer/verify.hpp"
#include "tests/signer/check_order.hpp"
#include "tests/signer/outcomes.hpp"
#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::signer {
namespace {

using namespace std::chrono_literals;
using testing::elements;
using testing::Fault;
using testing::judge;
using testing::mismatch;
using testing::moment;
using testing::outcome;
using testing::Received;
using testing::Request;

// A request before it is signed; `scope` and `region_set` may be wrong, `left_out` is not sent.
struct Draft {
  std::string access_key = testing::access_key;
  std::string secret = testing::secret_key;
  std::string algorithm{v4a::algorithm};
  std::string date{testing::moment_iso};
  std::string scope = "20130206/s3/aws4_request";
  std::string region_set = "us-east-1";
  std::string payload_hash = "UNSIGNED-PAYLOAD";
  std::string left_out;
  bool signs_region_set = true;
  wire::Time now = moment;

  std::string sign(const Message& message, std::string_view signed_headers) const {
    const std::string canonical = v4::canonical_request(message, signed_headers, payload_hash);
    return Key({access_key, secret})
        .sign_v4a(v4::string_to_sign(algorithm, date, scope, canonical));
  }
};

struct HeaderDraft : Draft {
  Request request() const {
    Request made{.method = "PUT", .path = "/b/k", .headers = {{"host", "s3.example"}}};
    const auto add = [&](const char* name, const std::string& value) {
      if (left_out != name) made.headers.emplace_back(name, value);
    };
    add("x-amz-content-sha256", payload_hash);
    add("x-amz-date", date);
    add("x-amz-region-set", region_set);
    std::string list = "host;x-amz-content-sha256;x-amz-date";
    if (signs_region_set) list += ";x-amz-region-set";
    const std::string signature = sign(Received(made).message(), list);
    made.headers.emplace_back("Authorization", algorithm + " Credential=" + access_key + '/' +
                                                   scope + ", SignedHeaders=" + list +
                                                   ", Signature=" + signature);
    return made;
  }
};

struct QueryDraft : Draft {
  std::string sent_payload_hash;  // a header; "" = none

  Request request() const {
    Request made{.path = "/b/k", .headers = {{"host", "s3.example"}}};
    if (!sent_payload_hash.empty()) {
      made.headers.emplace_back("x-amz-content-sha256", sent_payload_hash);
    }
    Received received(made);
    wire::Query& query = received.query();
    const auto add = [&](const char* name, const std::string& value) {
      if (left_out != name) query.add(name, value);
    };
    add("X-Amz-Algorithm", algorithm);
    add("X-Amz-Credential", access_key + '/' + scope);
    add("X-Amz-Date", date);
    add("X-Amz-Expires", "60");
    add("X-Amz-Region-Set", region_set);
    add("X-Amz-SignedHeaders", "host");
    Draft with_hash = *this;
    if (!sent_payload_hash.empty()) with_hash.payload_hash = sent_payload_hash;
    add("X-Amz-Signature", with_hash.sign(received.message(), "host"));
    made.query = query.text();
    return made;
  }
};

const auto judge_draft = [](const auto& draft) {
  return judge(draft.request(), testing::usual_keys(), draft.now);
};

constexpr const char* wrong_set =
    "400 RegionSetMismatch: The provided X-Amz-Region-Set doesn't match against the requested S3 "
    "region.";

// The scope, where the region set stands in the place of the region.
template <class D>
std::vector<Fault<D>> scope_rows(const std::string& refusal) {
  return {
      {"four parts", [](D& d) { d.scope = "20130206/us-east-1/s3/aws4_request"; },
       refusal + "the Credential is mal-formed; expecting "
                 "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
       ""},
      {"day", [](D& d) { d.scope = "2013026/s3/aws4_request"; },
       refusal + "incorrect date format \"2013026\". This date in the credential must be in "
                 "the format \"yyyyMMdd\".",
       ""},
      {"region set", [](D& d) { d.region_set = "us-west-2"; }, wrong_set,
       "RequestedRegion=us-east-1|RegionSet=us-west-2"},
      {"service", [](D& d) { d.scope = "20130206/sts/aws4_request"; },
       refusal + "incorrect service \"sts\". This endpoint belongs to \"s3\".", ""},
      {"terminal", [](D& d) { d.scope = "20130206/s3/aws5_request"; },
       refusal + "incorrect terminal \"aws5_request\". This endpoint uses \"aws4_request\".", ""}};
}

TEST(VerifyV4aHeader, ChecksStandInTheOrderOfTheSheet) {
  const std::string malformed =
      "400 AuthorizationHeaderMalformed: The authorization header is malformed; ";
  std::vector<Fault<HeaderDraft>> rows = {
      {"no payload hash", [](HeaderDraft& d) { d.left_out = "x-amz-content-sha256"; },
       "400 InvalidRequest: Missing required header for this request: x-amz-content-sha256", ""},
      {"payload hash of V4",
       [](HeaderDraft& d) { d.payload_hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"; },
       "400 InvalidRequest: The value of x-amz-content-sha256 header is invalid.", ""},
      {"no region set", [](HeaderDraft& d) { d.left_out = "x-amz-region-set"; },
       "400 InvalidRequest: Missing required header for this request: x-amz-region-set", ""},
      {"skew", [](HeaderDraft& d) { d.now = moment - 901s; }, testing::skewed, "*"}};
  for (auto& row : scope_rows<HeaderDraft>(malformed)) rows.push_back(std::move(row));
  rows.push_back({"another day", [](HeaderDraft& d) { d.scope = "20130205/s3/aws4_request"; },
                  malformed + "Invalid credential date. Date is not the same as X-Amz-Date.", ""});
  rows.push_back({"unsigned region set", [](HeaderDraft& d) { d.signs_region_set = false; },
                  "403 AccessDenied: There were headers present in the request which were not "
                  "signed",
                  "HeadersNotSigned=x-amz-region-set"});
  rows.push_back({"unknown key", [](HeaderDraft& d) { d.access_key = "AKIAUNKNOWN"; },
                  testing::no_such_key, "AWSAccessKeyId=AKIAUNKNOWN"});
  rows.push_back({"signature", [](HeaderDraft& d) { d.secret = "wrong"; }, mismatch, "*"});
  testing::expect_order(rows, judge_draft);
}

TEST(VerifyV4aQuery, ChecksStandInTheOrderOfTheSheet) {
  const std::string refused = "400 AuthorizationQueryParametersError: ";
  std::vector<Fault<QueryDraft>> rows = {
      {"algorithm", [](QueryDraft& d) { d.algorithm = "AWS4-ECDSA-P384-SHA256"; },
       refused + "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"",
       ""},
      {"no date", [](QueryDraft& d) { d.left_out = "X-Amz-Date"; },
       refused + "Query-string authentication version 4 requires the X-Amz-Algorithm, "
                 "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and "
                 "X-Amz-Expires parameters.",
       ""},
      {"empty region set", [](QueryDraft& d) { d.region_set.clear(); },
       refused + "SigV4a query auth requires a non empty x-amz-region-set parameter.", ""},
      {"too late", [](QueryDraft& d) { d.now = moment + 61s; },
       "403 AccessDenied: Request has expired", "*"}};
  for (auto& row :
       scope_rows<QueryDraft>(refused + "Error parsing the X-Amz-Credential parameter; ")) {
    rows.push_back(std::move(row));
  }
  rows.push_back({"another day", [](QueryDraft& d) { d.scope = "20130205/s3/aws4_request"; },
                  refused + "Invalid credential date \"20130205\". This date is not the same as "
                            "X-Amz-Date: \"20130206\".",
                  ""});
  rows.push_back({"payload hash of V4",
                  [](QueryDraft& d) { d.sent_payload_hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"; },
                  "400 InvalidRequest: The value of x-amz-content-sha256 header is invalid.", ""});
  rows.push_back({"unknown key", [](QueryDraft& d) { d.access_key = "AKIAUNKNOWN"; },
                  testing::no_such_key, "AWSAccessKeyId=AKIAUNKNOWN"});
  rows.push_back({"signature", [](QueryDraft& d) { d.secret = "wrong"; }, mismatch, "*"});
  testing::expect_order(rows, judge_draft);
}

TEST(VerifyV4aQuery, ARegionSetThatIsNotSentIsRefusedAsAnEmptyOne) {
  QueryDraft draft;
  draft.left_out = "X-Amz-Region-Set";
  EXPECT_EQ(outcome(judge_draft(draft)),
            "400 AuthorizationQueryParametersError: SigV4a query auth requires a non empty "
            "x-amz-region-set parameter.");
}

// cases.json, "region_set"; a header may be empty, a parameter may not.
TEST(VerifyV4a, RegionSetsOfTheSheetAreJudgedInBothForms) {
  for (const auto& one : pail::testing::spec_cases("region_set")) {
    HeaderDraft header;
    QueryDraft query;
    header.region_set = query.region_set = std::string(one.at(0).as_string());
    SCOPED_TRACE(header.region_set);
    const std::string expected = one.at(1).as_bool() ? "accepted" : wrong_set;
    EXPECT_EQ(outcome(judge_draft(header)), expected);
    if (!query.region_set.empty()) {
      EXPECT_EQ(outcome(judge_draft(query)), expected);
    }
  }
}

TEST(VerifyV4a, VerdictsNameTheSchemeAndCarryNoMoreThanTheyShould) {
  const auto header = judge_draft(HeaderDraft());
  ASSERT_EQ(outcome(header), "accepted");
  EXPECT_EQ(header.value().scheme, Scheme::v4a_header);
  EXPECT_EQ(header.value().payload, Payload::unsigned_payload);
  EXPECT_FALSE(header.value().seed);
  const auto query = judge_draft(QueryDraft());
  ASSERT_EQ(outcome(query), "accepted");
  EXPECT_EQ(query.value().scheme, Scheme::v4a_query);
}

TEST(VerifyV4a, ItsKeywordsAnnounceSignedChunksAndSeedThem) {
  for (const auto& [keyword, payload] :
       {std::pair{v4a::streaming_signed, Payload::chunked_signed},
        std::pair{v4a::streaming_signed_trailer, Payload::chunked_signed_trailer}}) {
    SCOPED_TRACE(keyword);
    HeaderDraft header;
    header.payload_hash = keyword;
    const Request request = header.request();
    const auto result = judge(request, testing::usual_keys(), moment);
    ASSERT_EQ(outcome(result), "accepted");
    EXPECT_EQ(result.value().payload, payload);
    const ChunkSeed& seed = result.value().seed.value();
    EXPECT_TRUE(request.headers.back().second.ends_with("=" + seed.signature));
    EXPECT_EQ(seed.scope, "20130206/s3/aws4_request");
    EXPECT_EQ(seed.algorithm, Algorithm::ecdsa_p256);
    QueryDraft query;
    query.sent_payload_hash = keyword;
    const auto presigned = judge_draft(query);
    ASSERT_EQ(outcome(presigned), "accepted");
    EXPECT_EQ(presigned.value().payload, payload);
  }
}

TEST(VerifyV4a, UnsignedChunksNeedNoAlgorithm) {
  HeaderDraft draft;
  draft.payload_hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const auto result = judge_draft(draft);
  ASSERT_EQ(outcome(result), "accepted");
  EXPECT_EQ(result.value().payload, Payload::chunked_unsigned_trailer);
  EXPECT_FALSE(result.value().seed);
}

TEST(VerifyV4a, TheAlgorithmIsSignedAsSpelled) {
  HeaderDraft draft;
  draft.algorithm = "aws4-Ecdsa-P256-SHA256";
  EXPECT_EQ(outcome(judge_draft(draft)), "accepted");
}

TEST(VerifyV4a, AMismatchShowsWhatV4sShows) {
  HeaderDraft draft;
  draft.secret = "wrong";
  const auto result = judge_draft(draft);
  ASSERT_EQ(outcome(result), mismatch);
  std::string names;
  for (const wire::NamedText& element : result.error().details()) names += element.name + ' ';
  EXPECT_EQ(names,
            "AWSAccessKeyId StringToSign SignatureProvided StringToSignBytes CanonicalRequest "
            "CanonicalRequestBytes ");
  EXPECT_TRUE(
      result.error()
          .detail("StringToSign")
          .starts_with("AWS4-ECDSA-P256-SHA256\n20130206T005745Z\n20130206/s3/aws4_request\n"));
}

TEST(VerifyV4a, AnHmacSignatureIsNoEcdsaOne) {
  Request request = HeaderDraft().request();
  std::string& text = request.headers.back().second;
  text.resize(text.rfind('=') + 1);
  text += Key({testing::access_key, testing::secret_key}).sign_v4("t", "20130206", "", "s3");
  EXPECT_EQ(outcome(judge(request, testing::usual_keys(), moment)), mismatch);
}

}  // namespace
}  // namespace pail::signer
