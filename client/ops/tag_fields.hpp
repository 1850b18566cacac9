// <Tag>, wherever it stands.
#pragma once

#include "wire/error.hpp"

namespace pail::client::ops {

template <class Way>
void fields(Way& way, wire::NamedText& tag) {
  way.required("Key", tag.name);
  way.required("Value", tag.value);
}

}  // namespace pail::client::ops
