#include "wire/rsa.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "wire/evp.hpp"

namespace pail::wire {
namespace {


Bytes without_leading_zeros(Bytes number) {
  while (!number.empty() && number.front() == std::byte{0}) number = number.subspan(1);
  return number;
}

std::size_t bits_of(Bytes number) {
  if (number.empty()) return 0;
  const auto top = std::to_integer<unsigned>(number.front());
  return (number.size() - 1) * 8 + static_cast<std::size_t>(std::bit_width(top));
}

bool is_odd(Bytes number) {
  return !number.empty() && (number.back() & std::byte{1}) != std::byte{0};
}

// OpenSSL takes integers in the machine's order, and wants to be able to write where they stand.
std::string in_native_order(Bytes big_endian) {
  std::string bytes(as_text(big_endian));
  if constexpr (std::endian::native == std::endian::little)
    std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

OSSL_PARAM part(const char* name, std::string& native) {
  return OSSL_PARAM_construct_BN(name, reinterpret_cast<unsigned char*>(native.data()),
                                 native.size());
}

}  // namespace

std::optional<RsaPublicKey> RsaPublicKey::from_parts(Bytes modulus, Bytes exponent) {
  modulus = without_leading_zeros(modulus);
  exponent = without_leading_zeros(exponent);
  const std::size_t bits = bits_of(modulus), exponent_bits = bits_of(exponent);
  if (bits < rsa_bits_min || bits > rsa_bits_max || !is_odd(modulus)) return std::nullopt;
  if (exponent_bits < 2 || exponent_bits > rsa_exponent_bits_max || !is_odd(exponent)) {
    return std::nullopt;
  }
  const evp::QuietErrors quiet;
  std::string n = in_native_order(modulus), e = in_native_order(exponent);
  OSSL_PARAM parts[] = {part(OSSL_PKEY_PARAM_RSA_N, n), part(OSSL_PKEY_PARAM_RSA_E, e),
                        OSSL_PARAM_construct_end()};
  auto key = evp::key_of("RSA", EVP_PKEY_PUBLIC_KEY, parts);
  if (!key) return std::nullopt;
  return RsaPublicKey(std::move(key));
}

bool RsaPublicKey::verify(const Sha256Digest& digest, Bytes signature) const {
  const evp::QuietErrors quiet;
  const evp::Context context = evp::context_of(key_.get());
  return context && EVP_PKEY_verify_init(context.get()) == 1 &&
         EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
         EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
         evp::holds(context, digest, signature);
}

}  // namespace pail::wire
