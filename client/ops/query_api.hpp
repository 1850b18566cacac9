// STS and IAM speak forms instead of REST: an action and parameters in, a document of the action's
// name out. Here is what all of them share; sts.hpp and iam.hpp have them typed. Whatever they lack
// can be called by name:
//
//   s3.call(ops::query_api(ops::iam, "GetAccountSummary"))
//
// They go to the endpoint of the client, which for AWS must be that of the service. Spec:
// shared/spec/operations.md §4 and §6.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/operation.hpp"
#include "wire/error.hpp"

namespace pail::client::ops {

struct QueryService {
  std::string_view name;  // in the credential scope
  std::string_view version;
};
inline constexpr QueryService sts{"sts", "2011-06-15"};
inline constexpr QueryService iam{"iam", "2010-05-08"};

// By their names on the wire; a list's are "PolicyArns.member.1.arn" and so on.
using Parameters = std::vector<wire::NamedText>;

// The answer's document, as it came.
Operation<std::string> query_api(const QueryService& service, std::string_view action,
                                 const Parameters& parameters = {});

}  // namespace pail::client::ops
