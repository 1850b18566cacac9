// V4 requests signed wrongly: headers, payload hash, and how the canonical request is put together.
#include "tests/emulator/explain/wrong_signer.hpp"

namespace pail::emulator::testing {
namespace {

// A header in front of the usual ones.
struct Extra {
  std::string name, signed_value;
};

RawRequest lines4(const Stage& stage, RawRequest request, const Extra& extra) {
  Canonical canonical = usual(stage);
  canonical.lines.insert(0, extra.name + ':' + extra.signed_value + '\n');
  canonical.names = extra.name + ';' + usual_names;
  return header4(stage, std::move(request), signature4(canonical.text()), canonical.names);
}

// One in the middle of them, as its name sorts.
RawRequest meta4(const Stage& stage, RawRequest request, const std::string& line) {
  Canonical canonical = usual(stage);
  canonical.lines += line;
  canonical.names += ";x-amz-meta-a";
  return header4(stage, std::move(request), signature4(canonical.text()), canonical.names);
}

RawRequest payload4(const Stage& stage, const std::string& sent, std::string signed_hash) {
  Canonical canonical{.lines = usual_lines(stage.host(), sent), .hash = std::move(signed_hash)};
  return header4(stage, RawRequest().with("x-amz-content-sha256", sent),
                 signature4(canonical.text()));
}

RawRequest text4(const Stage& stage, std::string_view canonical) {
  return header4(stage, {}, signature4(canonical));
}

std::vector<WrongRequest> headers() {
  return {
      {"v4-header-lost",
       [](Stage& s) {
         return lines4(s, {}, {"content-length", "0"});
       }},
      {"v4-header-rewritten",
       [](Stage& s) {
         return lines4(s, RawRequest().with("Accept-Encoding", "br;q=1.0, gzip"),
                       {"accept-encoding", "identity"});
       }},
      {"v4-signed-headers-unsorted",
       [](Stage& s) {
         return header4(s, {}, signature4(usual(s).text()), "x-amz-date;host;x-amz-content-sha256");
       }},
      {"v4-spaces-kept",
       [](Stage& s) {
         return meta4(s, RawRequest().with("x-amz-meta-a", "one  two"), "x-amz-meta-a:one  two\n");
       }},
  };
}

std::vector<WrongRequest> payloads() {
  return {
      {"v4-payload-unsigned", [](Stage& s) { return payload4(s, empty_hash, "UNSIGNED-PAYLOAD"); }},
      {"v4-payload-empty-body",
       [](Stage& s) {
         Canonical canonical = usual_url(s);
         canonical.hash = empty_hash;
         return url4(s, {}, signature4(canonical.text()));
       }},
      {"v4-payload-hash-case",
       [](Stage& s) { return payload4(s, upper(sha256_hex("body")), sha256_hex("body")); }},
      {"v4-payload-streaming",
       [](Stage& s) {
         return payload4(s, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                         "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
       }},
      {"v4-payload-missing", [](Stage& s) { return payload4(s, empty_hash, ""); }},
  };
}

std::vector<WrongRequest> layouts() {
  return {
      {"v4-blank-line",
       [](Stage& s) {
         return text4(s,
                      "GET\n/b/k\n\n" + usual_lines(s.host()) + usual_names + "\nUNSIGNED-PAYLOAD");
       }},
      {"v4-signed-headers-line",
       [](Stage& s) {
         return text4(s, "GET\n/b/k\n\n" + usual_lines(s.host()) + "\nUNSIGNED-PAYLOAD");
       }},
      {"v4-canonical-not-hashed",
       [](Stage& s) {
         const std::string to_sign =
             "AWS4-HMAC-SHA256\n" + amz_date + "\n" + scope + "\n" + usual(s).text();
         return header4(s, {}, hex(hmac256(key4(right_secret), to_sign)));
       }},
      {"v4-canonical-hash-case",
       [](Stage& s) {
         const std::string to_sign = "AWS4-HMAC-SHA256\n" + amz_date + "\n" + scope + "\n" +
                                     upper(sha256_hex(usual(s).text()));
         return header4(s, {}, hex(hmac256(key4(right_secret), to_sign)));
       }},
  };
}

}  // namespace

std::vector<WrongRequest> wrong_v4_lines() {
  std::vector<WrongRequest> all = headers();
  for (const auto& some : {payloads(), layouts()}) all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace pail::emulator::testing
