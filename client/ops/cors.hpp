// Which pages of other sites may ask a bucket: CORS. Spec: shared/spec/semantics.md §21.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/operation.hpp"

namespace pail::client::ops {

// The first rule that fits a request counts. One * may stand in an origin or a header.
struct CorsRule {
  std::string id;  // empty: it has none
  std::vector<std::string> allowed_origins;
  std::vector<std::string> allowed_methods;
  std::vector<std::string> allowed_headers;
  std::vector<std::string> expose_headers;
  std::optional<unsigned> max_age_s;
};

using CorsRules = std::vector<CorsRule>;

Operation<void> put_bucket_cors(std::string bucket, CorsRules rules);
// NoSuchCORSConfiguration for a bucket that has none.
Operation<CorsRules> get_bucket_cors(std::string bucket);
Operation<void> delete_bucket_cors(std::string bucket);

}  // namespace pail::client::ops
