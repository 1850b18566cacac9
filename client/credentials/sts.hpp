// Keys of a role from STS, for who has other keys (AssumeRole) or a token
// (AssumeRoleWithWebIdentity). Each fetcher owns a Client for the one request.
#pragma once

#include <memory>
#include <string>

#include "client/credentials/fetcher.hpp"
#include "client/credentials/provider.hpp"

namespace pail::client::credentials {

// Where STS is when nobody said: beside S3 at AWS, else at the client's own endpoint, since servers
// that imitate S3 serve STS there.
net::Origin sts_beside(const net::Origin& s3, const std::string& region);

std::unique_ptr<Fetcher> role_fetcher(const Role& role, const Surroundings& around);
std::unique_ptr<Fetcher> web_identity_fetcher(const WebIdentity& identity,
                                              const Surroundings& around);

}  // namespace pail::client::credentials
