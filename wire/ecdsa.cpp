#include "wire/ecdsa.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/params.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "wire/evp.hpp"

namespace pail::wire {
namespace {

using evp::raw;
using Number = evp::Owned<BIGNUM, BN_clear_free>;
using Group = evp::Owned<EC_GROUP, EC_GROUP_free>;
using Point = evp::Owned<EC_POINT, EC_POINT_clear_free>;
using RawSignature = evp::Owned<ECDSA_SIG, ECDSA_SIG_free>;

// 0x04, x, y: a point as OpenSSL takes it (SEC 1 §2.3.3, uncompressed).
using PointText = std::array<std::byte, 1 + 2 * p256_bytes>;

[[noreturn]] void unable(const char* what) {
  throw std::runtime_error(std::string("OpenSSL cannot ") + what);
}

OSSL_PARAM group_part() {
  // Not const in OpenSSL's signature, since parameters can also be asked for; this one is read.
  return OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
                                          const_cast<char*>(SN_X9_62_prime256v1), 0);
}
OSSL_PARAM point_part(PointText& point) {
  return OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
}

Number number(Bytes big_endian) {
  return Number(BN_bin2bn(raw(big_endian), static_cast<int>(big_endian.size()), nullptr));
}

// The public point of a scalar; nullopt when the scalar is none.
std::optional<PointText> point_of(Bytes scalar) {
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  if (!group) unable("find P-256");
  const Number factor = number(scalar);
  const Point point(EC_POINT_new(group.get()));
  if (!factor || !point) unable("allocate");
  if (BN_is_zero(factor.get()) || BN_cmp(factor.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    return std::nullopt;
  }
  PointText text;
  if (EC_POINT_mul(group.get(), point.get(), factor.get(), nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, raw(text.data()),
                         text.size(), nullptr) != text.size()) {
    unable("multiply on P-256");
  }
  return text;
}

}  // namespace

std::optional<P256PublicKey> P256PublicKey::from_point(Bytes x, Bytes y) {
  if (x.size() != p256_bytes || y.size() != p256_bytes) return std::nullopt;
  const evp::QuietErrors quiet;
  PointText point{std::byte{POINT_CONVERSION_UNCOMPRESSED}};
  std::copy(x.begin(), x.end(), point.begin() + 1);
  std::copy(y.begin(), y.end(), point.begin() + 1 + p256_bytes);
  OSSL_PARAM parts[] = {group_part(), point_part(point), OSSL_PARAM_construct_end()};
  auto key = evp::key_of("EC", EVP_PKEY_PUBLIC_KEY, parts);
  if (!key) return std::nullopt;
  return P256PublicKey(std::move(key));
}

bool P256PublicKey::verify(const Sha256Digest& digest, Bytes der) const {
  const evp::QuietErrors quiet;
  const evp::Context context = evp::context_of(key_.get());
  return context && EVP_PKEY_verify_init(context.get()) == 1 && evp::holds(context, digest, der);
}

bool P256PublicKey::verify_raw(const Sha256Digest& digest, Bytes r_and_s) const {
  if (r_and_s.size() != 2 * p256_bytes) return false;
  const evp::QuietErrors quiet;
  const RawSignature signature(ECDSA_SIG_new());
  Number r = number(r_and_s.first(p256_bytes)), s = number(r_and_s.last(p256_bytes));
  if (!signature || !r || !s) unable("allocate");
  ECDSA_SIG_set0(signature.get(), r.release(), s.release());
  std::array<std::byte, p256_der_bytes_max> der;
  unsigned char* end = raw(der.data());
  const int size = i2d_ECDSA_SIG(signature.get(), &end);
  return size > 0 && verify(digest, Bytes(der).first(static_cast<std::size_t>(size)));
}

P256Field P256PublicKey::coordinate(const char* name) const {
  const evp::QuietErrors quiet;
  BIGNUM* read = nullptr;
  EVP_PKEY_get_bn_param(key_.get(), name, &read);
  const Number value(read);
  P256Field bytes;
  if (!value || BN_bn2binpad(value.get(), raw(bytes.data()), p256_bytes) != p256_bytes) {
    unable("read a public key");
  }
  return bytes;
}

P256Field P256PublicKey::x() const {
  return coordinate(OSSL_PKEY_PARAM_EC_PUB_X);
}
P256Field P256PublicKey::y() const {
  return coordinate(OSSL_PKEY_PARAM_EC_PUB_Y);
}

std::optional<P256PrivateKey> P256PrivateKey::from_scalar(Bytes scalar) {
  if (scalar.size() != p256_bytes) return std::nullopt;
  const evp::QuietErrors quiet;
  auto point = point_of(scalar);
  if (!point) return std::nullopt;
  // OpenSSL takes integers in the machine's order, and this copy is ours to wipe.
  P256Field native;
  BN_bn2nativepad(number(scalar).get(), raw(native.data()), p256_bytes);
  OSSL_PARAM parts[] = {
      group_part(), point_part(*point),
      OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, raw(native.data()), native.size()),
      OSSL_PARAM_construct_end()};
  auto key = evp::key_of("EC", EVP_PKEY_KEYPAIR, parts);
  OPENSSL_cleanse(native.data(), native.size());
  if (!key) unable("make a P-256 key");
  return P256PrivateKey(P256PublicKey(std::move(key)));
}

std::string P256PrivateKey::sign(const Sha256Digest& digest) const {
  const evp::QuietErrors quiet;
  const evp::Context context = evp::context_of(pair_.key_.get());
  std::string der(p256_der_bytes_max, '\0');
  std::size_t size = der.size();
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size, raw(digest),
                    digest.size()) != 1) {
    unable("sign");
  }
  der.resize(size);
  return der;
}

}  // namespace pail::wire
