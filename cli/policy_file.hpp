// The policy of `pail signer`, from its file and the key sets that lie beside it.
#pragma once

#include <string>

#include "signer/service/policy.hpp"

namespace pail::cli {

// InvalidArgument, with the file's name in front: "policy.json: rules[1].key: ..."
wire::Result<signer::service::Policy> read_policy_file(const std::string& path);

}  // namespace pail::cli
