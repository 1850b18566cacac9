// A Page as a manual page, man(7). Pure.
#pragma once

#include <string>
#include <string_view>

#include "cli/page.hpp"

namespace pail::cli {

// "pail-put.1" and "pail.1".
std::string man_file_name(const Page& page);
struct ManOf {
  std::string_view version;
  std::string_view date;
};
std::string man_page(const Page& page, const ManOf& of);

}  // namespace pail::cli
