#include "emulator/query_api/paging.hpp"

namespace pail::emulator::query_api {

Result<void> write_names(const Parameters& parameters, std::string_view element,
                         const std::vector<std::string>& names, wire::XmlWriter& xml) {
  const auto itself = [](const std::string& name) -> const std::string& { return name; };
  const auto write = [](const std::string& name, wire::XmlWriter& out) { out.text(name); };
  return write_page(parameters, element, names, itself, write, xml);
}

}  // namespace pail::emulator::query_api
