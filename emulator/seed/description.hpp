// What a seed says, as values: all that can be judged without a world has been judged.
// docs/seeding.md has the JSON. `at` is the place of a thing in the seed, for messages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/seed/document.hpp"
#include "emulator/seed/member.hpp"
#include "signer/credentials.hpp"

namespace pail::emulator::seed {

// A place in the JSON; or, of what a folder holds, a path below it.
struct At {
  std::string path;
  bool in_folder = false;
};

// The bytes of an object: a text, those of a file, or drawn from a number.
struct Body {
  std::uint64_t size = 0;
  std::string text = {};
  std::filesystem::path file = {};  // "" for none
  std::optional<std::uint64_t> drawn_from = {};
};

struct Version {
  At at;
  bool delete_marker = false;
  Body body = {};
  std::string content_type = {};
  std::string storage_class = {};
  std::string acl = {};  // a canned one
  Pairs metadata = {};
  Pairs tags = {};
  Pairs headers = {};  // of those that S3 stores
};

struct Object {
  At at;
  std::string key;
  std::vector<Version> versions;  // the oldest first; at least one
};

// One of a bucket's documents, as its PUT takes it.
struct Configuration {
  At at;
  std::string sub_resource;
  std::string text = {};
  std::string canned_acl = {};
  bool remove = false;
};

struct Bucket {
  At at;
  std::string name;
  std::string region = {};
  std::string owner = {};                          // an access key
  std::vector<Configuration> configurations = {};  // in the order they have to be put
  std::vector<Object> objects = {};
};

struct NamedPolicy {
  At at;
  std::string name;
  std::string path = {};
  std::string text = {};
};

struct AttachedPolicy {
  At at;
  std::string name;  // of a managed policy, or its arn
};

struct Principal {  // a user or role
  At at;
  std::string name;
  std::string path = {};
  std::string trust = {};                        // of a role
  std::optional<signer::Credentials> keys = {};  // of a user
  std::vector<NamedPolicy> policies = {};
  std::vector<AttachedPolicy> attached = {};
};

struct Description {
  std::vector<NamedPolicy> policies = {};  // managed ones
  std::vector<Principal> users = {};
  std::vector<Principal> roles = {};
  std::vector<Bucket> buckets = {};
};

wire::Result<Description> read_description(const Document& document);

// In files of their own.
wire::Result<void> read_identities(const Member& identities, Description& description);
wire::Result<Bucket> read_bucket(const Member& bucket);
wire::Result<std::vector<Object>> read_objects(const std::vector<Member>& objects, bool versioned);

wire::Error mistake(const Document& document, const At& at, std::string_view what);

}  // namespace pail::emulator::seed
