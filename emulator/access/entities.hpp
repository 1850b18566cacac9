// What one account holds beside its root: users, roles, their keys and policies. Values, as the
// Directory hands them out. Spec: shared/spec/operations.md §6-7.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/access/policy.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"

namespace pail::access {

enum class EntityKind : std::uint8_t { user, role };
std::string_view name(EntityKind kind) noexcept;  // "user", "role"

// Which user or role is meant.
struct EntityName {
  EntityKind kind;
  std::string account;
  std::string name;
};

struct Entity {
  EntityKind kind = EntityKind::user;
  std::string account = {};
  std::string path = "/";
  std::string name = {};
  std::string id = {};   // AIDA… or AROA…
  std::string arn = {};  // arn:aws:iam::123456789012:user/path/name
  wire::Time created = {};
  // Of a role.
  std::shared_ptr<const Policy> trust = {};
  std::string description = {};
  std::chrono::seconds max_session = std::chrono::hours(1);
};

struct AccessKey {
  std::string access_key;
  bool active = true;
  wire::Time created;
};

struct ManagedPolicy {
  std::string path = "/";
  std::string name;
  std::string id;  // ANPA…
  std::string arn;
  std::string description;
  wire::Time created;
  std::shared_ptr<const Policy> policy;
  std::size_t attachments = 0;
};

// How many of each there may be: S3's neighbours' quotas, as documented.
namespace quotas {
using namespace std::chrono_literals;
inline constexpr std::size_t users = 5000;
inline constexpr std::size_t roles = 1000;
inline constexpr std::size_t managed_policies = 1500;
inline constexpr std::size_t access_keys = 2;         // of one user
inline constexpr std::size_t attached_policies = 10;  // to one user or role
// Characters of a policy document; white space is not counted.
inline constexpr std::size_t user_inline_characters = 2048;    // all of one user together
inline constexpr std::size_t role_inline_characters = 10'240;  // all of one role together
inline constexpr std::size_t managed_characters = 6144;
inline constexpr std::size_t trust_characters = 2048;
// Ours: at about 2 KiB each, what a machine for tests can spare. A day of one login a second.
inline constexpr std::size_t sessions = 100'000;
// Ours: for a day a client that comes too late is told ExpiredToken, as on S3; then its key is
// forgotten, and unknown.
inline constexpr auto expired_sessions_kept = 24h;
}  // namespace quotas

// IAM's words for one that is reached: over_quota("UsersPerAccount", quotas::users).
wire::Error over_quota(std::string_view quota, std::size_t value);

// Without the white space between the tokens of the JSON. What stands in a text is counted whole.
std::size_t characters_of(const Policy& policy) noexcept;

}  // namespace pail::access
