// Reads S3's answers: response heads and XML documents into the values of types.hpp. Pure. What
// does not read as the document it must be is MalformedXML; a field that is missing is left empty,
// since S3-like servers leave out what they do not have. Spec: shared/spec/operations.md §3,
// errors.md §4 and §6.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/types.hpp"
#include "net/http_client.hpp"
#include "wire/result.hpp"

namespace pail::client {

using wire::Result;

constexpr bool is_success(unsigned status) noexcept {
  return status >= 200 && status < 300;
}

ObjectInfo read_object_info(const net::ResponseHead& head, wire::Time now);
PutResult read_put(const net::ResponseHead& head);
DeleteResult read_delete(const net::ResponseHead& head);

Result<std::vector<BucketEntry>> read_bucket_list(std::string_view xml);
// The region; S3 writes us-east-1 as an empty element and eu-west-1 of old as EU.
Result<std::string> read_location(std::string_view xml);
// Decodes what encoding-type=url encoded.
Result<ListPage> read_list_page(std::string_view xml);
Result<DeleteObjectsResult> read_delete_objects(std::string_view xml);

// The request documents of DeleteObjects and CreateBucket.
std::string delete_objects_xml(const std::vector<std::string>& keys);
std::string create_bucket_xml(std::string_view region);

}  // namespace pail::client
