// Access control lists: read from headers and documents, kept as a compact text, written back as
// documents. What a request asks for is judged in three steps, since S3's rules on ownership lie
// between them: its form (here, pure), whether the bucket has ACLs (acl_rules.hpp), and whether the
// grantees are known (check_grantees). Thread-safe. Spec: shared/spec/semantics.md §17.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/operation.hpp"

namespace pail::emulator::documents {

inline constexpr std::size_t acl_grants_max = 100;  // S3

// The header that asks for one of S3's ready-made lists, and the one that is about ownership too.
inline constexpr std::string_view acl_header = "x-amz-acl";
inline constexpr std::string_view bucket_owner_full_control = "bucket-owner-full-control";

// Groups that ACLs grant to: everybody, and whoever has an account.
inline constexpr std::string_view all_users = "http://acs.amazonaws.com/groups/global/AllUsers";
inline constexpr std::string_view authenticated_users =
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

enum class AclPermission : std::uint8_t { read, write, read_acp, write_acp, full_control };
enum class GranteeKind : std::uint8_t { user, group, email };

struct Grant {
  AclPermission permission = AclPermission::full_control;
  GranteeKind kind = GranteeKind::user;
  std::string grantee;  // canonical user id, URI of a group, address

  bool operator==(const Grant&) const = default;
};

using Acl = std::vector<Grant>;

// What an ACL is set on. Views: canonical user ids.
struct AclSubject {
  std::string_view owner;
  std::string_view bucket_owner;
  bool is_bucket = false;
};

Acl owner_only(std::string_view owner);
bool grants_to_everybody(const Acl& acl) noexcept;  // AllUsers or AuthenticatedUsers

// What is kept of an ACL: one line for each grant; "" when only the owner has full control.
std::string stored_form(const Acl& acl, std::string_view owner);
Acl acl_from_stored(std::string_view text, std::string_view owner);

// nullopt: the headers name no ACL. InvalidArgument (unknown canned ACL, a grant that cannot be
// read, an unknown group), InvalidRequest (canned and grants together), MalformedACLError (too many
// grants).
Result<std::optional<Acl>> acl_from_headers(const wire::Headers& headers,
                                            const AclSubject& subject);
// An <AccessControlPolicy>. MalformedACLError; InvalidArgument (an unknown group); AccessDenied
// when it names another owner, since an ACL cannot give things away.
Result<Acl> acl_from_document(std::string_view document, std::string_view owner);
std::string acl_document(const Acl& acl, std::string_view owner);

// Where the grantees stood, which S3 says when it knows one of them not.
enum class AclForm : std::uint8_t { headers, document };
// InvalidArgument for an id that is nobody's; UnresolvableGrantByEmailAddress, as no account here
// has an address.
Result<void> check_grantees(const Acl& acl, AclForm form, const Accounts& accounts);

}  // namespace pail::emulator::documents
