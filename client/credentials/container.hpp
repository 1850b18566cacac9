// The endpoint that gives a container its keys (ECS, EKS pod identity, and what imitates them): a
// GET that answers JSON with AccessKeyId, SecretAccessKey, Token and Expiration.
#pragma once

#include <memory>
#include <string_view>

#include "client/credentials/fetcher.hpp"
#include "client/credentials/provider.hpp"

namespace pail::client::credentials {

// Whether keys may come from there, and the token go there, in clear: https, this machine, and the
// addresses that container services answer on. Names other than localhost are not resolved.
bool may_give_keys(const net::Origin& origin);

// InvalidArgument when one of them is missing or cannot be read.
wire::Result<Temporary> read_container_answer(std::string_view json);

std::unique_ptr<Fetcher> container_fetcher(const Container& container, const Surroundings& around);

}  // namespace pail::client::credentials
