// Whether a file holds what an object holds, without fetching it: by the ETag where that is an MD5
// of all bytes, else by the object's checksum.
#pragma once

#include <string>

#include "client/transfer/workers.hpp"

namespace pail::client::sync {

struct Twin {
  std::string file;
  std::string bucket;
  std::string key;
  std::string etag;  // in quotes
};

// False also where nothing can be compared: an upload in parts with no checksum of the whole.
Task<bool> same_bytes(Client& s3, transfer::Workers& workers, Twin twin);

}  // namespace pail::client::sync
