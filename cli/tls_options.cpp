#include "cli/tls_options.hpp"

#include <CLI/App.hpp>

namespace pail::cli {

void add_tls_options(CLI::App& command, TlsServerOptions& options) {
  CLI::Option* const certificate =
      command
          .add_option(
              "--tls-cert", options.certificate_file,
              "Speak https, with this certificate: PEM, the server's own first, then those\n"
              "that signed it")
          ->option_text("FILE");
  CLI::Option* const key =
      command.add_option("--tls-key", options.key_file, "The certificate's key: PEM, unencrypted")
          ->option_text("FILE");
  certificate->needs(key);
  key->needs(certificate);
  CLI::Option* const authorities =
      command
          .add_option("--client-ca", options.client_ca_file,
                      "Ask clients for a certificate, signed by one of these: PEM")
          ->needs(certificate)
          ->option_text("FILE");
  command
      .add_flag("--require-client-cert", options.client_must_show,
                "Refuse clients that show no certificate")
      ->needs(authorities);
}

std::optional<net::ServerTls> server_tls(const TlsServerOptions& options) {
  if (options.certificate_file.empty()) return std::nullopt;
  return net::ServerTls{options.certificate_file, options.key_file, options.client_ca_file,
                        options.client_must_show};
}

}  // namespace pail::cli
