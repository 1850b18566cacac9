// Access control lists, canned or grant by grant. A bucket whose ownership is
// bucket_owner_enforced, as every new one's is, has none that could be changed. Spec:
// shared/spec/semantics.md §17.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/operation.hpp"
#include "client/types.hpp"

namespace pail::client::ops {

inline constexpr std::string_view all_users = "http://acs.amazonaws.com/groups/global/AllUsers";
inline constexpr std::string_view authenticated_users =
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
inline constexpr std::string_view log_delivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

enum class GranteeKind { user, group, email };

struct Grantee {
  GranteeKind kind = GranteeKind::user;
  std::string name;  // a user's canonical id, a group's URI, an address

  bool operator==(const Grantee&) const = default;
};

enum class Permission { read, write, read_acp, write_acp, full_control };

struct Grant {
  Grantee grantee;
  Permission permission = Permission::read;

  bool operator==(const Grant&) const = default;
};

struct Acl {
  std::string owner;  // canonical id; one that is put must name the owner there is
  std::vector<Grant> grants;
};

Operation<void> put_bucket_acl(std::string bucket, Acl acl);
Operation<void> put_bucket_acl(std::string bucket, CannedAcl acl);
Operation<Acl> get_bucket_acl(std::string bucket);

// An empty `version_id`: the current version.
Operation<void> put_object_acl(std::string bucket, std::string key, Acl acl,
                               std::string_view version_id = {});
Operation<void> put_object_acl(std::string bucket, std::string key, CannedAcl acl,
                               std::string_view version_id = {});
Operation<Acl> get_object_acl(std::string bucket, std::string key,
                              std::string_view version_id = {});

}  // namespace pail::client::ops
