// What a pattern of keys stands for: the objects of a bucket that fit a glob (glob.hpp). Only what
// begins with its literal part is listed, and of that no folder the pattern cannot reach.
//
// Threads and errors as of Client::each_page.
#pragma once

#include <functional>
#include <string>

#include "client/client.hpp"

namespace pail::client::sync {

// In the order of keys, until `visit` answers false.
Task<void> each_match(Client& s3, std::string bucket, std::string glob,
                      std::function<bool(const ObjectEntry&)> visit);

}  // namespace pail::client::sync
