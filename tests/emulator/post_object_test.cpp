#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/emulator/support/forms.hpp"
#include "tests/emulator/support/versions.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view content_md5 = "25d55ad283aa400af464c76d713c07ad";  // of 12345678
constexpr std::string_view list_target = "/bucket-b?list-type=2";
constexpr FormSigning both[] = {FormSigning::v2, FormSigning::v4};

std::string text(const boost::json::value& value) {
  return std::string(value.as_string());
}

HeaderList fields_in(const boost::json::object& row, std::string_view member) {
  HeaderList fields;
  const auto* const found = row.if_contains(boost::json::string_view(member.data(), member.size()));
  if (found == nullptr) return fields;
  for (const auto& field : found->as_object()) {
    fields.emplace_back(std::string(field.key()), text(field.value()));
  }
  return fields;
}

// The table calls its bucket "b", which is shorter than a bucket's name may be.
constexpr std::string_view bucket = "bucket-b";

std::string policy_of(const boost::json::object& row) {
  boost::json::value policy = row.at("policy");
  auto* const conditions = policy.as_object().if_contains("conditions");
  if (conditions == nullptr) return boost::json::serialize(policy);
  for (boost::json::value& condition : conditions->as_array()) {
    if (!condition.is_object()) continue;
    for (auto& member : condition.as_object()) {
      const bool names_it = wire::iequals(std::string(member.key()), "bucket");
      if (names_it && member.value() == "b") member.value() = bucket;
    }
  }
  return boost::json::serialize(policy);
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
}

// One row of the table `post_policy`.
struct PolicyCase {
  explicit PolicyCase(const boost::json::object& row)
      : policy(policy_of(row)),
        form{.fields = fields_in(row, "fields"), .after = fields_in(row, "fields_after_file")},
        extra(fields_in(row, "extra")) {
    if (const auto* const name = row.if_contains("filename")) {
      form.filename = name->is_null() ? std::nullopt : std::optional(text(*name));
    }
    const auto& expect = row.at("expect").as_array();
    status = static_cast<unsigned>(expect.at(0).as_int64());
    if (expect.at(1).is_string()) code = text(expect.at(1));
    if (expect.size() > 2 && expect.at(2).is_string()) message = text(expect.at(2));
    if (const auto* const key = row.if_contains("stored_key")) stored_key = text(*key);
    if (const auto* const url = row.if_contains("location")) location = text(*url);
  }
  std::string key() const { return stored_key.empty() ? form.fields.front().second : stored_key; }

  std::string policy;
  Form form;
  HeaderList extra;
  unsigned status = 0;
  std::string code, message, stored_key, location;
};

void expect_stored(Harness& s3, const PolicyCase& c, const Answer& answer) {
  EXPECT_EQ(answer.header("ETag"), '"' + std::string(content_md5) + '"');
  EXPECT_EQ(s3.send({.target = std::string(list_target)}).texts("Contents", "Key"),
            std::vector<std::string>{c.key()});
  if (c.location.empty()) return;
  std::string location = c.location;
  replace(location, "<md5>", content_md5);
  replace(location, "bucket=b", "bucket=bucket-b");
  EXPECT_EQ(answer.header("Location"), location);
  EXPECT_EQ(answer.body, "");
}

void expect_refused(Harness& s3, const PolicyCase& c, const Answer& answer) {
  if (!c.message.empty()) {
    EXPECT_EQ(answer.message(), c.message);
  }
  for (const auto& [name, value] : c.extra) EXPECT_EQ(answer.element(name), value) << name;
  EXPECT_TRUE(s3.send({.target = std::string(list_target)}).texts("Contents", "Key").empty());
}

TEST(PostObjectPolicy, EveryDecisionOfTheTableUnderBothVersions) {
  const auto cases = pail::testing::spec_cases("post_policy");
  ASSERT_EQ(cases.size(), 35U);
  for (const auto& row : cases) {
    for (const FormSigning signing : both) {
      SCOPED_TRACE(boost::json::serialize(row) + (signing == FormSigning::v2 ? " V2" : " V4"));
      Harness s3;
      s3.clock().set(*wire::parse_iso_extended("2029-01-01T00:00:00Z"));
      s3.make_bucket(bucket);
      PolicyCase c(row.as_object());
      sign(c.form, c.policy, s3.clock().now(), {.signing = signing});
      const Answer answer = s3.send(post_of(bucket, c.form));
      EXPECT_EQ(answer.status, c.status) << answer.body;
      EXPECT_EQ(answer.code(), c.code);
      if (c.code.empty()) {
        expect_stored(s3, c, answer);
      } else {
        expect_refused(s3, c, answer);
      }
    }
  }
}

class PostObject : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }

  // Signs a policy that allows `form` all its fields.
  Form allowed(Form form, FormSigner with = {}) {
    std::string conditions;
    for (const auto& [name, value] : form.fields) {
      conditions += ",[\"starts-with\",\"$" + name + "\",\"\"]";
    }
    sign(form, usual_policy(s3.clock().now(), "bucket", conditions), s3.clock().now(), with);
    return form;
  }
  Answer post(HeaderList fields) { return post_form({.fields = std::move(fields)}); }
  Answer post_form(Form form) { return s3.send(post_of("bucket", allowed(std::move(form)))); }
  Answer post_raw(std::string body) {
    Sent sent = post_of("bucket", {});
    sent.body = std::move(body);
    return s3.send(sent);
  }
  std::vector<std::string> keys() {
    return s3.send({.target = "/bucket?list-type=2"}).texts("Contents", "Key");
  }
  Answer head(std::string key) { return s3.send({.method = "HEAD", .target = "/bucket/" + key}); }
  Harness s3;
};

TEST_F(PostObject, StoresTheFileAndSaysSo) {
  const Answer answer = post({{"key", "a b/c"}});
  EXPECT_EQ(answer.status, 204U);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("ETag"), '"' + std::string(content_md5) + '"');
  EXPECT_EQ(answer.header("Location"), "http://localhost:9000/bucket/a%20b%2Fc");
  EXPECT_EQ(answer.header("x-amz-server-side-encryption"), "AES256");
  EXPECT_EQ(answer.header("x-amz-checksum-type"), "FULL_OBJECT");
  EXPECT_TRUE(answer.has("x-amz-checksum-crc64nvme"));
  EXPECT_EQ(answer.header("x-amz-request-id").size(), 16U);
  EXPECT_EQ(s3.get("bucket/a%20b/c"), "12345678");
}

TEST_F(PostObject, TheStatusIsWhatTheFormAsksFor) {
  const std::pair<std::string, unsigned> cases[] = {{"200", 200}, {"201", 201}, {"204", 204},
                                                    {"", 204},    {"202", 204}, {"2OO", 204}};
  for (const auto& [asked, status] : cases) {
    const Answer answer = post({{"key", "k"}, {"success_action_status", asked}});
    EXPECT_EQ(answer.status, status) << asked;
    EXPECT_EQ(answer.body.empty(), status != 201U) << asked;
  }
}

TEST_F(PostObject, Status201DescribesTheObject) {
  Sent sent =
      post_of("", allowed({.fields = {{"key", "a/<b>&c"}, {"success_action_status", "201"}}}));
  sent.host = "bucket.s3.localhost:9000";
  const Answer answer = s3.send(sent);
  EXPECT_EQ(answer.status, 201U);
  EXPECT_EQ(answer.header("Content-Type"), "application/xml");
  EXPECT_EQ(answer.header("Location"), "http://bucket.s3.localhost:9000/a%2F%3Cb%3E%26c");
  EXPECT_EQ(answer.elements(), "Location Bucket Key ETag");
  EXPECT_EQ(answer.element("Location"), answer.header("Location"));
  EXPECT_EQ(answer.element("Bucket"), "bucket");
  EXPECT_EQ(answer.element("Key"), "a/<b>&c");
  EXPECT_EQ(answer.element("ETag"), answer.header("ETag"));
  EXPECT_EQ(answer.body.find("xmlns"), std::string::npos);
}

TEST_F(PostObject, NamesTheVersionItMade) {
  EXPECT_FALSE(post({{"key", "k"}}).has("x-amz-version-id"));
  set_versioning(s3, "bucket", "Enabled");
  const Answer answer = post({{"key", "k"}});
  EXPECT_EQ(answer.header("x-amz-version-id").size(), 32U);
  EXPECT_EQ(head("k").header("x-amz-version-id"), answer.header("x-amz-version-id"));
}

TEST_F(PostObject, RedirectsToAbsoluteUrlsOnly) {
  const std::string result =
      "bucket=bucket&key=a+b%2Fc&etag=%22" + std::string(content_md5) + "%22";
  const std::pair<std::string, std::string> cases[] = {
      {"https://x.test/ok", "https://x.test/ok?" + result},
      {"HTTP://x.test?a=1", "HTTP://x.test?a=1&" + result},
      {"http://x.test/a?b=c&d", "http://x.test/a?b=c&d&" + result},
      {"", ""},
      {"/ok", ""},
      {"ftp://x.test/", ""},
      {"javascript:alert(1)", ""},
      {"http://", ""},
      {"http:///path", ""},
      {"http://x.test/a b", ""},
      {"http://x.test/\r\nSet-Cookie: a=b", ""}};
  for (const std::string name : {"success_action_redirect", "redirect"}) {
    for (const auto& [url, location] : cases) {
      SCOPED_TRACE(name + ": " + url);
      const Answer answer = post({{"key", "a b/c"}, {name, url}, {"success_action_status", "200"}});
      EXPECT_EQ(answer.status, location.empty() ? 200U : 303U);
      if (!location.empty()) {
        EXPECT_EQ(answer.header("Location"), location);
      }
      EXPECT_EQ(answer.body, "");
    }
  }
  const Answer both_names =
      post({{"key", "k"}, {"redirect", "http://old.test/"}, {"success_action_redirect", "/rel"}});
  EXPECT_EQ(both_names.status, 204U) << "the new name counts where both are there";
}

TEST_F(PostObject, FieldsAreTheHeadersOfAPut) {
  const HeaderList headers = {{"Content-Type", "text/plain"},
                              {"Cache-Control", "max-age=60"},
                              {"Content-Disposition", "attachment; filename=\"a.txt\""},
                              {"Content-Encoding", "identity"},
                              {"Content-Language", "de"},
                              {"Expires", "whenever"},
                              {"x-amz-storage-class", "STANDARD_IA"},
                              {"x-amz-website-redirect-location", "/elsewhere"},
                              {"x-amz-meta-color", "blue"}};
  HeaderList fields = headers;
  fields.emplace_back("key", "k");
  fields.emplace_back("acl", "private");
  fields.emplace_back("Content-MD5", "JdVa0oOqQAr0ZMdtcTwHrQ==");
  ASSERT_EQ(post(fields).status, 204U);
  const Answer answer = head("k");
  for (const auto& [name, value] : headers) EXPECT_EQ(answer.header(name), value) << name;
}

TEST_F(PostObject, APartsOwnContentTypeIsNotTheObjects) {
  ASSERT_EQ(post({{"key", "k"}}).status, 204U);
  EXPECT_EQ(head("k").header("Content-Type"), "binary/octet-stream");
}

TEST_F(PostObject, WhatAFormCannotAskForIsPassedOver) {
  EXPECT_EQ(post({{"key", "k"}, {"If-Match", "\"x\""}}).status, 204U);
  EXPECT_EQ(post({{"key", "k"}, {"If-None-Match", "*"}}).status, 204U);
  EXPECT_EQ(post({{"key", "k"}, {"x-amz-trailer", "x-amz-checksum-crc32"}}).status, 204U);
}

TEST_F(PostObject, HeadersAreRefusedAsOnAPut) {
  struct Case {
    std::string name, value, code;
  };
  const Case cases[] = {
      {"x-amz-storage-class", "OUTPOSTS", "InvalidStorageClass"},
      {"acl", "public-read", "AccessControlListNotSupported"},
      {"ACL", "nonsense", "InvalidArgument"},
      {"tagging", "k=v", "MalformedXML"},
      {"x-amz-server-side-encryption", "rot13", "InvalidEncryptionAlgorithmError"},
      {"x-amz-object-lock-mode", "GOVERNANCE", "NotImplemented"},
      {"x-amz-meta-a", std::string(2100, 'x'), "MetadataTooLarge"},
      {"Content-MD5", "nonsense", "InvalidDigest"},
      {"x-amz-checksum-crc32", "nonsense", "InvalidRequest"},
      {"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", "BadDigest"},
      {"x-amz-checksum-crc32", "AAAAAA==", "BadDigest"}};
  for (const Case& c : cases) {
    EXPECT_EQ(post({{"key", "k"}, {c.name, c.value}}).code(), c.code) << c.name << ": " << c.value;
  }
  EXPECT_TRUE(keys().empty());
}

TEST_F(PostObject, TagsAreADocument) {
  const std::string tags =
      "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>";
  EXPECT_EQ(post({{"key", "k"}, {"tagging", tags}}).status, 204U);
  const Answer answer = s3.send({.target = "/bucket/k?tagging"});
  EXPECT_NE(answer.body.find("<Key>a</Key><Value>1</Value>"), std::string::npos) << answer.body;
  EXPECT_EQ(post({{"key", "l"}, {"tagging", "<Other/>"}}).status, 204U);
  EXPECT_FALSE(s3.send({.method = "HEAD", .target = "/bucket/l"}).has("x-amz-tagging-count"));
}

TEST_F(PostObject, KeysAreOfS3sLength) {
  EXPECT_EQ(post({{"key", std::string(1024, 'k')}}).status, 204U);
  const Answer longer = post({{"key", std::string(1025, 'k')}});
  EXPECT_EQ(longer.code(), "KeyTooLongError");
  EXPECT_EQ(longer.element("Size") + "/" + longer.element("MaxSizeAllowed"), "1025/1024");
  const Answer none = post({{"key", ""}});
  EXPECT_EQ(none.code() + ": " + none.message(),
            "InvalidArgument: User key must have a length greater than 0.");
  EXPECT_EQ(keys().size(), 1U);
}

TEST_F(PostObject, TheFileNameStandsInForItself) {
  const std::pair<std::string, std::string> cases[] = {
      {"photo.jpg", "u/photo.jpg"},          {"C:\\dir\\photo.jpg", "u/photo.jpg"},
      {"/home/me/photo.jpg", "u/photo.jpg"}, {"\\\\host\\share/x\\y.jpg", "u/y.jpg"},
      {"%22q%22.jpg", "u/\"q\".jpg"},        {"sch\xc3\xb6n.jpg", "u/sch\xc3\xb6n.jpg"},
      {"${filename}", "u/${filename}"},      {"folder/", "u/"}};
  for (const auto& [filename, key] : cases) {
    SCOPED_TRACE(filename);
    Form form{.fields = {{"key", "u/${filename}"}, {"x-amz-meta-name", "${filename}-${filename}"}}};
    form.filename = filename;
    ASSERT_EQ(post_form(form).status, 204U);
    EXPECT_EQ(keys(), std::vector<std::string>{key});
    const std::string target = "/bucket/" + wire::percent_encode(key, true);
    if (filename == "photo.jpg") {
      EXPECT_EQ(head(key).header("x-amz-meta-name"), "photo.jpg-photo.jpg");
    }
    ASSERT_EQ(s3.send({.method = "DELETE", .target = target}).status, 204U);
  }
}

TEST_F(PostObject, NamesGoWithoutCaseAndRepeatedFieldsAreJoined) {
  ASSERT_EQ(post({{"KEY", "k"}, {"X-Amz-Meta-A", "1"}, {"x-amz-meta-a", "2"}}).status, 204U);
  EXPECT_EQ(head("k").header("x-amz-meta-a"), "1,2");
  EXPECT_EQ(post({{"key", "a"}, {"Key", "b"}}).status, 204U);
  EXPECT_EQ(keys(), (std::vector<std::string>{"a,b", "k"}));
}

TEST_F(PostObject, WhatStandsBehindTheFileIsIgnored) {
  Form form{.fields = {{"key", "k"}}, .after = {{"key", "other"}, {"submit", "Upload"}}};
  ASSERT_EQ(post_form(form).status, 204U);
  EXPECT_EQ(keys(), std::vector<std::string>{"k"});
  const Answer late = s3.send(post_of("bucket", {.fields = {}, .after = {{"key", "k"}}}));
  EXPECT_EQ(late.message(),
            "Bucket POST must contain a field named 'key'.  If it is specified, please check the "
            "order of the fields.");
}

TEST_F(PostObject, OneFileAndNoMore) {
  Form two = allowed({.fields = {{"key", "k"}}});
  two.after = {{"File", "second"}};
  Form none = allowed({.fields = {{"key", "k"}}});
  std::string without = body_of(none);
  without.replace(without.find("name=\"file\""), 11, "name=\"fine\"");
  for (const Answer& answer : {s3.send(post_of("bucket", two)), post_raw(without)}) {
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(answer.message(), "POST requires exactly one file upload per request.");
    EXPECT_EQ(answer.elements(), "Code Message ArgumentName ArgumentValue RequestId HostId");
    EXPECT_EQ(answer.element("ArgumentName") + answer.element("ArgumentValue"), "file0");
  }
  EXPECT_TRUE(keys().empty());
}

TEST_F(PostObject, BodiesThatAreNoFormAreRefused) {
  const std::string good = body_of(allowed({.fields = {{"key", "k"}}}));
  const std::pair<std::string, std::string> bodies[] = {
      {"nothing", ""},
      {"something else", "{\"a\":1}"},
      {"cut inside the file", good.substr(0, good.find("5678"))},
      {"no closing delimiter", good.substr(0, good.size() - 4)},
      {"a field without a name", "--" + std::string(form_boundary) + "\r\n\r\nx\r\n" + good},
      {"a name that is no text", [&] {
         std::string body = good;
         return body.replace(body.find("\"key\""), 5, "\"\xff\"");
       }()}};
  for (const auto& [why, body] : bodies) {
    SCOPED_TRACE(why);
    const Answer answer = post_raw(body);
    EXPECT_EQ(answer.code(), "MalformedPOSTRequest");
    EXPECT_EQ(answer.message(),
              "The body of your POST request is not well-formed multipart/form-data.");
    EXPECT_TRUE(keys().empty());
  }
}

TEST_F(PostObject, TheContentTypeIsJudgedBeforeTheBodyIsAskedFor) {
  const auto with_type = [&](std::string type) {
    Sent sent = post_of("bucket", allowed({.fields = {{"key", "k"}}}));
    sent.headers = {{"Content-Type", std::move(type)}};
    return s3.send(sent);
  };
  const Answer other = with_type("application/x-www-form-urlencoded");
  EXPECT_EQ(other.status, 412U);
  EXPECT_EQ(other.code(), "PreconditionFailed");
  EXPECT_EQ(other.element("Condition"),
            "Bucket POST must be of the enclosure-type multipart/form-data");
  const Answer bare = with_type("multipart/form-data");
  EXPECT_EQ(bare.code(), "MalformedPOSTRequest");
  EXPECT_FALSE(other.body_was_asked_for || bare.body_was_asked_for);
}

TEST_F(PostObject, FieldsHaveS3sSizeAltogether) {
  const auto body_with = [&](std::size_t padding) {
    return body_of(
        allowed({.fields = {{"key", "k"}, {"x-ignore-padding", std::string(padding, 'x')}}}));
  };
  const std::size_t others = body_with(0).find("12345678");
  const std::size_t most = 20480 - others;
  EXPECT_EQ(post_raw(body_with(most)).status, 204U);
  for (const std::size_t padding : {most + 1, std::size_t{1} << 20}) {
    const Answer answer = post_raw(body_with(padding));
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(answer.code(), "MaxPostPreDataLengthExceeded");
    EXPECT_EQ(answer.message(),
              "Your POST request fields preceeding the upload file was too large.");
    EXPECT_EQ(answer.element("MaxPostPreDataLengthBytes"), "20480");
  }
}

TEST_F(PostObject, AHugeFileIsNoPartOfThatSize) {
  const std::string content(300'000, 'x');
  Form form = allowed({.fields = {{"key", "k"}}, .content = content});
  Sent sent = post_of("bucket", form);
  sent.declares_length = false;  // and a form needs no Content-Length
  sent.piece_bytes = 4096;
  ASSERT_EQ(s3.send(sent).status, 204U);
  EXPECT_EQ(s3.get("bucket/k"), content);
}

TEST_F(PostObject, RefusesInS3sOrder) {
  struct Case {
    std::string why;
    FormSigner with;
    std::string bucket, conditions, code;
  };
  FormSigner stranger{.access_key = std::string(other_access_key),
                      .secret_key = std::string(other_secret_key)};
  const std::string acl = R"(,{"acl":"private"})";
  const Case cases[] = {
      {"unknown key", {.access_key = "AKIANOBODY"}, "none", acl, "InvalidAccessKeyId"},
      {"signature before bucket", {.secret_key = "wrong"}, "none", acl, "SignatureDoesNotMatch"},
      {"signature before policy", {.secret_key = "wrong"}, "bucket", acl, "SignatureDoesNotMatch"},
      {"bucket before permission", stranger, "none", acl, "NoSuchBucket"},
      {"permission before policy", stranger, "bucket", acl, "AccessDenied: Access Denied"},
      {"policy last", {}, "bucket", acl, "AccessDenied: Invalid according to Policy: Policy Cond"}};
  for (const Case& c : cases) {
    for (const FormSigning signing : both) {
      SCOPED_TRACE(c.why + (signing == FormSigning::v2 ? " V2" : " V4"));
      FormSigner with = c.with;
      with.signing = signing;
      Form form{.fields = {{"key", "k"}}};
      sign(form, usual_policy(s3.clock().now(), c.bucket, c.conditions), s3.clock().now(), with);
      const Answer answer = s3.send(post_of(c.bucket, form));
      EXPECT_EQ((answer.code() + ": " + answer.message()).substr(0, c.code.size()), c.code);
      EXPECT_TRUE(answer.body_was_asked_for);
      EXPECT_TRUE(keys().empty());
    }
  }
}

TEST_F(PostObject, AWrongSignatureShowsWhatWasSigned) {
  for (const FormSigning signing : both) {
    Form form = allowed({.fields = {{"key", "k"}}}, {.signing = signing, .secret_key = "wrong"});
    const Answer answer = s3.send(post_of("bucket", form));
    EXPECT_EQ(answer.status, 403U);
    EXPECT_EQ(answer.elements().substr(0, 74),
              "Code Message AWSAccessKeyId StringToSign SignatureProvided StringToSignByt");
    EXPECT_EQ(answer.element("CanonicalRequest"), "");
    const auto policy = std::find_if(form.fields.begin(), form.fields.end(),
                                     [](const auto& field) { return field.first == "Policy"; });
    EXPECT_EQ(answer.element("StringToSign"), policy->second);
    EXPECT_EQ(answer.element("SignatureProvided"), form.fields.back().second);
  }
}

TEST_F(PostObject, AnonymousFormsAreDenied) {
  const Answer answer = s3.send(post_of("bucket", {.fields = {{"key", "k"}}}));
  EXPECT_EQ(answer.status, 403U);
  EXPECT_EQ(answer.code() + ": " + answer.message(), "AccessDenied: Access Denied");
  EXPECT_TRUE(keys().empty());
}

TEST_F(PostObject, CredentialsOfTheHeadHaveNoPlaceOnAForm) {
  Sent sent = post_of("bucket", allowed({.fields = {{"key", "k"}}}));
  sent.signing = Signing::v4;
  const Answer doubly = s3.send(sent);
  EXPECT_EQ(
      doubly.code() + ": " + doubly.message(),
      "InvalidArgument: A form upload is signed by its fields, not by a header or the query.");
  sent.secret_key = "wrong";
  EXPECT_EQ(s3.send(sent).code(), "SignatureDoesNotMatch");
  sent.signing = Signing::none;
  sent.headers.emplace_back("Authorization", "Bearer x");
  EXPECT_EQ(s3.send(sent).message(), "Unsupported Authorization Type");
  EXPECT_TRUE(keys().empty());
}

TEST_F(PostObject, AFormGoesToTheWorldOfItsKey) {
  Options options;
  options.worlds = {{"second", "us-east-1", {{"AKIASECOND", "second/secret"}}, {}}};
  Harness two(std::move(options));
  two.make_bucket("bucket");
  const Answer made = two.send({.method = "PUT",
                                .target = "/bucket",
                                .access_key = "AKIASECOND",
                                .secret_key = "second/secret"});
  ASSERT_EQ(made.status, 200U) << made.body;
  for (const FormSigning signing : both) {
    Form form{.fields = {{"key", "k"}}};
    sign(form, usual_policy(two.clock().now(), "bucket"), two.clock().now(),
         {signing, "AKIASECOND", "second/secret"});
    EXPECT_EQ(two.send(post_of("bucket", form)).status, 204U);
  }
  const Sent list{.target = "/bucket?list-type=2"};
  Sent second_list = list;
  second_list.access_key = "AKIASECOND";
  second_list.secret_key = "second/secret";
  EXPECT_TRUE(two.send(list).texts("Contents", "Key").empty());
  EXPECT_EQ(two.send(second_list).texts("Contents", "Key"), std::vector<std::string>{"k"});
}

TEST_F(PostObject, ModesThatDoNotInsistServeWhatCannotBeProven) {
  for (const AuthMode mode : {AuthMode::warn, AuthMode::off}) {
    SCOPED_TRACE(mode == AuthMode::warn ? "warn" : "off");
    Options options;
    options.auth = mode;
    Harness lenient(std::move(options));
    lenient.make_bucket("bucket");
    const std::string expired =
        usual_policy(lenient.clock().now() - std::chrono::hours(2), "bucket");
    for (const std::string& secret : {std::string(default_secret_key), std::string("wrong")}) {
      Form form{.fields = {{"key", "k"}}};
      sign(form, expired, lenient.clock().now(), {.secret_key = secret});
      EXPECT_EQ(lenient.send(post_of("bucket", form)).status, 204U);
    }
    const Answer anonymous = lenient.send(post_of("bucket", {.fields = {{"key", "k"}}}));
    EXPECT_EQ(anonymous.status, mode == AuthMode::off ? 204U : 403U);
  }
}

TEST_F(PostObject, LogsNameTheFormsScheme) {
  std::vector<std::string> schemes;
  Options options;
  options.on_finished = [&](const Finished& done) {
    schemes.push_back(std::string(done.operation) + " " + std::string(done.scheme));
  };
  Harness watched(std::move(options));
  watched.make_bucket("bucket");
  for (const FormSigning signing : both) {
    Form form{.fields = {{"key", "k"}}};
    sign(form, usual_policy(watched.clock().now(), "bucket"), watched.clock().now(),
         {.signing = signing});
    ASSERT_EQ(watched.send(post_of("bucket", form)).status, 204U);
  }
  EXPECT_EQ(schemes, (std::vector<std::string>{"CreateBucket V4 header", "PostObject V2 form",
                                               "PostObject V4 form"}));
}

TEST_F(PostObject, LogsNameTheKeyThatARefusedFormClaims) {
  std::vector<std::string> claimed;
  Options options;
  options.on_finished = [&](const Finished& done) { claimed.emplace_back(done.access_key); };
  Harness watched(std::move(options));
  watched.make_bucket("bucket");
  for (const FormSigning signing : both) {
    Form form{.fields = {{"key", "k"}}};
    sign(form, usual_policy(watched.clock().now(), "bucket"), watched.clock().now(),
         {.signing = signing, .access_key = "AKIANOBODY"});
    EXPECT_EQ(watched.send(post_of("bucket", form)).code(), "InvalidAccessKeyId");
  }
  EXPECT_EQ(claimed, (std::vector<std::string>{std::string(default_access_key), "AKIANOBODY",
                                               "AKIANOBODY"}));
}

}  // namespace
}  // namespace pail::emulator::testing
