// The files of one folder, beside a service: a page that uploads and the service that signs for it
// then have one origin, and need no CORS between them.
//
// GET and HEAD of a path that names a regular file are answered with the file as it is at that
// moment, "/" and "a/" with the index.html there; everything else is the inner service's. Public:
// nobody is asked for a token. Never served: names that begin with a dot and what lies outside the
// folder, neither of them by a symbolic link, and files over file_bytes_max.
//
// The inner service is the caller's and outlives this one. Thread-safe as net::Service says; reads
// files, and says so by may_block().
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "net/exchange.hpp"

namespace pail::signer::service {

// Ours: a file is read whole. Pages, scripts and their pictures are far smaller; what is larger
// belongs into the bucket.
inline constexpr std::size_t file_bytes_max = 16 * 1024 * 1024;

class StaticFiles final : public net::Service {
 public:
  // InvalidArgument when `folder` is none.
  static net::Result<StaticFiles> open(const std::string& folder, net::Service& inner);

  net::Begin begin(const net::Request& request) override;
  net::Reply fail(const wire::Error& error, const net::Request* request,
                  net::Upload* upload) override;
  bool may_block(const net::Request& request) const noexcept override;

 private:
  StaticFiles(std::filesystem::path folder, net::Service& inner);
  std::optional<std::filesystem::path> find(std::string_view target) const;

  std::filesystem::path folder_;  // without symbolic links in it
  net::Service* inner_;
};

}  // namespace pail::signer::service
