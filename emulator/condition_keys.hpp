// What a policy's conditions can ask about a request to S3: who signed it and how, where it came
// from, what its headers and parameters say. Each key is computed when asked for, and only then.
//
// Refers to what it is made from; use within the exchange. Spec: shared/spec/semantics.md §18.
// s3:LocationConstraint is not among them: it stands in CreateBucket's body, which has not come
// when permission is judged.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/access/directory.hpp"
#include "emulator/access/identity.hpp"
#include "emulator/access/policy.hpp"
#include "emulator/model/model.hpp"
#include "net/exchange.hpp"
#include "signer/verify.hpp"
#include "wire/clock.hpp"
#include "wire/query.hpp"

namespace pail::emulator {

// The object a deed is done to, whose tags are looked up when a condition asks for them.
struct PolicyObject {
  const model::Model* model = nullptr;
  const model::Bucket* bucket = nullptr;  // null: there is none
  std::string_view key = {};              // "" for the bucket itself
};

struct RequestFacts {
  const net::Request& request;
  const wire::Headers&
      headers;  // the request's, plus what acts so: x-amz-* parameters, form fields
  const wire::Query& query;
  const access::Directory& directory;
  const access::Identity* caller;  // null: anonymous
  signer::Scheme scheme;
  wire::Time now;
  std::string_view region;
  std::string_view action;           // keys of listings belong to listing actions only
  std::string_view owner = {};       // canonical id of who owns the bucket; "" when there is none
  std::string_view version_id = {};  // "" for none
  // What s3:prefix is when it is not the query's to say.
  std::optional<std::string_view> prefix = {};
  const model::Pairs* request_tags = nullptr;  // null: what x-amz-tagging says
  PolicyObject object = {};
};

class RequestKeys final : public access::ConditionKeys {
 public:
  explicit RequestKeys(const RequestFacts& facts) : facts_(facts) {}
  void append(std::string_view key, std::vector<std::string>& values) const override;

 private:
  RequestFacts facts_;
};

}  // namespace pail::emulator
