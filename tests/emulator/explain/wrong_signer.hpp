// Signs by hand, so that every mistake can be made by hand: what is signed is a text that the test
// writes out. Shares nothing with signer/ but the digests of wire/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/emulator/explain/stage.hpp"

namespace pail::emulator::testing {

// test_time() in the spellings of the two versions, and an hour after it.
inline const std::string date_text = "Sun, 01 Mar 2026 12:00:00 GMT";
inline const std::string amz_date = "20260301T120000Z";
inline const std::string day = "20260301";
inline const std::string expires = "1772370000";
inline const std::string scope = "20260301/us-east-1/s3/aws4_request";
inline const std::string empty_hash =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
inline const std::string right_secret{stage_secret};

std::string sha256_hex(std::string_view text);
std::string hmac256(std::string_view key, std::string_view text);  // 32 bytes
std::string hmac1(std::string_view key, std::string_view text);    // 20 bytes
std::string base64(std::string_view bytes);
std::string hex(std::string_view bytes);
std::string upper(std::string text);
std::string encoded(std::string_view text);  // everything but the unreserved characters

// V2.
std::string signature2(std::string_view to_sign, std::string_view secret = right_secret);
// With Host and Authorization.
RawRequest header2(const Stage& stage, RawRequest request, std::string_view signature);
RawRequest url2(const Stage& stage, RawRequest request, std::string_view encoded_signature);

// V4.
std::string key4(std::string_view secret, std::string_view day_text = day,
                 std::string_view region = "us-east-1", std::string_view service = "s3");
std::string to_sign4(std::string_view canonical, std::string_view scope_text = scope,
                     std::string_view date = amz_date);
std::string signature4(std::string_view canonical, std::string_view key = key4(right_secret));

// The usual signed headers of a V4 request, and a canonical request made of what differs.
inline const std::string usual_names = "host;x-amz-content-sha256;x-amz-date";
std::string usual_lines(std::string_view host, std::string_view hash = "UNSIGNED-PAYLOAD");
struct Canonical {
  std::string method = "GET";
  std::string path = "/b/k";
  std::string query = {};
  std::string lines = {};
  std::string names = usual_names;
  std::string hash = "UNSIGNED-PAYLOAD";
  std::string text() const;
};
Canonical usual(const Stage& stage);
// With Host, x-amz-date, x-amz-content-sha256 (unless they are there) and Authorization.
RawRequest header4(const Stage& stage, RawRequest request, std::string_view signature,
                   std::string_view names = usual_names);
// The parameters in front of X-Amz-Signature, as they are signed and sent.
std::string auth_query(std::string_view lifetime = "3600", std::string_view names = "host");
Canonical usual_url(const Stage& stage);
// `own`: further parameters, sent behind X-Amz-SignedHeaders.
RawRequest url4(const Stage& stage, RawRequest request, std::string_view signature,
                std::string_view own = {});

// Forms.
inline const std::string policy_json =
    R"({"expiration":"2026-03-02T00:00:00.000Z","conditions":[{"bucket":"b"},)"
    R"(["starts-with","$key",""],["starts-with","$x-amz-algorithm",""],)"
    R"(["starts-with","$x-amz-credential",""],["starts-with","$x-amz-date",""]]})";
RawRequest form2(const Stage& stage, std::string_view policy, std::string_view signature);
RawRequest form4(const Stage& stage, std::string_view policy, std::string_view signature);

// A row of the test table: the mistake, and a request in which it is made.
struct WrongRequest {
  std::string id;
  RawRequest (*make)(Stage& stage);
  std::string code = "SignatureDoesNotMatch";
};
std::vector<WrongRequest> wrong_requests();
std::vector<WrongRequest> wrong_v2_requests();
std::vector<WrongRequest> wrong_paths();
std::vector<WrongRequest> wrong_v4_requests();
std::vector<WrongRequest> wrong_v4_lines();
std::vector<WrongRequest> wrong_keys();
std::vector<WrongRequest> wrong_forms();
std::vector<WrongRequest> refused_requests();

}  // namespace pail::emulator::testing
