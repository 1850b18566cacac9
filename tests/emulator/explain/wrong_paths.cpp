// Paths signed in another form than they are sent in: V2 and V4 in turn, since both have the rows.
#include "tests/emulator/explain/wrong_signer.hpp"

namespace pail::emulator::testing {
namespace {

RawRequest path2(const Stage& stage, std::string sent, const std::string& signed_path) {
  RawRequest request{"GET", std::move(sent)};
  request.with("Date", date_text);
  return header2(stage, std::move(request),
                 signature2("GET\n\n\n" + date_text + "\n" + signed_path));
}

RawRequest path4(const Stage& stage, std::string sent, std::string signed_path,
                 std::string query = {}) {
  Canonical canonical = usual(stage);
  canonical.path = std::move(signed_path);
  canonical.query = std::move(query);
  return header4(stage, RawRequest{"GET", std::move(sent)}, signature4(canonical.text()));
}

}  // namespace

std::vector<WrongRequest> wrong_paths() {
  return {
      {"path-decoded", [](Stage& s) { return path2(s, "/b/a%20b%26c", "/b/a b&c"); }},
      {"path-encoded-twice", [](Stage& s) { return path4(s, "/b/a%20b", "/b/a%2520b"); }},
      {"path-hex-case", [](Stage& s) { return path2(s, "/b/caf%C3%A9%2B", "/b/caf%c3%a9%2b"); }},
      {"path-plus-for-space", [](Stage& s) { return path4(s, "/b/a%20b%2B", "/b/a+b%2B"); }},
      {"path-slash-encoded", [](Stage& s) { return path4(s, "/b/x/y/z", "/b/x%2Fy%2Fz"); }},
      {"path-tilde-encoded", [](Stage& s) { return path2(s, "/b/~me", "/b/%7Eme"); }},
      {"path-encoded-otherwise",
       [](Stage& s) { return path4(s, "/b/a@b=c(1)", "/b/a%40b%3Dc%281%29"); }},
      {"path-normalised", [](Stage& s) { return path4(s, "/b/x//y/./z/../k", "/b/x/y/k"); }},
      {"path-unicode-form", [](Stage& s) { return path2(s, "/b/cafe%CC%81", "/b/caf%C3%A9"); }},
      {"path-latin1", [](Stage& s) { return path4(s, "/b/caf%C3%A9", "/b/caf%E9"); }},
      {"path-rewritten-by-proxy",
       [](Stage& s) {
         RawRequest request{"GET", "/b/k"};
         request.with("Date", date_text).with("X-Forwarded-Prefix", "/storage/");
         return header2(s, request, signature2("GET\n\n\n" + date_text + "\n/storage/b/k"));
       }},
      {"path-with-query",
       [](Stage& s) { return path4(s, "/b/k?versionId=1", "/b/k?versionId=1", "versionId=1"); }},
      {"path-is-url", [](Stage& s) { return path2(s, "/b/k", "http://" + s.host() + "/b/k"); }},
      {"path-without-slash", [](Stage& s) { return path4(s, "/b/k", "b/k"); }},
      {"path-slash-dropped", [](Stage& s) { return path2(s, "/b/", "/b"); }},
      {"path-slash-added", [](Stage& s) { return path4(s, "/b", "/b/"); }},
  };
}

}  // namespace pail::emulator::testing
