#include "net/tls.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>

#include "net/http_client.hpp"
#include "net/server.hpp"

namespace pail::net {

// OpenSSL's way to the socket: what it reads comes from the descriptor, what it writes is gathered,
// so that a 256 KiB piece is one system call and not one per record; and send() raises no SIGPIPE.
struct Transport {
  static int read(BIO* bio, char* room, int size);
  static int write(BIO* bio, const char* bytes, int size);
  static long control(BIO* bio, int command, long, void*);
  static Tls& of(BIO* bio) { return *static_cast<Tls*>(BIO_get_data(bio)); }
};

namespace {

using wire::Errc;

// RFC 8446 §5.1: the plaintext of a record, and room for its header, padding and tag.
constexpr std::size_t record_bytes_max = SSL3_RT_MAX_PLAIN_LENGTH;
constexpr std::size_t record_overhead_max = 512;
// Ours: four records per read. OpenSSL gives it back while nothing is under way.
constexpr std::size_t read_ahead_bytes = 4 * (record_bytes_max + record_overhead_max);
// Ours: servers one client keeps a session of.
constexpr std::size_t sessions_max = 256;
// Ours: as many names of a certificate as a sentence bears.
constexpr int names_told_max = 3;
// As ALPN writes it: a length, then the name.
constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
// Where distributions keep their authorities. OpenSSL knows one place, that of the machine it was
// built for.
constexpr std::array system_bundles{"/etc/ssl/certs/ca-certificates.crt",
                                    "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                                    "/etc/ssl/cert.pem"};

template <auto free_function>
struct Free {
  template <class T>
  void operator()(T* thing) const noexcept {
    free_function(thing);
  }
};
using Memory = std::unique_ptr<BIO, Free<BIO_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;

wire::Error unusable(const std::string& file) {
  const char* const reason = ERR_reason_error_string(ERR_peek_error());
  return wire::Error(Errc::InvalidArgument,
                     "TLS: " + file + ": " + (reason != nullptr ? reason : "cannot be used"));
}

// Nobody is asked for a passphrase at a terminal that may not be there.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

Result<void> use_own_certificate(SSL_CTX* context, const std::string& certificate_file,
                                 const std::string& key_file) {
  ERR_clear_error();
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    return unusable(certificate_file);
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    return unusable(key_file);
  }
  return wire::ok();
}

Result<void> trust_file(SSL_CTX* context, const std::string& ca_file) {
  ERR_clear_error();
  if (SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1) return unusable(ca_file);
  return wire::ok();
}

bool is_there(const char* path) {
  return path != nullptr && ::access(path, R_OK) == 0;
}

// SSL_CERT_FILE and SSL_CERT_DIR have their say first.
void trust_system(SSL_CTX* context) {
  SSL_CTX_set_default_verify_paths(context);
  const bool told = std::getenv(X509_get_default_cert_file_env()) != nullptr ||
                    std::getenv(X509_get_default_cert_dir_env()) != nullptr;
  if (told || is_there(X509_get_default_cert_file()) || is_there(X509_get_default_cert_dir())) {
    return;
  }
  const auto* const bundle = std::find_if(system_bundles.begin(), system_bundles.end(), is_there);
  if (bundle != system_bundles.end()) SSL_CTX_load_verify_file(context, *bundle);
}

// Whoever offers something else only is answered in HTTP/1.1 all the same.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_bytes,
                    const unsigned char* offered, unsigned offered_bytes, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_bytes, http_1_1.data(), http_1_1.size(), offered,
                            offered_bytes) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

// Of a stranger: nothing that would steer a terminal.
std::string text_of(const ASN1_STRING* value) {
  std::string text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                   static_cast<std::size_t>(ASN1_STRING_length(value)));
  for (char& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text;
}

std::string address_text(const ASN1_STRING* value) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(value) == 4 ? AF_INET : AF_INET6;
  ::inet_ntop(family, ASN1_STRING_get0_data(value), text.data(), text.size());
  return text.data();
}

// "a.example, b.example and 3 more".
std::string names_in(X509* certificate) {
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  const int count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
  std::string told;
  for (int i = 0; i < std::min(count, names_told_max); ++i) {
    int type = 0;
    const auto* const value = static_cast<const ASN1_STRING*>(
        GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type));
    if (i > 0) told += ", ";
    told += type == GEN_IPADD ? address_text(value) : type == GEN_DNS ? text_of(value) : "?";
  }
  if (count > names_told_max) told += " and " + std::to_string(count - names_told_max) + " more";
  return told.empty() ? "nobody by name" : told;
}

std::string day_of(const ASN1_TIME* time) {
  std::tm parts{};
  std::array<char, 16> text{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable date";
  std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts);
  return text.data();
}

std::string words_for(int verdict, X509* certificate, const std::string& host) {
  switch (verdict) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "the certificate is for " + names_in(certificate) + ", not " + host;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "the certificate expired on " + day_of(X509_get0_notAfter(certificate));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "the certificate is valid from " + day_of(X509_get0_notBefore(certificate)) + " on";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "the certificate is signed by nobody this machine trusts: give --ca-file";
    default:
      return std::string("the certificate is refused: ") + X509_verify_cert_error_string(verdict);
  }
}

// What the peer says of ours; a failed handshake may mean it, too.
bool is_about_certificates(int reason) {
  constexpr std::array reasons{SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED,
                               SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE,
                               SSL_R_TLSV1_ALERT_UNKNOWN_CA,
                               SSL_R_SSLV3_ALERT_BAD_CERTIFICATE,
                               SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED,
                               SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED,
                               SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN};
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

const char* words_for_reason(int reason) {
  switch (reason) {
    case SSL_R_WRONG_VERSION_NUMBER:
      return "TLS is not spoken at this port";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return "no common version of TLS: 1.2 or later is needed";
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return "the server wants a client certificate";
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
      return "the server refused the handshake; it may want a client certificate";
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
      return "the server does not accept our certificate";
    default:
      return nullptr;
  }
}

bool is_address(const std::string& host) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET, host.c_str(), &ignored) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

}  // namespace

void TlsFree::operator()(bio_method_st* method) const noexcept {
  BIO_meth_free(method);
}
void TlsFree::operator()(ssl_ctx_st* context) const noexcept {
  SSL_CTX_free(context);
}
void TlsFree::operator()(ssl_session_st* session) const noexcept {
  SSL_SESSION_free(session);
}
void TlsFree::operator()(ssl_st* ssl) const noexcept {
  SSL_free(ssl);
}

TlsContext::TlsContext(bool is_server)
    : transport_(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "pail")),
      context_(SSL_CTX_new(is_server ? TLS_server_method() : TLS_client_method())) {
  if (!transport_ || !context_) throw std::bad_alloc();
  BIO_meth_set_read(transport_.get(), Transport::read);
  BIO_meth_set_write(transport_.get(), Transport::write);
  BIO_meth_set_ctrl(transport_.get(), Transport::control);
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context_.get(), SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                       SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                       SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context_.get(), 1);
  SSL_CTX_set_default_read_buffer_len(context_.get(), read_ahead_bytes);
}

Result<std::shared_ptr<TlsContext>> TlsContext::for_client(const TlsOptions& options) {
  std::shared_ptr<TlsContext> made(new TlsContext(false));
  SSL_CTX* const context = made->context_.get();
  if (!options.ca_file.empty()) {
    PAIL_TRY(trust_file(context, options.ca_file));
  } else if (options.verify) {
    trust_system(context);
  }
  if (!options.certificate_file.empty()) {
    PAIL_TRY(use_own_certificate(context, options.certificate_file, options.key_file));
  }
  SSL_CTX_set_verify(context, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, Tls::look_at);
  SSL_CTX_set_alpn_protos(context, http_1_1.data(), http_1_1.size());
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
  SSL_CTX_sess_set_new_cb(context, Tls::keep_session);
  return made;
}

Result<std::shared_ptr<TlsContext>> TlsContext::for_server(const ServerTls& options) {
  std::shared_ptr<TlsContext> made(new TlsContext(true));
  SSL_CTX* const context = made->context_.get();
  PAIL_TRY(use_own_certificate(context, options.certificate_file, options.key_file));
  if (!options.client_ca_file.empty()) {
    PAIL_TRY(trust_file(context, options.client_ca_file));
    SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(options.client_ca_file.c_str()));
    const int must = options.client_must_show ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | must, nullptr);
  } else if (options.client_must_show) {
    return wire::Error(Errc::InvalidArgument,
                       "TLS: clients must show a certificate, but no authority is named for them");
  }
  // Sessions live in tickets: nothing is kept per client, and loops share nothing that changes.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_session_id_context(context, http_1_1.data(), http_1_1.size());
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  return made;
}

int Transport::read(BIO* bio, char* room, int size) {
  Tls& tls = of(bio);
  BIO_clear_retry_flags(bio);
  ssize_t n = 0;
  do {
    n = ::recv(tls.descriptor_, room, static_cast<std::size_t>(size), 0);
  } while (n < 0 && errno == EINTR);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    BIO_set_retry_read(bio);
  } else if (n < 0) {
    tls.socket_error_ = errno;
  }
  tls.end_of_input_ = n == 0;
  return static_cast<int>(n);
}

int Transport::write(BIO* bio, const char* bytes, int size) {
  Tls& tls = of(bio);
  BIO_clear_retry_flags(bio);
  if (!tls.has_memory()) return -1;
  const std::span<char> room = tls.unsent_->bytes().subspan(tls.unsent_end_);
  if (room.empty()) {
    BIO_set_retry_write(bio);
    return -1;
  }
  const std::size_t n = std::min(room.size(), static_cast<std::size_t>(size));
  std::memcpy(room.data(), bytes, n);
  tls.unsent_end_ += n;
  return static_cast<int>(n);
}

// No exception may pass through OpenSSL.
bool Tls::has_memory() noexcept try {
  if (!unsent_) unsent_.emplace(pieces_.borrow());
  return true;
} catch (const std::bad_alloc&) {
  return false;
}

long Transport::control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_EOF) return of(bio).end_of_input_ ? 1 : 0;
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

Tls::Tls(std::shared_ptr<TlsContext> context, int descriptor, PiecePool& pieces)
    : context_(std::move(context)),
      descriptor_(descriptor),
      pieces_(pieces),
      ssl_(SSL_new(context_->context_.get())) {
  BIO* const bio = BIO_new(context_->transport_.get());
  if (!ssl_ || bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_app_data(ssl_.get(), this);
  SSL_set_accept_state(ssl_.get());
}

Tls::Tls(std::shared_ptr<TlsContext> context, int descriptor, PiecePool& pieces, ToServer server)
    : Tls(std::move(context), descriptor, pieces) {
  server_ = std::move(server);
  SSL_set_connect_state(ssl_.get());
  X509_VERIFY_PARAM* const wanted = SSL_get0_param(ssl_.get());
  if (is_address(server_->host)) {
    X509_VERIFY_PARAM_set1_ip_asc(wanted, server_->host.c_str());
  } else {
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(wanted, server_->host.data(), server_->host.size());
    SSL_set_tlsext_host_name(ssl_.get(), server_->host.c_str());
  }
  const auto known = context_->sessions_.find(server_->key);
  if (known != context_->sessions_.end()) SSL_set_session(ssl_.get(), known->second.get());
}

Tls::~Tls() = default;

// Called by OpenSSL for each certificate of a chain; it keeps none that it refuses.
int Tls::look_at(int accepted, x509_store_ctx_st* chain) {
  auto* const ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
  Tls& tls = *static_cast<Tls*>(SSL_get_app_data(ssl));
  if (accepted == 0 && tls.server_) {
    tls.objection_ = words_for(X509_STORE_CTX_get_error(chain),
                               X509_STORE_CTX_get_current_cert(chain), tls.server_->host);
  }
  return accepted;
}

// Takes the session over: OpenSSL has counted a reference for us.
int Tls::keep_session(ssl_st* ssl, ssl_session_st* session) {
  const Tls& tls = *static_cast<Tls*>(SSL_get_app_data(ssl));
  auto& sessions = tls.context_->sessions_;
  if (sessions.size() >= sessions_max) sessions.clear();
  sessions[tls.server_->key].reset(session);
  return 1;
}

Tls::Step Tls::judge(int outcome) {
  switch (SSL_get_error(ssl_.get(), outcome)) {
    case SSL_ERROR_NONE:
      return Step::done;
    case SSL_ERROR_WANT_READ:
      return Step::wants_read;
    case SSL_ERROR_WANT_WRITE:
      return Step::wants_write;
    case SSL_ERROR_ZERO_RETURN:
      ended_ = Step::closed;
      return Step::closed;
    default:
      return fail(words_for_failure());
  }
}

Tls::Step Tls::fail(std::string why) {
  why_ = std::move(why);
  ended_ = Step::failed;
  return Step::failed;
}

std::string Tls::words_for_failure() {
  was_cut_ = end_of_input_ || socket_error_ != 0;
  if (socket_error_ != 0) return std::strerror(socket_error_);
  if (end_of_input_) return "the connection was cut";
  const unsigned long error = ERR_peek_error();
  const int reason = ERR_GET_REASON(error);
  refuses_certificate_ = !objection_.empty() || is_about_certificates(reason);
  met_plain_http_ = reason == SSL_R_HTTP_REQUEST;
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED && !objection_.empty()) return objection_;
  const char* words = words_for_reason(reason);
  if (words == nullptr) words = ERR_reason_error_string(error);
  return words != nullptr ? words : "the handshake failed";
}

Tls::Step Tls::handshake() {
  if (ended_) return *ended_;
  ERR_clear_error();
  const Step step = judge(SSL_do_handshake(ssl_.get()));
  // What is to be said goes out in any case; an alert tells the other end what was wrong.
  const Step flushed = flush();
  if (step == Step::failed || flushed == Step::done) {
    connected_ = step == Step::done;
    // The first request may have come with the handshake's last words.
    more_inside_ = connected_ && SSL_has_pending(ssl_.get()) == 1;
    return step;
  }
  return flushed;
}

Tls::Step Tls::read(std::span<char> room, std::size_t& bytes) {
  bytes = 0;
  if (ended_) return *ended_;
  ERR_clear_error();
  Step step = Step::done;
  while (bytes < room.size() && step == Step::done) {
    std::size_t n = 0;
    step = judge(SSL_read_ex(ssl_.get(), room.data() + bytes, room.size() - bytes, &n));
    bytes += n;
  }
  more_inside_ = step == Step::done;
  // What came before an end is told first, the end by the next call.
  return bytes > 0 ? Step::done : step;
}

Tls::Step Tls::peek() {
  if (ended_) return *ended_;
  ERR_clear_error();
  char byte = 0;
  std::size_t n = 0;
  const Step step = judge(SSL_peek_ex(ssl_.get(), &byte, 1, &n));
  more_inside_ = step == Step::done;
  return step;
}

Tls::Step Tls::write(Buffers& parts) {
  if (ended_ == Step::failed) return Step::failed;
  ERR_clear_error();
  for (;;) {
    const Step flushed = flush();
    if (flushed != Step::done || asio::buffer_size(parts) == 0) return flushed;
    if (!encrypt(parts)) return Step::failed;
  }
}

// As many records as there is room for.
bool Tls::encrypt(Buffers& parts) {
  while (asio::buffer_size(parts) > 0 &&
         unsent_end_ + record_bytes_max + record_overhead_max <= PiecePool::piece_bytes) {
    asio::const_buffer& part = parts[0].size() > 0 ? parts[0] : parts[1];
    std::size_t n = 0;
    const std::size_t of_part = std::min(part.size(), record_bytes_max);
    const Step step = judge(SSL_write_ex(ssl_.get(), part.data(), of_part, &n));
    if (step != Step::done) {
      if (step != Step::failed) fail("TLS wants to read before it writes");
      return false;
    }
    part += n;
  }
  return true;
}

Tls::Step Tls::flush() {
  while (has_unsent()) {
    const std::span<char> rest =
        unsent_->bytes().subspan(unsent_begin_, unsent_end_ - unsent_begin_);
    const ssize_t n = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Step::wants_write;
    if (n < 0) return cut_off(errno);
    unsent_begin_ += static_cast<std::size_t>(n);
  }
  unsent_begin_ = unsent_end_ = 0;
  unsent_.reset();
  return Step::done;
}

// What the other end said before it went away may still be read.
Tls::Step Tls::cut_off(int socket_error) {
  was_cut_ = true;
  why_ = std::strerror(socket_error);
  return Step::failed;
}

void Tls::say_goodbye() noexcept {
  if (!connected_ || ended_ == Step::failed || has_unsent()) return;
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  flush();
}

bool Tls::resumed() const {
  return SSL_session_reused(ssl_.get()) == 1;
}

std::string Tls::peer_subject() const {
  X509* const certificate = SSL_get0_peer_certificate(ssl_.get());
  if (certificate == nullptr || SSL_get_verify_result(ssl_.get()) != X509_V_OK) return {};
  const Memory memory(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(memory.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace pail::net
