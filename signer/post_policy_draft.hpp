// Making a form that uploads: gather what it shall hold, sign, hand the fields to whoever posts.
// What comes out is what verify_post.hpp and post_policy.hpp accept. Not thread-safe while being
// built. Spec: shared/spec/sigv2.md §10, sigv4.md §11.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signer/credentials.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/result.hpp"

namespace pail::signer {

// What is asked for most. Texts here and below are UTF-8.
struct UploadTerms {
  std::string bucket;
  std::string key;  // or what it begins with, the file's name standing behind it
  bool key_is_prefix = false;
  std::optional<std::string> content_type = {};
  struct Sizes {
    std::uint64_t bytes_min;
    std::uint64_t bytes_max;
  };
  std::optional<Sizes> sizes = {};  // both ends inclusive
  std::string success_status = {};  // "200", "201", "204"; "" for the default
  std::string redirect = {};        // "" for none
};

class PostPolicyDraft {
 public:
  PostPolicyDraft(std::string_view bucket, wire::Time expiration);
  PostPolicyDraft(const UploadTerms& terms, wire::Time expiration);

  // The form holds this field with exactly this value.
  void add_field(std::string_view name, std::string_view value);
  // The key begins so; the form asks for the name of the file behind it.
  void add_key_prefix(std::string_view prefix);
  // Whoever fills in the form adds the field, with a value that begins so.
  void add_starts_with(std::string_view name, std::string_view prefix);
  // Both ends inclusive.
  void add_sizes(std::uint64_t bytes_min, std::uint64_t bytes_max);
  // Any condition as JSON; a field that has to be equal to something is put into the form.
  // InvalidPolicyDocument.
  wire::Result<void> add_condition(std::string_view json);

  // The document as it stands.
  std::string json() const;

  // All fields in the order to be sent, in front of the file; a token of the key's among them.
  std::vector<wire::NamedText> sign_v2(const Key& key) const;
  std::vector<wire::NamedText> sign_v4(const Key& key, std::string_view region,
                                       wire::Time now) const;

 private:
  void add_token(const Key& key);

  wire::Time expiration_;
  std::vector<std::string> conditions_;  // as JSON
  std::vector<wire::NamedText> fields_;
};

}  // namespace pail::signer
