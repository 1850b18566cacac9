// What ecdsa.cpp and rsa.cpp share of OpenSSL's key interface. Internal to wire: other rooms
// include ecdsa.hpp and rsa.hpp, which name no OpenSSL header.
#pragma once

#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::wire::evp {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* owned) const noexcept {
    Free(owned);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;

using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

// OpenSSL leaves complaints in a queue of the thread. Ours are answered by true or false: whoever
// reads the queue next must not find them and take them for his own.
class QuietErrors {
 public:
  QuietErrors() noexcept { ERR_set_mark(); }
  ~QuietErrors() { ERR_pop_to_mark(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
};

inline unsigned char* raw(std::byte* bytes) noexcept {
  return reinterpret_cast<unsigned char*>(bytes);
}
inline const unsigned char* raw(Bytes bytes) noexcept {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// A key of its parts; nullptr when they make none (a point that is not on the curve).
inline std::shared_ptr<EVP_PKEY> key_of(const char* type, int selection, OSSL_PARAM* parts) {
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, selection, parts) != 1) {
    return nullptr;
  }
  return {key, EVP_PKEY_free};
}

// For one operation; the key itself is only read, so threads may share it.
inline Context context_of(EVP_PKEY* key) {
  return Context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
}

inline bool holds(const Context& ready, const Sha256Digest& digest, Bytes signature) noexcept {
  return EVP_PKEY_verify(ready.get(), raw(signature), signature.size(), raw(digest),
                         digest.size()) == 1;
}

}  // namespace pail::wire::evp
