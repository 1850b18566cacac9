// A form upload as browsers make it, from fields that somebody has signed
// (signer/post_policy_draft.hpp): for tests, and for programs that get a form instead of keys. The
// form says who asks, so it goes through a Client without keys. Spec: shared/spec/sigv2.md §10.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/operation.hpp"
#include "wire/error.hpp"

namespace pail::client::ops {

struct FormFile {
  std::string name;          // what ${filename} in the key stands for
  std::string content_type;  // of the part; the object's is a field of the form
  std::string content;
};

struct PostedObject {
  std::string location;
  std::string etag;
  std::string version_id;
};

// The body is made at once, with the file in it. A form that asks for a redirect gets one, which is
// no success here.
Operation<PostedObject> post_object(std::string bucket, const std::vector<wire::NamedText>& fields,
                                    const FormFile& file);

}  // namespace pail::client::ops
