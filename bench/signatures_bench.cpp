// Signatures per core and second, and what others reach for the same request, each peer in this one
// program so that a ratio comes from one run:
//   bare_loop      the text into a buffer, two copied HMAC midstates, Base64 or hex; nothing else
//   openssl_hmac   the same text, HMAC() in one call
//   evp_mac_kept   the same text, an EVP_MAC_CTX that keeps the key
//   libs3          the same text, HMAC_SHA1() and base64Encode() of Debian's libs3, if it is here
// `pail` is the general way; each peer is first held against its signature.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <memory>
#include <string>

#include "bench/v2_text.hpp"
#include "signer/v2.hpp"
#include "signer/v4.hpp"

#ifdef PAIL_BENCH_LIBS3
// Of its util.h, which Debian does not install; the library exports them.
extern "C" {
void HMAC_SHA1(unsigned char hmac[20], const unsigned char* key, int key_len,
               const unsigned char* message, int message_len);
int base64Encode(const unsigned char* in, int in_len, char* out);
}
#endif

namespace {

using namespace pail;
using bench::put;
using bench::put_v2_text;

constexpr wire::Seconds now{std::chrono::seconds{1360112265}};
constexpr std::string_view date = "Wed, 06 Feb 2013 00:57:45 GMT";
constexpr std::string_view iso_date = "20130206T005745Z";
constexpr std::string_view day = "20130206";
constexpr std::string_view region = "us-east-1";
constexpr std::string_view host = "localhost:9000";
constexpr std::string_view path = "/photos/cat.jpg";
constexpr std::string_view access_key = "AKIAIOSFODNN7EXAMPLE";
constexpr std::string_view secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

const signer::Key key{signer::Credentials{std::string(access_key), std::string(secret)}};
const wire::Query no_query;

wire::Headers v2_headers() {
  return {{"Host", host}, {"Accept", "*/*"}, {"Date", date}};
}

wire::Headers v4_headers() {
  return {{"Host", host},
          {"Accept", "*/*"},
          {"x-amz-content-sha256", signer::v4::empty_payload_sha256},
          {"x-amz-date", iso_date}};
}

std::string expected_v2() {
  const wire::Headers headers = v2_headers();
  return key.sign_v2(signer::v2::string_to_sign({"GET", path, no_query, headers, {}}, date));
}

std::string expected_v4() {
  const wire::Headers headers = v4_headers();
  const auto whole =
      signer::v4::authorization(key, {"GET", path, no_query, headers, {}}, region, now);
  return whole.substr(whole.size() - 64);
}

// `sign` appends a signature to a text. One that is wrong is not measured.
template <class Sign>
void measure(benchmark::State& state, const std::string& expected, Sign sign) {
  std::string signature;
  sign(signature);
  if (signature != expected) {
    state.SkipWithError("another signature");
    return;
  }
  for (auto _ : state) {
    signature.clear();
    sign(signature);
    benchmark::DoNotOptimize(signature.data());
  }
}

const unsigned char* unsigned_bytes(const char* text) {
  return reinterpret_cast<const unsigned char*>(text);
}

template <class Digest>
wire::Bytes bytes_of(const Digest& digest, std::size_t size) {
  return {reinterpret_cast<const std::byte*>(digest), size};
}

// An OpenSSL HMAC whose key is set once.
class KeptMac {
 public:
  KeptMac(std::string_view with_key, const char* digest)
      : mac_(EVP_MAC_fetch(nullptr, "HMAC", nullptr), EVP_MAC_free),
        context_(EVP_MAC_CTX_new(mac_.get()), EVP_MAC_CTX_free) {
    std::string name = digest;
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("digest", name.data(), 0),
                                     OSSL_PARAM_construct_end()};
    EVP_MAC_init(context_.get(), unsigned_bytes(with_key.data()), with_key.size(), parameters);
  }
  void operator()(std::string_view text, unsigned char* out, std::size_t room) {
    std::size_t length = 0;
    EVP_MAC_init(context_.get(), nullptr, 0, nullptr);
    EVP_MAC_update(context_.get(), unsigned_bytes(text.data()), text.size());
    EVP_MAC_final(context_.get(), out, &length, room);
  }

 private:
  std::unique_ptr<EVP_MAC, void (*)(EVP_MAC*)> mac_;
  std::unique_ptr<EVP_MAC_CTX, void (*)(EVP_MAC_CTX*)> context_;
};

void v2_pail(benchmark::State& state) {
  const wire::Headers headers = v2_headers();
  const signer::Message message{"GET", path, no_query, headers, {}};
  measure(state, expected_v2(), [&](std::string& out) {
    signer::v2::append_signature(out, key, message, date);
  });
}
BENCHMARK(v2_pail)->Name("signatures/v2/pail");

// The value of Authorization, from the message alone.
void v2_pail_header(benchmark::State& state) {
  const wire::Headers headers = v2_headers();
  const signer::Message message{"GET", path, no_query, headers, {}};
  measure(state, signer::v2::authorization(key, message), [&](std::string& out) {
    signer::v2::append_authorization(out, key, message);
  });
}
BENCHMARK(v2_pail_header)->Name("signatures/v2/pail_header");

void v2_bare_loop(benchmark::State& state) {
  const wire::HmacSha1 hmac(secret);
  char text[256];
  measure(state, expected_v2(), [&](std::string& out) {
    wire::append_base64(out, hmac({text, put_v2_text(text, date, path)}));
  });
}
BENCHMARK(v2_bare_loop)->Name("signatures/v2/bare_loop");

void v2_openssl_hmac(benchmark::State& state) {
  char text[256];
  unsigned char digest[20];
  measure(state, expected_v2(), [&](std::string& out) {
    const std::size_t length = put_v2_text(text, date, path);
    HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), unsigned_bytes(text), length,
         digest, nullptr);
    wire::append_base64(out, bytes_of(digest, sizeof digest));
  });
}
BENCHMARK(v2_openssl_hmac)->Name("signatures/v2/openssl_hmac");

void v2_evp_mac_kept(benchmark::State& state) {
  KeptMac mac(secret, "SHA1");
  char text[256];
  unsigned char digest[20];
  measure(state, expected_v2(), [&](std::string& out) {
    mac({text, put_v2_text(text, date, path)}, digest, sizeof digest);
    wire::append_base64(out, bytes_of(digest, sizeof digest));
  });
}
BENCHMARK(v2_evp_mac_kept)->Name("signatures/v2/evp_mac_kept");

#ifdef PAIL_BENCH_LIBS3
void v2_libs3(benchmark::State& state) {
  char text[256];
  unsigned char digest[20];
  char base64[32];
  measure(state, expected_v2(), [&](std::string& out) {
    const std::size_t length = put_v2_text(text, date, path);
    HMAC_SHA1(digest, unsigned_bytes(secret.data()), static_cast<int>(secret.size()),
              unsigned_bytes(text), static_cast<int>(length));
    out.append(base64, static_cast<std::size_t>(base64Encode(digest, sizeof digest, base64)));
  });
}
BENCHMARK(v2_libs3)->Name("signatures/v2/libs3");
#endif

// The canonical request of a GET with three signed headers.
std::string_view put_canonical(char* out) {
  constexpr std::string_view hash = signer::v4::empty_payload_sha256;
  char* const end =
      put(out, {"GET\n", path, "\n\nhost:", host, "\nx-amz-content-sha256:", hash,
                "\nx-amz-date:", iso_date, "\n\nhost;x-amz-content-sha256;x-amz-date\n", hash});
  return {out, static_cast<std::size_t>(end - out)};
}

std::string_view put_v4_text(char* out, std::string_view canonical_hash) {
  char* const end = put(out, {"AWS4-HMAC-SHA256\n", iso_date, "\n", day, "/", region,
                              "/s3/aws4_request\n", canonical_hash});
  return {out, static_cast<std::size_t>(end - out)};
}

std::string v4_signing_key() {
  std::string derived = "AWS4" + std::string(secret);
  for (const std::string_view step :
       {day, region, std::string_view("s3"), std::string_view("aws4_request")}) {
    const wire::Sha256Digest digest = wire::HmacSha256(derived)(step);
    derived.assign(wire::as_text(digest));
  }
  return derived;
}

void v4_pail(benchmark::State& state) {
  const wire::Headers headers = v4_headers();
  const signer::Message message{"GET", path, no_query, headers, {}};
  measure(state, signer::v4::authorization(key, message, region, now), [&](std::string& out) {
    signer::v4::append_authorization(out, key, message, region, now);
  });
}
BENCHMARK(v4_pail)->Name("signatures/v4/pail");

void v4_bare_loop(benchmark::State& state) {
  const wire::HmacSha256 hmac(v4_signing_key());
  char canonical[512], text[256];
  measure(state, expected_v4(), [&](std::string& out) {
    const std::string_view request = put_canonical(canonical);
    const std::string hash = wire::to_hex(wire::sha256(wire::as_bytes(request)));
    out += wire::to_hex(hmac(put_v4_text(text, hash)));
  });
}
BENCHMARK(v4_bare_loop)->Name("signatures/v4/bare_loop");

void v4_openssl_hmac(benchmark::State& state) {
  const std::string signing_key = v4_signing_key();
  char canonical[512], text[256];
  unsigned char digest[32];
  measure(state, expected_v4(), [&](std::string& out) {
    const std::string_view request = put_canonical(canonical);
    SHA256(unsigned_bytes(request.data()), request.size(), digest);
    const std::string_view to_sign =
        put_v4_text(text, wire::to_hex(bytes_of(digest, sizeof digest)));
    HMAC(EVP_sha256(), signing_key.data(), static_cast<int>(signing_key.size()),
         unsigned_bytes(to_sign.data()), to_sign.size(), digest, nullptr);
    out += wire::to_hex(bytes_of(digest, sizeof digest));
  });
}
BENCHMARK(v4_openssl_hmac)->Name("signatures/v4/openssl_hmac");

void v4_evp_mac_kept(benchmark::State& state) {
  KeptMac mac(v4_signing_key(), "SHA256");
  char canonical[512], text[256];
  unsigned char digest[32];
  measure(state, expected_v4(), [&](std::string& out) {
    const std::string_view request = put_canonical(canonical);
    SHA256(unsigned_bytes(request.data()), request.size(), digest);
    mac(put_v4_text(text, wire::to_hex(bytes_of(digest, sizeof digest))), digest, sizeof digest);
    out += wire::to_hex(bytes_of(digest, sizeof digest));
  });
}
BENCHMARK(v4_evp_mac_kept)->Name("signatures/v4/evp_mac_kept");

}  // namespace
