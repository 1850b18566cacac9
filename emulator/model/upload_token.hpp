// What an upload is called: in rows by its token, 24 bytes of which the first eight say when it was
// begun (so that uploads of a key lie in that order), to clients by its id, the same in the digits
// of URLs. Free functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/random.hpp"

namespace pail::model {

inline constexpr std::size_t upload_token_bytes = 24;

std::string make_upload_token(wire::Time begun, wire::Random& random);
std::string upload_id(std::string_view token);
// nullopt for a text that is no id of ours.
std::optional<std::string> upload_token(std::string_view id);

wire::Error no_such_upload(std::string_view id);

}  // namespace pail::model
