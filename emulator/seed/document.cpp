#include "emulator/seed/document.hpp"

#include <boost/json/parse.hpp>

#include "emulator/seed/places.hpp"

namespace pail::emulator::seed {
namespace {

wire::Error invalid(const std::string& message) {
  return {wire::Errc::InvalidArgument, message};
}

}  // namespace

wire::Result<Document> Document::parse(const Seed& seed) {
  if (const auto mistake = find_mistake(seed.text)) {
    return invalid(seed.name + ":" + std::to_string(mistake->line) + ":" +
                   std::to_string(mistake->column) + ": " + mistake->what);
  }
  boost::json::error_code failed;
  boost::json::value root =
      boost::json::parse({seed.text.data(), seed.text.size()}, failed, {}, seed_json());
  if (failed) return invalid(seed.name + ": " + failed.message());
  return Document(seed, std::move(root));
}

wire::Error Document::mistake(std::string_view path, std::string_view what) const {
  const std::string line = std::to_string(line_of(seed_->text, path));
  const std::string where = path.empty() ? "" : std::string(path) + ": ";
  return invalid(seed_->name + ":" + line + ": " + where + std::string(what));
}

wire::Error Document::mistake_in_folder(std::string_view path, std::string_view what) const {
  return invalid((seed_->folder / path).string() + ": " + std::string(what));
}

}  // namespace pail::emulator::seed
