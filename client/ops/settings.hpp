// What builders of a bucket's or an object's settings share: a document below a sub-resource is
// put, got and deleted. For the files of client/ops.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "client/ops/building.hpp"
#include "client/ops/reading.hpp"
#include "client/ops/writing.hpp"

namespace pail::client::ops {

inline Request bucket_setting(std::string method, std::string bucket, std::string_view selector) {
  Request request = bucket_request(std::move(method), std::move(bucket));
  request.query.add(selector);
  return request;
}

inline Request object_setting(std::string method, std::string bucket, std::string key,
                              std::string_view selector, std::string_view version_id) {
  Request request = object_request(std::move(method), std::move(bucket), std::move(key));
  request.query.add(selector);
  add_query(request, "versionId", version_id);
  return request;
}

inline Operation<void> done(Request request) {
  return operation(std::move(request), read_nothing);
}

template <class Document>
Operation<void> put(Request request, std::string_view root, Document document) {
  return operation(std::move(request), write_document(root, document), read_nothing);
}

}  // namespace pail::client::ops
