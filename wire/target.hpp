// Splits a raw request target, and finds bucket and key in it, without normalising anything:
// signatures are computed over the bytes the client sent, so those bytes are kept. Spec:
// shared/spec/operations.md §1, sigv2.md §5.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "wire/result.hpp"

namespace pail::wire {

// Views into the raw target, which must outlive it.
struct Target {
  std::string_view path;   // up to '?', as sent; "/" at least
  std::string_view query;  // behind the first '?', without it
};

// Accepts origin form ("/a?b"), absolute form ("http://host/a": the path counts, the Host header
// keeps its say) and "*". InvalidURI when it starts with neither, holds a control character or a
// space.
Result<Target> split_target(std::string_view raw);

// Where a request is aimed. `bucket` empty: the service itself. `key` empty: the bucket itself.
struct Address {
  std::string bucket;  // decoded; from Host: in lower case
  std::string key;     // decoded bytes; '+' stays a plus, slashes and dots stay
  // The bucket when it came from Host, "" for path style: V2 signs it in front of the path. It is
  // in lower case, since Host is read so before anything else is done with it.
  std::string host_bucket;
  bool virtual_host = false;
  // The host's name where it is none of the server's and carries no bucket; else "".
  std::string strange_host;
};

// Host rules: the server's own names (`own_names`, lower case, without port; IP addresses and
// localhost always count) mean path style; what stands in front of the longest of them that fits is
// the bucket; any other host is path style here, since a CNAME bucket needs to exist (the caller
// asks the store for strange_host). `host` is the Host header as sent. "*" as path addresses the
// service. Fails with InvalidURI on a broken escape only.
Result<Address> find_address(std::string_view host, std::string_view path,
                             std::span<const std::string> own_names);

// Host without port, lower-cased, brackets of IPv6 kept.
std::string host_name(std::string_view host);

}  // namespace pail::wire
