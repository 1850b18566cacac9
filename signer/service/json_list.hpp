// Lists of objects in what the service reads: its policy, and requests.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>

#include "wire/error.hpp"
#include "wire/json_reader.hpp"
#include "wire/result.hpp"

namespace pail::signer::service {

// Calls `read` with a reader of each element, whose mistakes are told as "rules[1].key: ..."; an
// element that is no object is one. A list that is not there has none.
template <class Read>
wire::Result<void> each_object(wire::ObjectReader& reader, std::string_view name, Read read) {
  const boost::json::array* const list = reader.list(name);
  if (list == nullptr) return wire::ok();
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string path = std::string(name) + "[" + std::to_string(i) + "]";
    const boost::json::object* const object = (*list)[i].if_object();
    if (object == nullptr) {
      return wire::Error(wire::Errc::InvalidArgument, path + ": must be an object");
    }
    wire::ObjectReader inner(*object, path + ".");
    PAIL_TRY(read(inner));
    PAIL_TRY(inner.finish());
  }
  return wire::ok();
}

}  // namespace pail::signer::service
