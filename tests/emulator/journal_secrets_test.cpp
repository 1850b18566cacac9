// No secret and no whole signature ever stands in a journal, whichever way it came.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/har.hpp"
#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "tests/emulator/support/forms.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/emulator/support/query_client.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/target.hpp"

namespace pail::emulator {
namespace {

using namespace std::chrono_literals;
using namespace testing;  // NOLINT(google-build-using-namespace)
using ::testing::HasSubstr;
using ::testing::Not;

class JournalSecrets : public ::testing::Test {
 protected:
  JournalSecrets() {
    s3.make_bucket("bucket");
    s3.put("bucket/key", "hello");
  }
  world::Journal& journal() { return s3.emulator().worlds().default_world().journal(); }

  // Everything a journal tells, in one text.
  std::string whole_journal() {
    const auto entries = journal().find({}, 0, 1000).entries;
    std::string all = har_of(entries, "0");
    for (const auto& entry : entries) {
      for (const std::string& text : {entry->target, entry->headers, entry->response_headers,
                                      entry->reason, entry->key, entry->detail}) {
        all.append(text).append("\n");
      }
    }
    return all;
  }
  // `found`: a piece of what was sent, so that the search is known to have looked.
  void expect_hidden(const std::string& secret, const std::string& found) {
    SCOPED_TRACE(found);
    ASSERT_GE(secret.size(), 16U);
    const std::string all = whole_journal();
    EXPECT_THAT(all, HasSubstr(found));
    EXPECT_THAT(all, Not(HasSubstr(secret)));
    EXPECT_THAT(all, Not(HasSubstr(secret.substr(0, 8)))) << "not even its beginning";
    EXPECT_THAT(all, Not(HasSubstr(secret.substr(secret.size() - 8))));
    journal().clear();
  }
  void send(std::string target, HeaderList headers = {}) {
    s3.send({.target = std::move(target), .headers = std::move(headers), .signing = Signing::none});
  }

  Harness s3;
  const signer::Key key{{std::string(default_access_key), std::string(default_secret_key)}};
  const wire::Query no_query;
};

std::string behind(const std::string& text, const std::string& mark) {
  return text.substr(text.rfind(mark) + mark.size());
}

wire::Headers views_of(const HeaderList& headers) {
  wire::Headers views;
  for (const auto& [name, value] : headers) views.add(name, value);
  return views;
}

TEST_F(JournalSecrets, OfV2Headers) {
  const std::string date = wire::format_http_date(test_time());
  const wire::Headers headers = {{"Host", "localhost:9000"}, {"Date", date}};
  for (const char* path : {"/bucket/key", "/bucket/refused"}) {
    const std::string value =
        signer::v2::authorization(key, {"GET", "/bucket/key", no_query, headers, {}});
    send(path, {{"Date", date}, {"Authorization", value}});
    expect_hidden(behind(value, ":"), path);
  }
}

TEST_F(JournalSecrets, OfV4AndV4AHeaders) {
  const HeaderList list = {{"Host", "localhost:9000"},
                           {"x-amz-content-sha256", std::string(signer::v4::unsigned_payload)},
                           {"x-amz-date", wire::format_iso_basic(test_time())},
                           {"x-amz-region-set", "*"}};
  const wire::Headers headers = views_of(list);
  const signer::Message message{"GET", "/bucket/key", no_query, headers, {}};
  for (const std::string& value :
       {signer::v4::authorization(key, message, "us-east-1", test_time()),
        signer::v4a::authorization(key, message, test_time())}) {
    HeaderList sent(list.begin() + 1, list.end());
    sent.emplace_back("Authorization", value);
    send("/bucket/key", sent);
    EXPECT_EQ(journal().find({}, 0, 10).entries.back()->verdict, "accepted");
    expect_hidden(behind(value, "Signature="), std::string(default_access_key) + "/20260301/");
  }
}

TEST_F(JournalSecrets, OfPresignedUrls) {
  const wire::Headers headers = {{"Host", "localhost:9000"}};
  const auto presigned = [&](auto presign) {
    wire::Query query;
    presign(signer::Message{"GET", "/bucket/key", query, headers, {}}, query);
    return "/bucket/key?" + query.text();
  };
  const std::pair<std::string, std::string> urls[] = {
      {"&Signature=", presigned([&](const signer::Message& message, wire::Query& query) {
         signer::v2::presign(key, message, query, test_time() + 1h);
       })},
      {"X-Amz-Signature=", presigned([&](const signer::Message& message, wire::Query& query) {
         signer::v4::presign(key, message, query, "us-east-1", test_time(), 1h);
       })},
      {"X-Amz-Signature=", presigned([&](const signer::Message& message, wire::Query& query) {
         signer::v4a::presign(key, message, query, "*", test_time(), 1h);
       })}};
  for (const auto& [mark, url] : urls) {
    send(url);
    EXPECT_EQ(journal().find({}, 0, 10).entries.back()->verdict, "accepted") << url;
    expect_hidden(behind(url, mark), mark);
    send("/bucket/key", {{"Referer", "http://localhost:9000" + url}});
    expect_hidden(behind(url, mark), "Referer");
  }
}

TEST_F(JournalSecrets, OfForms) {
  for (const FormSigning signing : {FormSigning::v2, FormSigning::v4}) {
    Form form{.fields = {{"key", "posted"}}};
    sign(form, usual_policy(test_time(), "bucket"), test_time(), {.signing = signing});
    s3.send(post_of("bucket", form));
    EXPECT_EQ(journal().find({}, 0, 10).entries.back()->verdict, "accepted");
    expect_hidden(form.fields.back().second, "posted");
  }
}

TEST_F(JournalSecrets, OfTemporaryKeys) {
  QueryClient client(s3, default_keys());
  const Answer answer = client.sts("GetSessionToken");
  const signer::Credentials session = credentials_in(answer, "GetSessionToken");
  ASSERT_FALSE(session.session_token.empty());
  EXPECT_THAT(whole_journal(), Not(HasSubstr(session.secret_key)));
  EXPECT_EQ(get_with(s3, session, "/bucket/key", S3Form::v4_header), "200");
  expect_hidden(session.session_token, session.access_key);
  EXPECT_EQ(get_with(s3, session, "/bucket/key", S3Form::v4_query), "200");
  expect_hidden(wire::percent_encode(session.session_token, false), session.access_key);
  EXPECT_EQ(get_with(s3, session, "/bucket/key", S3Form::v2_query), "200");
  expect_hidden(wire::percent_encode(session.session_token, false), session.access_key);
}

TEST_F(JournalSecrets, OfWebIdentityTokens) {
  const std::string token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJl";
  send("/?Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=" + token);
  expect_hidden(token, "AssumeRoleWithWebIdentity");
}

TEST_F(JournalSecrets, OfCustomersKeys) {
  const std::string customers = wire::to_base64(wire::as_bytes("0123456789abcdefFEDCBA9876543210"));
  for (const char* name : {"x-amz-server-side-encryption-customer-key",
                           "x-amz-copy-source-server-side-encryption-customer-key"}) {
    s3.send({.target = "/bucket/key", .headers = {{name, customers}}});
    expect_hidden(customers, name);
    send("/bucket/key?" + std::string(name) + "=" + wire::percent_encode(customers, false));
    expect_hidden(customers.substr(0, customers.size() - 1), name);
  }
}

TEST_F(JournalSecrets, OfSchemesThatAreNoneOfS3s) {
  send("/bucket/key", {{"Authorization", "Bearer abcdefghijklmnopqrstuvwxyz"},
                       {"Cookie", "session=abcdefghijklmnopqrstuvwxyz"}});
  expect_hidden("abcdefghijklmnopqrstuvwxyz", "Bearer");
}

// The secret keys themselves travel in no request; the error documents of signatures must not show
// them either.
TEST_F(JournalSecrets, OfTheServerItself) {
  s3.send({.target = "/bucket/key", .secret_key = std::string(other_secret_key)});
  const std::string all = whole_journal();
  EXPECT_THAT(all, Not(HasSubstr(default_secret_key)));
  EXPECT_THAT(all, Not(HasSubstr(other_secret_key)));
}

}  // namespace
}  // namespace pail::emulator
