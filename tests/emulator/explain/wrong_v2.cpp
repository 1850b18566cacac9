// V2 requests signed wrongly, each string to sign written out.
#include "tests/emulator/explain/wrong_signer.hpp"

namespace pail::emulator::testing {
namespace {

RawRequest dated(std::string target, std::string method = "GET") {
  RawRequest request{std::move(method), std::move(target)};
  return request.with("Date", date_text);
}

RawRequest signed2(const Stage& stage, RawRequest request, const std::string& to_sign) {
  return header2(stage, std::move(request), signature2(to_sign));
}

const std::string get_line = "GET\n\n\n" + date_text + "\n";

std::vector<WrongRequest> dates() {
  return {
      {"v2-date-beside-amz-date",
       [](Stage& s) {
         return signed2(s, dated("/b/k").with("x-amz-date", amz_date),
                        get_line + "x-amz-date:" + amz_date + "\n/b/k");
       }},
      {"v2-amz-date-on-date-line",
       [](Stage& s) {
         return signed2(s, RawRequest().with("X-Amz-Date", amz_date),
                        "GET\n\n\n" + amz_date + "\n/b/k");
       }},
      {"date-other-text",
       [](Stage& s) {
         return signed2(s, dated("/b/k"), "GET\n\n\nSun, 01 Mar 2026 12:00:00 +0000\n/b/k");
       }},
      {"v2-query-date-line",
       [](Stage& s) { return url2(s, dated("/b/k"), encoded(signature2(get_line + "/b/k"))); }},
  };
}

std::vector<WrongRequest> resources() {
  return {
      {"bucket-missing",
       [](Stage& s) {
         return signed2(s, dated("/k").with("Host", "b." + std::string("s3.") + s.host()),
                        get_line + "/k");
       }},
      {"bucket-doubled",
       [](Stage& s) {
         return signed2(s, dated("/k").with("Host", "b.s3." + s.host()), get_line + "/b/b/k");
       }},
      {"bucket-case",
       [](Stage& s) {
         return signed2(s, dated("/k").with("Host", "MyBucket.s3." + s.host()),
                        get_line + "/MyBucket/k");
       }},
      {"v2-boto-bucket-slash", [](Stage& s) { return signed2(s, dated("/b"), get_line + "/b/"); }},
      {"v2-boto-sub-resources",
       [](Stage& s) { return signed2(s, dated("/b?encryption"), get_line + "/b/"); }},
      {"v2-sub-resource-omitted",
       [](Stage& s) {
         return signed2(s, dated("/b/k?acl&versionId=1"), get_line + "/b/k?versionId=1");
       }},
      {"v2-sub-resource-with-value",
       [](Stage& s) { return signed2(s, dated("/b/k?acl"), get_line + "/b/k?acl="); }},
      {"v2-sub-resources-unsorted",
       [](Stage& s) {
         return signed2(s, dated("/b/k?versionId=1&acl"), get_line + "/b/k?versionId=1&acl");
       }},
      {"v2-query-signed",
       [](Stage& s) {
         return signed2(s, dated("/b/?prefix=a%2Fb&max-keys=2"),
                        get_line + "/b/?prefix=a/b&max-keys=2");
       }},
      {"v2-value-not-decoded",
       [](Stage& s) {
         return signed2(s, dated("/b/k?response-content-type=a%2Fb"),
                        get_line + "/b/k?response-content-type=a%2Fb");
       }},
      {"method-other",
       [](Stage& s) {
         return url2(s, RawRequest{"PUT", "/b/k"},
                     encoded(signature2("GET\n\n\n" + expires + "\n/b/k")));
       }},
  };
}

std::vector<WrongRequest> headers() {
  return {
      {"content-type-added",
       [](Stage& s) {
         return signed2(
             s, dated("/b/k", "PUT").with("Content-Type", "application/x-www-form-urlencoded"),
             "PUT\n\n\n" + date_text + "\n/b/k");
       }},
      {"content-type-charset",
       [](Stage& s) {
         return signed2(s, dated("/b/k", "PUT").with("Content-Type", "text/css;charset=UTF-8"),
                        "PUT\n\ntext/css\n" + date_text + "\n/b/k");
       }},
      {"content-type-missing",
       [](Stage& s) {
         return url2(s, RawRequest{"PUT", "/b/k"},
                     encoded(signature2("PUT\n\nimage/jpeg\n" + expires + "\n/b/k")));
       }},
      {"content-type-other",
       [](Stage& s) {
         return signed2(s, dated("/b/k", "PUT").with("Content-Type", "Image/PNG"),
                        "PUT\n\nimage/png\n" + date_text + "\n/b/k");
       }},
      {"v2-content-md5-hex",
       [](Stage& s) {
         return signed2(s, dated("/b/k", "PUT").with("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
                        "PUT\nd41d8cd98f00b204e9800998ecf8427e\n\n" + date_text + "\n/b/k");
       }},
      {"v2-content-md5-not-signed",
       [](Stage& s) {
         return signed2(s, dated("/b/k", "PUT").with("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
                        "PUT\n\n\n" + date_text + "\n/b/k");
       }},
      {"token-not-signed",
       [](Stage& s) {
         return signed2(
             s, dated("/b/k").with("x-amz-acl", "private").with("x-amz-security-token", "a-token"),
             get_line + "x-amz-acl:private\n/b/k");
       }},
      {"v2-amz-query-not-signed",
       [](Stage& s) {
         return url2(s, RawRequest{"PUT", "/b/k?x-amz-acl=private"},
                     encoded(signature2("PUT\n\n\n" + expires + "\n/b/k")));
       }},
      {"header-not-signed",
       [](Stage& s) {
         return signed2(s, dated("/b/k").with("x-amz-meta-a", "1").with("x-amz-meta-b", "2"),
                        get_line + "x-amz-meta-b:2\n/b/k");
       }},
      {"headers-unsorted",
       [](Stage& s) {
         return signed2(s, dated("/b/k").with("x-amz-meta-b", "2").with("x-amz-meta-a", "1"),
                        get_line + "x-amz-meta-b:2\nx-amz-meta-a:1\n/b/k");
       }},
      {"header-names-case",
       [](Stage& s) {
         return signed2(s, dated("/b/k").with("X-Amz-Meta-Name", "v"),
                        get_line + "X-Amz-Meta-Name:v\n/b/k");
       }},
      {"v2-spaces-collapsed",
       [](Stage& s) {
         return signed2(s, dated("/b/k").with("x-amz-meta-a", "one  two   three"),
                        get_line + "x-amz-meta-a:one two three\n/b/k");
       }},
      {"repeated-header",
       [](Stage& s) {
         return signed2(s, dated("/b/k").with("x-amz-meta-a", "1").with("x-amz-meta-a", "2"),
                        get_line + "x-amz-meta-a:1\nx-amz-meta-a:2\n/b/k");
       }},
      {"header-space-after-colon",
       [](Stage& s) {
         return signed2(s, dated("/b/k").with("x-amz-meta-a", "1"),
                        get_line + "x-amz-meta-a: 1\n/b/k");
       }},
  };
}

std::vector<WrongRequest> layouts() {
  return {
      {"literal-backslash-n",
       [](Stage& s) {
         return signed2(s, dated("/b/k"), R"(GET\n\n\n)" + date_text + R"(\n/b/k)");
       }},
      {"lines-end-in-crlf",
       [](Stage& s) {
         return signed2(s, dated("/b/k"), "GET\r\n\r\n\r\n" + date_text + "\r\n/b/k");
       }},
      {"string-ends-in-newline",
       [](Stage& s) { return signed2(s, dated("/b/k"), get_line + "/b/k\n"); }},
      {"v2-empty-lines-dropped",
       [](Stage& s) { return signed2(s, dated("/b/k"), "GET\n" + date_text + "\n/b/k"); }},
  };
}

}  // namespace

std::vector<WrongRequest> wrong_v2_requests() {
  std::vector<WrongRequest> all = dates();
  for (const auto& some : {resources(), headers(), layouts()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace pail::emulator::testing
