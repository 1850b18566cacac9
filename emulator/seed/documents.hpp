// The files that a seed names, and the documents it has in one of three forms: written out as JSON,
// as a text, or {"file": "cors.xml"}. Errors are mistakes with their place.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "emulator/seed/member.hpp"

namespace pail::emulator::seed {

// A file, or a folder, that is there. `name` holds its path from the seed's folder.
wire::Result<std::filesystem::path> file_of(const Member& name);
wire::Result<std::filesystem::path> folder_of(const Member& name);

// A policy: JSON in any form.
wire::Result<std::string> policy_text(const Member& member);

// A document of XML. Written out as JSON it follows one rule: members are elements, a list repeats
// its element, a member "@name" is an attribute, and whatever else is the element's text. `root` is
// the element around it.
wire::Result<std::string> xml_text(const Member& member, std::string_view root);

}  // namespace pail::emulator::seed
