// An IAM policy document: parsed once, asked many times. Identity, session, role-trust and bucket
// policies are one language; what each kind may hold is checked while parsing.
//
// Immutable: thread-safe. Pure. Spec: shared/spec/semantics.md §18, operations.md §5-6.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::access {

// identity: of a user or role, and a session's; no Principal. trust: who may assume a role; has a
// Principal, no Resource. bucket: both.
enum class PolicyKind : std::uint8_t { identity, trust, bucket };

// The condition keys of one request ("aws:SourceIp", "s3:prefix"), computed only when asked for:
// most policies look at none.
class ConditionKeys {
 public:
  virtual ~ConditionKeys() = default;
  // Appends the values of the key whose lower-cased name is `key`; nothing when the request has
  // none.
  virtual void append(std::string_view key, std::vector<std::string>& values) const = 0;
};

// Who asks, as Principal elements name them. Anonymous: all empty.
struct PrincipalNames {
  std::string_view account;       // 12 digits
  std::string_view arn;           // of the user, root or session
  std::string_view issuer_arn;    // of a session: its role's or user's; "" otherwise
  std::string_view canonical_id;  // 64 hex digits
  std::string_view federated;     // "arn:aws:iam::…:oidc-provider/…" of a web identity, or ""
};

struct PolicyRequest {
  PrincipalNames principal;
  std::string_view action;    // "s3:GetObject"; compared without case
  std::string_view resource;  // "arn:aws:s3:::bucket/key"; "" for a trust policy
  const ConditionKeys& keys;
};

enum class Effect : std::uint8_t { none, allow, deny };  // none: no statement applies

struct Statement;  // policy_statement.hpp

class Policy {
 public:
  // MalformedPolicyDocument: no JSON, or no policy of that kind; the message says what and where.
  static wire::Result<std::shared_ptr<const Policy>> parse(std::string_view json, PolicyKind kind);
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;
  ~Policy();

  // A Deny that applies wins over every Allow.
  Effect evaluate(const PolicyRequest& request) const;
  const std::string& text() const noexcept { return text_; }  // as it was handed in

 private:
  Policy(std::string text, std::vector<Statement> statements);

  std::string text_;
  std::vector<Statement> statements_;
};

using Policies = std::vector<std::shared_ptr<const Policy>>;

// Deny of any wins, then allow of any, else none.
Effect evaluate(const Policies& policies, const PolicyRequest& request);

}  // namespace pail::access
