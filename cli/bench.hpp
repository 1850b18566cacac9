// The jobs of `pail bench`; each ends the command as command.hpp says.
#pragma once

#include "cli/bench_options.hpp"

namespace pail::cli {

// put, get, head, list, delete, mixed, multipart: requests to a server.
void run_bench_load(const BenchCommand& command);
// sign, verify: signatures in this process.
void run_bench_signatures(const BenchCommand& command);
// Whether results in files differ by more than noise.
void run_bench_compare(const BenchCommand& command);

// Writes a file that is whole or not there (client::FileSink). exit_failed when it cannot be.
void write_whole_file(const std::string& path, std::string_view text);

}  // namespace pail::cli
