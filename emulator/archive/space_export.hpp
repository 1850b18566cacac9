// The archive of one Space as it is at this moment, as a net::Source.
#pragma once

#include <memory>

#include "emulator/archive/format.hpp"
#include "emulator/store/engine.hpp"
#include "net/exchange.hpp"

namespace pail::archive {

// Walks all entries once, for the sizes. `about`: world, region and time; the counts are filled in.
// `owner` keeps the Space alive as long as the Source.
wire::Result<std::unique_ptr<net::Source>> export_space(const store::Space& space, Manifest about,
                                                        std::shared_ptr<const void> owner);

}  // namespace pail::archive
