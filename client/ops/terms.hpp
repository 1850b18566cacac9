// What may be said of any operation beside itself, around the builder that makes it:
//
//   s3.call(ops::paid_by_requester(ops::list_objects_v2("their-bucket")))
//
// Spec: shared/spec/operations.csv (x-amz-expected-bucket-owner, x-amz-request-payer).
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "client/operation.hpp"

namespace pail::client::ops {

// Any header field, for what the builders lack: x-amz-mfa, for one.
template <class T>
Operation<T> with_header(Operation<T> operation, std::string name, std::string value) {
  operation.request.headers.push_back({std::move(name), std::move(value)});
  return operation;
}

// AccessDenied unless that account owns the bucket: a name that has changed hands gets nothing.
template <class T>
Operation<T> only_of_owner(Operation<T> operation, std::string account) {
  return with_header(std::move(operation), "x-amz-expected-bucket-owner", std::move(account));
}

// Who asks pays, where the bucket wants it so.
template <class T>
Operation<T> paid_by_requester(Operation<T> operation) {
  return with_header(std::move(operation), "x-amz-request-payer", "requester");
}

}  // namespace pail::client::ops
