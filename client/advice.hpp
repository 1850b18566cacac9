// What a person can do about an error, in one line, for programs that show errors to people.
#pragma once

#include <string>

#include "wire/error.hpp"

namespace pail::client {

// Empty when there is nothing to add to the error's own words.
std::string advice(const wire::Error& error);

}  // namespace pail::client
