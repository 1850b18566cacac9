// Right strings signed with wrong keys, and signatures written wrongly.
#include "tests/emulator/explain/wrong_signer.hpp"

namespace pail::emulator::testing {
namespace {

const std::string right_text = "GET\n\n\n" + date_text + "\n/b/k";

RawRequest dated() {
  return RawRequest().with("Date", date_text);
}

RawRequest secret2(const Stage& stage, const std::string& secret) {
  return header2(stage, dated(), signature2(right_text, secret));
}

RawRequest written2(const Stage& stage, const std::string& signature) {
  return header2(stage, dated(), signature);
}

RawRequest keyed4(const Stage& stage, const std::string& key, std::string_view scope_text = scope) {
  return header4(stage, {}, hex(hmac256(key, to_sign4(usual(stage).text(), scope_text))));
}

// Right but for the path, chosen so that the signature has a plus, or a slash, in its text.
RawRequest url_with(const Stage& stage, char wanted, std::string (*write)(std::string)) {
  for (int i = 0;; ++i) {
    const std::string path = "/b/k" + std::to_string(i);
    const std::string signature = signature2("GET\n\n\n" + expires + "\n" + path);
    if (signature.find(wanted) == std::string::npos) continue;
    return url2(stage, RawRequest{"GET", path}, write(signature));
  }
}

std::vector<WrongRequest> secrets() {
  return {
      {"secret-line-end", [](Stage& s) { return secret2(s, right_secret + "\r\n"); }},
      {"secret-quoted", [](Stage& s) { return keyed4(s, key4('"' + right_secret + '"')); }},
      {"secret-url-decoded",
       [](Stage& s) {
         std::string secret = right_secret;
         secret[secret.find('+')] = ' ';
         return keyed4(s, key4(secret));
       }},
      {"secret-escaped", [](Stage& s) { return secret2(s, encoded(right_secret)); }},
      {"secret-of-another-key",
       [](Stage& s) { return secret2(s, std::string(stage_other_secret)); }},
      {"secret-base64", [](Stage& s) { return secret2(s, base64(right_secret)); }},
      {"secret-is-access-key", [](Stage& s) { return keyed4(s, key4(stage_access_key)); }},
      {"secret-empty", [](Stage& s) { return secret2(s, ""); }},
      {"v2-secret-aws4", [](Stage& s) { return secret2(s, "AWS4" + right_secret); }},
  };
}

std::vector<WrongRequest> derivations() {
  return {
      {"v4-key-region", [](Stage& s) { return keyed4(s, key4(right_secret, day, "eu-west-1")); }},
      {"v4-key-day", [](Stage& s) { return keyed4(s, key4(right_secret, "20260228")); }},
      {"v4-key-service",
       [](Stage& s) {
         return keyed4(s, key4(right_secret, day, "us-east-1", "execute-api"),
                       "20260301/us-east-1/execute-api/aws4_request");
       }},
      {"v4-scope-terminal",
       [](Stage& s) { return keyed4(s, key4(right_secret), "20260301/us-east-1/s3"); }},
      {"v4-scope-with-key-id",
       [](Stage& s) {
         return keyed4(s, key4(right_secret), std::string(stage_access_key) + "/" + scope);
       }},
      {"v4-key-prefix",
       [](Stage& s) {
         const std::string of_day = hmac256(right_secret, day);
         return keyed4(s, hmac256(hmac256(hmac256(of_day, "us-east-1"), "s3"), "aws4_request"));
       }},
      {"v4-key-steps", [](Stage& s) { return keyed4(s, right_secret); }},
      {"v4-key-hex",
       [](Stage& s) {
         std::string key = "AWS4" + right_secret;
         for (const std::string& step :
              {day, std::string("us-east-1"), std::string("s3"), std::string("aws4_request")}) {
           key = hex(hmac256(key, step));
         }
         return keyed4(s, key);
       }},
      {"hmac-swapped",
       [](Stage& s) { return written2(s, base64(hmac1(right_text, right_secret))); }},
      {"v2-hmac-sha256",
       [](Stage& s) { return written2(s, base64(hmac256(right_secret, right_text))); }},
      {"v4-hmac-sha1",
       [](Stage& s) {
         std::string key = "AWS4" + right_secret;
         for (const std::string& step :
              {day, std::string("us-east-1"), std::string("s3"), std::string("aws4_request")}) {
           key = hmac1(key, step);
         }
         return header4(s, {}, hex(hmac1(key, to_sign4(usual(s).text()))));
       }},
  };
}

std::vector<WrongRequest> writings() {
  return {
      {"v2-signature-hex",
       [](Stage& s) { return written2(s, hex(hmac1(right_secret, right_text))); }},
      {"v2-signature-base64-of-hex",
       [](Stage& s) { return written2(s, base64(hex(hmac1(right_secret, right_text)))); }},
      {"v4-signature-base64",
       [](Stage& s) {
         return header4(s, {}, base64(hmac256(key4(right_secret), to_sign4(usual(s).text()))));
       }},
      {"v4-signature-case",
       [](Stage& s) { return header4(s, {}, upper(signature4(usual(s).text()))); }},
      {"signature-line-end",
       [](Stage& s) {
         return url2(s, RawRequest(),
                     encoded(signature2("GET\n\n\n" + expires + "\n/b/k")) + "%0A");
       }},
      {"signature-url-encoded",
       [](Stage& s) {
         return url2(s, RawRequest(),
                     encoded(encoded(signature2("GET\n\n\n" + expires + "\n/b/k"))));
       }},
      {"signature-plus-as-space",
       [](Stage& s) { return url_with(s, '+', [](std::string signature) { return signature; }); }},
      {"signature-url-safe",
       [](Stage& s) {
         return url_with(s, '/', [](std::string signature) {
           for (char& c : signature) c = c == '+' ? '-' : c == '/' ? '_' : c;
           return encoded(signature);
         });
       }},
      {"signature-unpadded",
       [](Stage& s) {
         std::string signature = signature2(right_text);
         signature.pop_back();
         return written2(s, signature);
       }},
  };
}

}  // namespace

std::vector<WrongRequest> wrong_keys() {
  std::vector<WrongRequest> all = secrets();
  for (const auto& some : {derivations(), writings()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace pail::emulator::testing
