// V4 requests signed wrongly: host, query and what a URL loses after it is signed.
#include "tests/emulator/explain/wrong_signer.hpp"

namespace pail::emulator::testing {
namespace {

// Signed for another host, and maybe for another path.
RawRequest host4(const Stage& stage, const std::string& signed_host, RawRequest request = {},
                 std::string signed_path = "/b/k") {
  Canonical canonical{.path = std::move(signed_path), .lines = usual_lines(signed_host)};
  return header4(stage, std::move(request), signature4(canonical.text()));
}

RawRequest query4(const Stage& stage, const std::string& sent, std::string signed_query) {
  Canonical canonical = usual(stage);
  canonical.query = std::move(signed_query);
  return header4(stage, RawRequest{"GET", "/b/k?" + sent}, signature4(canonical.text()));
}

std::string port_of(const Stage& stage) {
  return stage.host().substr(stage.host().find(':'));
}

std::vector<WrongRequest> hosts() {
  return {
      {"v4-host-without-port", [](Stage& s) { return host4(s, "localhost"); }},
      {"v4-host-default-port", [](Stage& s) { return host4(s, "localhost:443"); }},
      {"v4-host-behind-proxy",
       [](Stage& s) {
         return host4(s, "files.example.com:8443",
                      RawRequest()
                          .with("X-Forwarded-Host", "files.example.com, inner")
                          .with("X-Forwarded-Port", "8443"));
       }},
      {"v4-host-other-name",
       [](Stage& s) { return host4(s, "host.docker.internal" + port_of(s)); }},
      {"v4-host-of-aws",
       [](Stage& s) { return host4(s, "b.s3.us-east-1.amazonaws.com", {}, "/k"); }},
      {"v4-host-other-style", [](Stage& s) { return host4(s, "b." + s.host(), {}, "/k"); }},
      {"v4-host-with-scheme", [](Stage& s) { return host4(s, "http://" + s.host()); }},
  };
}

std::vector<WrongRequest> queries() {
  return {
      {"v4-query-unsorted", [](Stage& s) { return query4(s, "b=2&a=1&B=3", "b=2&a=1&B=3"); }},
      {"v4-query-plus", [](Stage& s) { return query4(s, "prefix=a%20b", "prefix=a+b"); }},
      {"v4-query-slash-kept",
       [](Stage& s) { return query4(s, "prefix=a%2Fb%20c", "prefix=a/b%20c"); }},
      {"v4-query-not-encoded",
       [](Stage& s) { return query4(s, "prefix=a%2Fb%3Dc", "prefix=a/b=c"); }},
      {"v4-query-encoded-twice",
       [](Stage& s) { return query4(s, "prefix=a%2Fb", "prefix=a%252Fb"); }},
      {"v4-query-hex-case", [](Stage& s) { return query4(s, "prefix=a%2Fb", "prefix=a%2fb"); }},
      {"v4-query-no-equals", [](Stage& s) { return query4(s, "acl", "acl"); }},
      {"v4-query-left-out", [](Stage& s) { return query4(s, "acl&versionId=1", ""); }},
      {"v4-query-question-mark", [](Stage& s) { return query4(s, "versionId=1", "?versionId=1"); }},
      {"v4-token-added-later",
       [](Stage& s) {
         return url4(s, {}, signature4(usual_url(s).text()), "X-Amz-Security-Token=a%2Ftoken");
       }},
      {"v4-parameter-added-later",
       [](Stage& s) {
         Canonical canonical = usual_url(s);
         canonical.query += "&versionId=1";
         return url4(s, {}, signature4(canonical.text()), "versionId=1&x-id=GetObject");
       }},
      {"v4-expires-edited",
       [](Stage& s) {
         Canonical canonical = usual_url(s);
         canonical.query = auth_query("300");
         return url4(s, {}, signature4(canonical.text()));
       }},
  };
}

}  // namespace

std::vector<WrongRequest> wrong_v4_requests() {
  std::vector<WrongRequest> all = hosts();
  const auto more = queries();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace pail::emulator::testing
