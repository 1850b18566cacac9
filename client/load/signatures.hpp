// Signs one request after the other by the same keys, each anew: text, HMAC and Base64 or hex. What
// the requests of one second have in common (dates, scope) is written once a second; Version 4's
// signing key is kept for its day, as SDKs keep it.
//
// One thread; the key may be shared. Spec: shared/spec/sigv2.md §2-8, sigv4.md §2-6.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "client/config.hpp"
#include "signer/credentials.hpp"
#include "signer/message.hpp"
#include "wire/clock.hpp"

namespace pail::client::load {

struct SignatureOptions {
  std::shared_ptr<const signer::Key> key;  // null: requests go unsigned
  Signature version = Signature::v4;
  bool presigned = false;
  std::string region{default_region};
  std::string host;                    // the Host field's value
  std::string host_bucket;             // when the bucket stands in it
  std::chrono::seconds lifetime{900};  // of presigned URLs
};

class Signatures {
 public:
  struct Parameter {
    std::string_view name;
    std::string_view value;
  };
  struct Asked {
    std::string_view method;
    std::string_view path;             // percent-encoded
    std::span<const Parameter> query;  // decoded
    std::string_view payload_hash;     // of V4's header form, or a keyword
  };

  explicit Signatures(SignatureOptions options) : options_(std::move(options)) {}

  // The date of what is signed next.
  void set_time(wire::Time now);
  // Appends to `target` the path and its query, to `fields` the lines that prove who asks.
  void sign(const Asked& asked, std::string& target, std::string& fields);

 private:
  void sign_v2(const Asked& asked, std::string& target, std::string& fields);
  void sign_v4(const Asked& asked, std::string& target, std::string& fields);
  void presign_v2(const Asked& asked, std::string& target);
  void presign_v4(const Asked& asked, std::string& target);
  signer::Message message(const Asked& asked) const;
  signer::SignatureV4 signature_v4(const Asked& asked, std::string_view payload_hash) const;
  void take_query(const Asked& asked);
  void add_token(std::string& fields);
  bool has_token() const { return !options_.key->session_token().empty(); }

  SignatureOptions options_;
  wire::Seconds second_{};
  std::string date_;  // as the form wants it; of V2's URLs the second they end
  std::string day_;
  std::string scope_;
  std::string signed_names_;
  std::string before_signature_;  // of V4's header: all that stands before it
  wire::Headers headers_;
  wire::Query query_;
  bool query_is_kept_ = false;  // V4's URLs without a query of their own, for a second
};

}  // namespace pail::client::load
