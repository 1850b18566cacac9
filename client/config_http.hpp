// What the environment says about the way to a server: whom to trust, and through which proxy.
#pragma once

#include "client/settings.hpp"
#include "net/http_client.hpp"

namespace pail::client {

// AWS_CA_BUNDLE, ca_bundle.
void find_trust(const Lookup& lookup, net::TlsOptions& tls);
// http_proxy, https_proxy, no_proxy and their upper case, lower case first as curl and Python have
// it. HTTP_PROXY does not count where REQUEST_METHOD is set: in a CGI program it may be a header
// that the client sent. InvalidArgument for a proxy that is no HTTP proxy; the message never shows
// the URL, which may hold a password.
Result<void> find_proxies(const Lookup& lookup, net::ProxyOptions& proxies);

}  // namespace pail::client
