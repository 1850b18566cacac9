// Archives as tests want them: whole texts.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "emulator/archive/space_export.hpp"
#include "emulator/archive/space_import.hpp"

namespace pail::archive::testing {

inline std::string read_all(net::Source& source, std::size_t piece_bytes = 1000) {
  std::string text;
  for (;;) {
    const auto piece = source.next(piece_bytes);
    if (!piece) ADD_FAILURE() << wire::describe(piece.error());
    if (!piece || piece.value().empty()) return text;
    text += wire::as_text(piece.value());
  }
}

inline std::string archive_of(const store::Space& space, std::size_t piece_bytes = 1000) {
  auto source = export_space(space, {.world = "w", .region = "us-east-1"}, nullptr);
  if (!source) {
    ADD_FAILURE() << wire::describe(source.error());
    return {};
  }
  const std::uint64_t promised = source.value()->size();
  std::string text = read_all(*source.value(), piece_bytes);
  EXPECT_EQ(text.size(), promised) << "the Source promised another length";
  return text;
}

inline wire::Result<void> import_into(store::Space& space, std::string_view archive,
                                      std::size_t piece_bytes = 777) {
  SpaceImport import(space);
  while (!archive.empty()) {
    const std::string_view piece = archive.substr(0, piece_bytes);
    PAIL_TRY(import.write(wire::as_bytes(piece)));
    archive.remove_prefix(piece.size());
  }
  return import.finish();
}

}  // namespace pail::archive::testing
