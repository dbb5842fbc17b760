#include "hasher.hpp"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace varve::detail {

hasher::hasher() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr || EVP_DigestInit_ex2(context_, EVP_sha256(), nullptr) != 1) throw std::bad_alloc{};
}

hasher::~hasher() {
  EVP_MD_CTX_free(context_);
}

hasher& hasher::add(std::string_view bytes) {
  EVP_DigestUpdate(context_, bytes.data(), bytes.size());
  return *this;
}

hasher& hasher::add(std::uint64_t number) {
  std::array<char, 8> little{};
  for (std::size_t i = 0; i < little.size(); ++i) little[i] = static_cast<char>(number >> (8 * i));
  return add(std::string_view(little.data(), little.size()));
}

digest hasher::finish() {
  digest out;
  EVP_DigestFinal_ex(context_, out.bytes.data(), nullptr);
  EVP_DigestInit_ex2(context_, nullptr, nullptr);
  return out;
}

hasher& this_thread_hasher() {
  thread_local hasher instance;
  return instance;
}

}  // namespace varve::detail
