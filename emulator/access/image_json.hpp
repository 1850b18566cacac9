// An Image as text, which holds the secrets of its keys: for the store of a world, and for
// archives.
#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "emulator/access/image.hpp"
#include "wire/result.hpp"

namespace pail::access {

boost::json::object to_json(const Image& image);
// InvalidArgument: it is no such object. Whatever of it names what it does not hold is refused too.
wire::Result<Image> image_from_json(const boost::json::object& json);

}  // namespace pail::access
