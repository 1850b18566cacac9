// Requests for signing and verifying: an owner of the texts, ways to sign it, and short texts for
// what verify() said.
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signer/credentials.hpp"
#include "signer/message.hpp"
#include "signer/verify.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::signer::testing {

struct Request {
  std::string method = "GET";
  std::string path = "/";
  std::string query = {};  // raw, behind '?'
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string host_bucket = {};
};

// A Request as a server has it after parsing. Holds its own copy of the texts.
class Received {
 public:
  explicit Received(Request request);
  Received(const Received&) = delete;
  Received& operator=(const Received&) = delete;
  Message message() const {
    return {request_.method, request_.path, query_, headers_, request_.host_bucket};
  }
  wire::Query& query() { return query_; }

 private:
  Request request_;
  wire::Query query_;
  wire::Headers headers_;
};

class Keys final : public KeyRing {
 public:
  Keys(std::initializer_list<Credentials> all);
  std::shared_ptr<const Key> find(std::string_view access_key) const override;

 private:
  std::vector<std::shared_ptr<const Key>> keys_;
};

// Wed, 06 Feb 2013 00:57:45 GMT: the moment of the tables in cases.json.
inline constexpr wire::Seconds moment{std::chrono::seconds{1360112265}};
inline constexpr std::string_view moment_http = "Wed, 06 Feb 2013 00:57:45 GMT";
inline constexpr std::string_view moment_iso = "20130206T005745Z";

inline constexpr const char* access_key = "AKIAIOSFODNN7EXAMPLE";
inline constexpr const char* secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
inline constexpr const char* temporary_access_key = "ASIAIOSFODNN7EXAMPLE";
inline constexpr const char* session_token = "FwoGZXIvYXdzEXAMPLE//token+of+a+role==";
// A ring with the long-term and the temporary key above.
Keys usual_keys();

wire::Result<Verdict> judge(const Request& request, const KeyRing& keys, wire::Time now,
                            std::string_view region = "us-east-1");

// "accepted", or "403 AccessDenied: Access Denied".
std::string outcome(const wire::Result<Verdict>& result);
std::string outcome(const wire::Error& error);
// "A=1|B=2": the refusal's elements in order; "" for a success.
std::string elements(const wire::Result<Verdict>& result);
std::string elements(const wire::Error& error);

// One entry of sigv2_vectors.json or sigv4_vectors.json.
struct Vector {
  std::string id;
  Request request;  // without any authentication
  Credentials credentials;
  bool in_query = false;
  std::string string_to_sign, signature, canonical_request;
  std::string authorization;  // header form
  std::string query_signed;   // query form: the whole raw query
  std::string date, region, payload_hash, signed_headers, scope, expires;

  Request signed_request() const;  // as a client would send it
};
std::vector<Vector> v2_vectors();
std::vector<Vector> v4_vectors();

}  // namespace pail::signer::testing
