// What the builders of this folder begin with, and add: names, fields, documents. For the files of
// client/ops and of Client; who uses operations needs none of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/operation.hpp"
#include "client/types.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::client::ops {

Request service_request(std::string method);
Request bucket_request(std::string method, std::string bucket);
Request object_request(std::string method, std::string bucket, std::string key);

// Below: nothing is added for an empty value.
void add_query(Request& request, std::string_view name, std::string_view value);
void add_header(Request& request, std::string_view name, std::string_view value);
void add_headers(Request& request, const std::vector<wire::NamedText>& headers);
void add_headers(Request& request, const NewObject& object);
// A GET or a HEAD of an object.
Request object_request(std::string method, std::string bucket, std::string key,
                       const GetOptions& options);
// x-amz-checksum-*, and the type where it is said.
void add_checksum(Request& request, const std::optional<ObjectChecksum>& checksum);

// "a=1&b=%20", percent-encoded: x-amz-tagging, and the forms of STS and IAM.
std::string form_text(const std::vector<wire::NamedText>& fields);

std::string_view name(CannedAcl acl) noexcept;  // "public-read"

inline Result<void> read_nothing(const Answer& /*answer*/) {
  return wire::ok();
}

template <class T>
Operation<T> operation(Request request, Result<T> (*read)(const Answer&)) {
  return {std::move(request), {}, read};
}

// With a document, and Content-MD5: S3 demands a digest of most documents and takes it for all.
template <class T>
Operation<T> operation(Request request, std::string document, Result<T> (*read)(const Answer&)) {
  add_header(request, "Content-MD5", wire::to_base64(wire::md5(wire::as_bytes(document))));
  return {std::move(request), std::move(document), read};
}

}  // namespace pail::client::ops
